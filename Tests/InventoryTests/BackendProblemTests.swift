import APIManagement
import DNSModel
import ResourceManager
import Testing
import ZoneFileBackend

@testable import Inventory

@Suite("Settings of backends that are wrong")
struct BackendProblemTests {
  private static let azureID = "/subscriptions/s/resourceGroups/g/providers"

  @Test("A backend that there is not")
  func unknownBackend() {
    let reading = InventoryFileTests.read("{ backends: { host: {}, bind: {}, zones: [] } }")
    #expect(
      reading.problems.map(\.description) == [
        "a.json5:1:15: unknown key 'host'; did you mean 'hosts'?",
        "a.json5:1:25: unknown key 'bind'; the keys here are 'zones', 'hosts' and 'azure'",
        "a.json5:1:42: expected an object, found a list",
      ])
  }

  @Test(
    "Zone files",
    arguments: [
      (
        "folder: 'x'",
        "2:1: unknown key 'folder'; the keys here are 'directory', 'layout', 'nameServers', 'contact', 'catalog', "
          + "'serial', 'check' and 'reload'"
      ),
      ("nameServer: []", "2:1: unknown key 'nameServer'; did you mean 'nameServers'?"),
      ("directory: 5", "2:12: expected a string, found a number"),
      ("directory: ' '", "2:12: a path is not empty"),
      (#"directory: 'a\nb'"#, #"2:12: 'a\u{A}b' is no path: it has a control character in it"#),
      (#"directory: 'a\0'"#, #"2:12: 'a\u{0}' is no path: it has a control character in it"#),
      ("layout: 'perhostname'", "2:9: unknown layout 'perhostname'; did you mean 'perHostname'?"),
      ("layout: 'flat'", "2:9: unknown layout 'flat'; use 'perHostname', 'parent' or 'responsePolicy'"),
      ("serial: 'unix'", "2:9: unknown serial policy 'unix'; use 'date', 'unixtime' or 'increment'"),
      ("nameServers: 'ns1'", "2:14: expected a list, found a string"),
      ("nameServers: []", "2:14: expected at least one name server, found an empty list"),
      ("nameServers: ['ns1', '-ns2']", "2:22: '-ns2' is not a valid domain name: a label begins or ends with a hyphen"),
      ("check: ''", "2:8: a command is not empty"),
      (#"reload: 'a\0b'"#, #"2:9: 'a\u{0}b' is no command: it has a zero byte in it"#),
    ])
  func zones(_ members: String, _ problem: String) { check("zones", members, problem) }

  @Test(
    "Contacts",
    arguments: [
      "hostmaster", "@corp.example", "hostmaster@", "a@b@c", "host master@corp.example", "", "a\\u00A0@b", "a\\n@b",
      "a\\u202E@b",
    ])
  func contacts(_ contact: String) {
    let shown = contact.replacing("\\u00A0", with: "\u{A0}").replacing("\\n", with: "\\u{A}")
      .replacing("\\u202E", with: "\\u{202E}")
    check(
      "zones", "contact: '\(contact)'",
      "2:10: '\(shown)' is no mail address: use one such as hostmaster@corp.example, without spaces")
  }

  @Test(
    "Hosts files",
    arguments: [
      ("files: []", "2:1: unknown key 'files'; did you mean 'file'?"),
      ("file: ['a']", "2:7: expected a string, found a list"),
      ("backup: 'no'", "2:9: expected true or false, found a string"),
      ("machines: {}", "2:11: expected a list, found an object"),
      ("machines: [null]", "2:12: expected a string, found null"),
    ])
  func hosts(_ members: String, _ problem: String) { check("hosts", members, problem) }

  @Test(
    "Machines",
    arguments: [
      "-oProxyCommand=x", "a@-b", "-a@b", "a b", "a;b", "a@b@c", "@b", "a@", "", "b:", "b:0", "b:65536", "b:x", "b:+1",
      "b:1:2",
      "$(x)", "a/b", "::1", "[::1", "[::1]x", "[x::1]", "[::1]:", "[::1]:0", "bücher", "%h", "a%p@b", "a\"b",
    ])
  func machines(_ machine: String) {
    check(
      "hosts", "machines: ['\(machine)']",
      "2:12: '\(machine)' is no machine: use [USER@]HOST[:PORT] with letters, digits, '.', '-' and '_', not beginning with "
        + "'-', an IPv6 address in brackets, and a port from 1 to 65535")
  }

  @Test(
    "Azure",
    arguments: [
      (
        "tenant: 'x'",
        "2:1: unknown key 'tenant'; the keys here are 'subscription', 'resourceGroup', 'links', 'endpoint' and 'auth'"
      ),
      (
        "subscription: '…'",
        "2:15: '…' is no subscription: use its identifier, such as 00000000-0000-0000-0000-000000000000; 'az account show' "
          + "prints it as id"
      ),
      (
        "subscription: 'a/b'",
        "2:15: 'a/b' is no subscription: use its identifier, such as 00000000-0000-0000-0000-000000000000; 'az account show' "
          + "prints it as id"
      ),
      (
        "resourceGroup: 'rg dns'",
        "2:16: 'rg dns' is no resource group: use 1 to 90 letters, digits, '-', '_', '.', '(' and ')'"
      ),
      (
        "resourceGroup: '..'",
        "2:16: '..' is no resource group: use 1 to 90 letters, digits, '-', '_', '.', '(' and ')'"
      ),
      ("auth: 'azurecli'", "2:7: unknown credential source 'azurecli'; did you mean 'azure-cli'?"),
      (
        "auth: 'secret'",
        "2:7: unknown credential source 'secret'; use 'auto', 'environment', 'workload-identity', 'managed-identity' or "
          + "'azure-cli'"
      ),
      ("links: ['x']", "2:9: expected an object, found a string"),
      ("links: [{}]", "2:9: a link needs 'virtualNetwork'"),
      (
        "links: [{virtualNetwork: 'x', registration: true}]",
        "2:31: unknown key 'registration'; the key here is 'virtualNetwork'",
      ),
    ])
  func azure(_ members: String, _ problem: String) {
    let reading = InventoryFileTests.read("{backends:{azure:{\n\(members)}}}")
    #expect(reading.problems.map(\.description).contains("a.json5:\(problem)"))
    #expect(reading.inventory == nil)
  }

  @Test(
    "Links",
    arguments: [
      "", "vnet1", "/subscriptions/…/virtualNetworks/vnet1", "\(azureID)/Microsoft.Network/virtualNetworks",
      "\(azureID)/Microsoft.Network/privateDnsZones/z", "\(azureID)/Microsoft.Network/virtualNetworks/v/subnets/s",
    ])
  func links(_ link: String) {
    check(
      "azure", "links: [{virtualNetwork: '\(link)'}]",
      "2:26: '\(link)' is no virtual network: use its resource ID, such as /subscriptions/SUBSCRIPTION/resourceGroups/GROUP"
        + "/providers/Microsoft.Network/virtualNetworks/NAME")
  }

  @Test("A link that stands twice, in another case")
  func repeatedLink() {
    let network = "\(Self.azureID)/Microsoft.Network/virtualNetworks/v"
    check(
      "azure",
      "links: [{virtualNetwork: '\(network)'},\n{virtualNetwork: '\(network.uppercased().replacing("/SUB", with: "/sub"))'}]",
      "3:18: repeated link; the virtual network already stands in line 2")
  }

  @Test(
    "Addresses of a Resource Manager",
    arguments: [
      "", "management.azure.com", "ftp://x", "http://x", "http://127.0.0.1.example", "http://localhost@x", "https://",
      "https://:1",
      "https://a:b", "https://a:0", "https://a b", "https://a/?x", "https://a#x", "https://[::1", "https://a:1:2",
      "http://10.0.0.1",
      "HTTPS://a", "https://[management.azure.com]",
    ])
  func badEndpoints(_ endpoint: String) {
    check(
      "azure", "endpoint: '\(endpoint)'",
      "2:11: '\(endpoint)' is no address of a Resource Manager: use https://HOST[:PORT], or http:// on this machine only"
    )
  }

  @Test(
    "Good addresses of a Resource Manager",
    arguments: [
      "https://management.azure.com", "https://x.example:8443/", "http://localhost:1", "http://127.0.0.2",
      "http://[::1]:80/a",
      "https://[fd00::1]:8443",
    ])
  func goodEndpoints(_ endpoint: String) {
    #expect(throws: Never.self) { try SettingRule.endpoint(endpoint) }
  }

  @Test("Every auth, layout and serial policy can be written")
  func words() {
    for auth in ["auto", "environment", "workload-identity", "managed-identity", "azure-cli"] {
      #expect(
        InventoryFileTests.read("{backends:{azure:{auth:'\(auth)'}}}").inventory?.backends.azure?.auth?.rawValue == auth
      )
    }
    for layout in ["perHostname", "parent", "responsePolicy"] {
      let reading = InventoryFileTests.read("{backends:{zones:{layout:'\(layout)'}}}")
      #expect(reading.inventory?.backends.zones?.layout?.rawValue == layout)
    }
    for serial in ["date", "unixtime", "increment"] {
      let reading = InventoryFileTests.read("{backends:{zones:{serial:'\(serial)'}}}")
      #expect(reading.inventory?.backends.zones?.serial?.rawValue == serial)
    }
  }

  private func check(_ backend: String, _ members: String, _ problem: String) {
    let reading = InventoryFileTests.read("{backends:{\(backend):{\n\(members)}}}")
    #expect(reading.problems.map(\.description) == ["a.json5:\(problem)"])
    #expect(reading.inventory == nil)
  }
}

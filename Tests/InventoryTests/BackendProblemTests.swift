import APIManagement
import DNSModel
import ResourceManager
import Testing
import ZoneFileBackend

@testable import Inventory

@Suite("Settings of backends that are wrong")
struct BackendProblemTests {
  private static let azureID = "/subscriptions/s/resourceGroups/g/providers"

  @Test("An unknown backend is an error")
  func unknownBackend() {
    let reading = InventoryFileTests.read("{ backends: { host: {}, bind: {}, zones: [] } }")
    #expect(
      reading.problems.map(\.description) == [
        "a.json5:1:15: unknown key 'host'. Did you mean 'hosts'?",
        "a.json5:1:25: unknown key 'bind'. Use 'zones', 'hosts' or 'azure'.",
        "a.json5:1:42: expected an object, found a list",
      ])
  }

  @Test(
    "Invalid settings of zone files are errors",
    arguments: [
      (
        "folder: 'x'",
        "2:1: unknown key 'folder'. Use 'directory', 'serverDirectory', 'layout', 'policyZone', 'view', 'nameServers', 'contact', "
          + "'apexTTL', 'negativeTTL', 'catalog', 'serial', 'bindVersion', 'zoneOptions', 'check', 'checkConfig' or 'reload'."
      ),
      ("nameServer: []", "2:1: unknown key 'nameServer'. Did you mean 'nameServers'?"),
      ("directory: 5", "2:12: expected a string, found a number"),
      ("directory: ' '", "2:12: the path is empty. Set a path."),
      (
        #"directory: 'a\nb'"#,
        #"2:12: 'a\u{A}b' is not a valid path: it contains a control character. Remove the character."#
      ),
      (
        #"directory: 'a\0'"#,
        #"2:12: 'a\u{0}' is not a valid path: it contains a control character. Remove the character."#
      ),
      ("layout: 'perhostname'", "2:9: unknown layout 'perhostname'. Did you mean 'perHostname'?"),
      ("layout: 'flat'", "2:9: unknown layout 'flat'. Use 'perHostname', 'parent' or 'responsePolicy'."),
      ("serial: 'unix'", "2:9: unknown serial policy 'unix'. Use 'date', 'unixtime' or 'increment'."),
      ("nameServers: 'ns1'", "2:14: expected a list, found a string"),
      ("nameServers: []", "2:14: expected at least one name server, found an empty list. Add one."),
      ("nameServers: ['ns1', '-ns2']", "2:22: '-ns2' is not a valid domain name: a label begins or ends with a hyphen"),
      ("check: ''", "2:8: the command is empty. Set a command."),
      (#"reload: 'a\0b'"#, #"2:9: 'a\u{0}b' is not a valid command: it contains a zero byte. Remove the byte."#),
    ])
  func zones(_ members: String, _ problem: String) { check("zones", members, problem) }

  @Test(
    "An invalid contact is an error",
    arguments: [
      "hostmaster", "@corp.example", "hostmaster@", "a@b@c", "host master@corp.example", "", "a\\u00A0@b", "a\\n@b",
      "a\\u202E@b",
    ])
  func contacts(_ contact: String) {
    let shown = contact.replacing("\\u00A0", with: "\u{A0}").replacing("\\n", with: "\\u{A}")
      .replacing("\\u202E", with: "\\u{202E}")
    check(
      "zones", "contact: '\(contact)'",
      "2:10: '\(shown)' is not a valid mail address. Use one such as hostmaster@corp.example, without spaces.")
  }

  @Test(
    "Invalid settings of hosts files are errors",
    arguments: [
      ("files: []", "2:1: unknown key 'files'. Did you mean 'file'?"),
      ("file: ['a']", "2:7: expected a string, found a list"),
      ("backup: 'no'", "2:9: expected true or false, found a string"),
      ("machines: {}", "2:11: expected a list, found an object"),
      ("machines: [null]", "2:12: expected a string, found null"),
    ])
  func hosts(_ members: String, _ problem: String) { check("hosts", members, problem) }

  @Test(
    "An invalid machine is an error",
    arguments: [
      "-oProxyCommand=x", "a@-b", "-a@b", "a b", "a;b", "a@@c", "@b", "a@", "", "b:", "b:0", "b:65536", "b:x", "b:+1",
      "b:1:2",
      "$(x)", "/b", "::1", "[::1", "[::1]x", "[x::1]", "[::1]:", "[::1]:0", "bücher", "%h", "a%p@b", "a\"b",
    ])
  func machines(_ machine: String) {
    check(
      "hosts", "machines: ['\(machine)']",
      "2:12: '\(machine)' is not a valid machine. Use [USER@]HOST[:PORT] with letters, digits, '.', '-', '_', '/', '+' or '=', not "
        + "starting with '-'; put an IPv6 address in brackets; use a port from 1 to 65535.")
  }

  @Test(
    "Invalid settings of Azure are errors",
    arguments: [
      (
        "tenant: 'x'",
        "2:1: unknown key 'tenant'. Use 'subscription', 'resourceGroup', 'view', 'links', 'zones', 'compareInstances', 'endpoint' or 'auth'."
      ),
      (
        "subscription: '…'",
        "2:15: '…' is not a valid subscription. Use its ID, such as 00000000-0000-0000-0000-000000000000, which "
          + "'az account show' prints as id."
      ),
      (
        "subscription: 'a/b'",
        "2:15: 'a/b' is not a valid subscription. Use its ID, such as 00000000-0000-0000-0000-000000000000, which "
          + "'az account show' prints as id."
      ),
      (
        "resourceGroup: 'rg dns'",
        "2:16: 'rg dns' is not a valid resource group. Use 1-90 letters, digits, '-', '_', '.', '(' or ')'."
      ),
      (
        "resourceGroup: '..'",
        "2:16: '..' is not a valid resource group. Use 1-90 letters, digits, '-', '_', '.', '(' or ')'."
      ),
      ("auth: 'azurecli'", "2:7: unknown credential source 'azurecli'. Did you mean 'azure-cli'?"),
      (
        "auth: 'secret'",
        "2:7: unknown credential source 'secret'. Use 'auto', 'environment', 'workload-identity', 'github-oidc', "
          + "'azure-pipelines', 'managed-identity' or 'azure-cli'."
      ),
      ("links: ['x']", "2:9: expected an object, found a string"),
      ("links: [{}]", "2:9: a link needs 'virtualNetwork'. Add it."),
      (
        "links: [{virtualNetwork: 'x', registration: true}]",
        "2:31: unknown key 'registration'. Use 'virtualNetwork'.",
      ),
    ])
  func azure(_ members: String, _ problem: String) {
    let reading = InventoryFileTests.read("{backends:{azure:{\n\(members)}}}")
    #expect(reading.problems.map(\.description).contains("a.json5:\(problem)"))
    #expect(reading.inventory == nil)
  }

  @Test(
    "An invalid link is an error",
    arguments: [
      "", "vnet1", "/subscriptions/…/virtualNetworks/vnet1", "\(azureID)/Microsoft.Network/virtualNetworks",
      "\(azureID)/Microsoft.Network/privateDnsZones/z", "\(azureID)/Microsoft.Network/virtualNetworks/v/subnets/s",
    ])
  func links(_ link: String) {
    check(
      "azure", "links: [{virtualNetwork: '\(link)'}]",
      "2:26: '\(link)' is not a valid virtual network. Use its resource ID, such as /subscriptions/SUBSCRIPTION"
        + "/resourceGroups/GROUP/providers/Microsoft.Network/virtualNetworks/NAME.")
  }

  @Test("A duplicate link in another case is reported")
  func repeatedLink() {
    let network = "\(Self.azureID)/Microsoft.Network/virtualNetworks/v"
    check(
      "azure",
      "links: [{virtualNetwork: '\(network)'},\n{virtualNetwork: '\(network.uppercased().replacing("/SUB", with: "/sub"))'}]",
      "3:18: duplicate link to this virtual network, first defined at line 2. Remove one of them.")
  }

  @Test(
    "An invalid endpoint is an error",
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
      "2:11: '\(endpoint)' is not a valid Resource Manager endpoint. Use https://HOST[:PORT], or http:// on this "
        + "machine only."
    )
  }

  @Test(
    "A valid endpoint is accepted",
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
    for auth in [
      "auto", "environment", "workload-identity", "github-oidc", "azure-pipelines", "managed-identity", "azure-cli",
    ] {
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

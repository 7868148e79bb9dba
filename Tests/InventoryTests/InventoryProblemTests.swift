import Testing

@testable import Inventory

/// A wrong inventory and all that is said about it.
struct WrongInventory: Sendable, CustomTestStringConvertible {
  let text: String
  let problems: [String]

  init(_ text: String, _ problems: String...) {
    self.text = text
    self.problems = problems
  }

  /// An inventory with one instance that has the members of the text.
  static func instance(_ members: String, _ problems: String...) -> WrongInventory {
    WrongInventory("{instances:[\n{\(members)}]}", problems)
  }

  /// An inventory with one setting of a backend.
  static func backend(_ name: String, _ members: String, _ problems: String...) -> WrongInventory {
    WrongInventory("{backends:{\(name):{\n\(members)}}}", problems)
  }

  private init(_ text: String, _ problems: [String]) {
    self.text = text
    self.problems = problems
  }

  var testDescription: String { text }
}

@Suite("Inventories that are wrong")
struct InventoryProblemTests {
  private static let hint = "Use 1-2147483647 seconds, or a duration such as 30s, 5m, 2h or 1d."
  private static let nameHint = "Use 1-50 letters, digits or '-'; start with a letter and don't end with '-'."
  private static let addressHint = "Use four numbers from 0 to 255 without leading zeros, such as 10.1.0.5."
  private static let privateRanges = "(10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10)"

  @Test(
    "Problems of the whole inventory are reported",
    arguments: [
      WrongInventory("[]", "a.json5:1:1: expected an object, found a list"),
      WrongInventory("{owner: 'x' cloud: 1}", "a.json5:1:13: expected ',' or '}'"),
      WrongInventory(
        "{\n  hostname: 'v2', instances: []}", "a.json5:2:3: unknown key 'hostname'. Did you mean 'hostnames'?"),
      WrongInventory(
        "{\n  zones: {}, instances: []}",
        "a.json5:2:3: unknown key 'zones'. Use 'owner', 'cloud', 'ttl', 'hostnames', 'endpoints', 'access', 'instances', 'backends' or "
          + "'$schema'."
      ),
      WrongInventory(
        "{ owner: 'a',\r\n  cloud: 'china',\r\n 'owner': 'b' }",
        "a.json5:3:2: duplicate key 'owner', first defined at line 1. Remove one of them."),
      WrongInventory("{owner: 5}", "a.json5:1:9: expected a string, found a number"),
      WrongInventory(
        "{owner: 'a b', instances: []}",
        "a.json5:1:9: 'a b' is not a valid owner. Use 1-63 letters, digits, '-', '_' or '.'."
      ),
      WrongInventory("{cloud: null}", "a.json5:1:9: expected a string, found null"),
      WrongInventory("{cloud: 'publik', instances: []}", "a.json5:1:9: unknown cloud 'publik'. Did you mean 'public'?"),
      WrongInventory(
        "{cloud: 'germany', instances: []}",
        "a.json5:1:9: unknown cloud 'germany'. Use 'public', 'usgovernment' or 'china'."),
      WrongInventory(
        "{hostnames: 'v3', instances: []}", "a.json5:1:13: unknown hostname scheme 'v3'. Did you mean 'v2'?"),
      WrongInventory(
        "{hostnames: 'premium', instances: []}",
        "a.json5:1:13: unknown hostname scheme 'premium'. Use 'regional', 'v2', 'classic' or 'given'."),
      WrongInventory(
        "{ttl: true}", "a.json5:1:7: expected a number of seconds or a string such as \"5m\", found true or false"),
      WrongInventory("{ttl: 0, instances: []}", "a.json5:1:7: 0 is not a valid TTL. \(hint)"),
      WrongInventory("{ttl: -1, instances: []}", "a.json5:1:7: -1 is not a valid TTL. \(hint)"),
      WrongInventory("{ttl: 1.5, instances: []}", "a.json5:1:7: 1.5 is not a valid TTL. \(hint)"),
      WrongInventory("{ttl: 2147483648, instances: []}", "a.json5:1:7: 2147483648 is not a valid TTL. \(hint)"),
      WrongInventory("{ttl: Infinity, instances: []}", "a.json5:1:7: inf is not a valid TTL. \(hint)"),
      WrongInventory("{ttl: '5 m', instances: []}", "a.json5:1:7: '5 m' is not a valid TTL. \(hint)"),
      WrongInventory("{instances: {}}", "a.json5:1:13: expected a list, found an object"),
      WrongInventory("{instances: ['a']}", "a.json5:1:14: expected an object, found a string"),
    ])
  func whole(_ wrong: WrongInventory) { check(wrong) }

  @Test(
    "Invalid instances are reported",
    arguments: [
      WrongInventory.instance(
        "", "a.json5:2:1: an instance needs 'name'. Add it.",
        "a.json5:2:1: an instance needs 'region' and 'vip', or 'locations'. Add them."),
      WrongInventory.instance(
        "name:'a'", "a.json5:2:1: an instance needs 'region' and 'vip', or 'locations'. Add them."),
      WrongInventory.instance("name:'a',region:'westus'", "a.json5:2:1: an instance needs 'vip'. Add it."),
      WrongInventory.instance("name:'a',vip:'10.0.0.4'", "a.json5:2:1: an instance needs 'region'. Add it."),
      WrongInventory.instance(
        "name:'a',region:'westus',vip:'10.0.0.4',locations:[{region:'westus',vip:'10.0.0.4'}]",
        "a.json5:2:18: 'region' and 'locations' cannot be used together. Move 'region' into a location."),
      WrongInventory.instance(
        "name:'a',vip:'10.0.0.4',locations:[{region:'westus',vip:'10.0.0.4'}]",
        "a.json5:2:15: 'vip' and 'locations' cannot be used together. Move 'vip' into a location."),
      WrongInventory.instance(
        "name:'a',locations:[]", "a.json5:2:21: expected at least one location, found an empty list. Add one."),
      WrongInventory.instance("name:'a',locations:{}", "a.json5:2:21: expected a list, found an object"),
      WrongInventory.instance(
        "name:'a',locations:[{}]", "a.json5:2:22: a location needs 'region'. Add it.",
        "a.json5:2:22: a location needs 'vip'. Add it."),
      WrongInventory.instance(
        "name:'a',locations:[{region:'westus',vip:'10.0.0.4'},{region:'West US',vip:'10.0.0.5'}]",
        "a.json5:2:55: duplicate location 'westus'. Write its addresses as a list."),
      WrongInventory.instance(
        "name:'1a',region:'westus',vip:'10.0.0.4'", "a.json5:2:7: '1a' is not a valid instance name. \(nameHint)"),
      WrongInventory.instance(
        "name:7,region:'westus',vip:'10.0.0.4'", "a.json5:2:7: expected a string, found a number"),
      WrongInventory.instance(
        "name:'a',region:'west_us',vip:'10.0.0.4'",
        "a.json5:2:18: 'west_us' is not a valid region. Use a name such as 'westeurope' or 'West Europe'."),
      WrongInventory.instance(
        "name:'a',region:'westus',vips:'10.0.0.4'",
        "a.json5:2:27: unknown key 'vips'. Did you mean 'vip'?"),
      WrongInventory.instance(
        "nmae:'a',location:[]", "a.json5:2:2: unknown key 'nmae'. Did you mean 'name'?",
        "a.json5:2:11: unknown key 'location'. Did you mean 'locations'?"),
      WrongInventory.instance(
        "name:'a',locations:[{regoin:'westus'}]", "a.json5:2:22: a location needs 'vip'. Add it.",
        "a.json5:2:23: unknown key 'regoin'. Did you mean 'region'?"),
      WrongInventory.instance(
        "name:'a',region:'westus',vip:'10.0.0.4',publicVip:'yes'",
        "a.json5:2:52: expected true or false, found a string"),
      WrongInventory.instance(
        "name:'a',region:'westus',vip:'10.0.0.4',keptByHand:1",
        "a.json5:2:53: expected true or false, found a number"),
      WrongInventory.instance(
        "name:'a',region:'westus',vip:'10.0.0.4',zone:'crop.example'",
        "a.json5:2:47: no name of the instance is at or below 'crop.example'. Correct the zone, or remove it."),
      WrongInventory.instance(
        "resourceId:'/subscriptions/x'",
        "a.json5:2:13: '/subscriptions/x' is not a valid API Management instance. Use its resource ID, such as "
          + "/subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.ApiManagement/service/NAME."),
    ])
  func instances(_ wrong: WrongInventory) { check(wrong) }

  @Test(
    "Invalid virtual IPs are reported",
    arguments: [
      ("10.1", "'10.1' is not a valid IPv4 address. \(addressHint)"),
      ("10.1.0.05", "'10.1.0.05' is not a valid IPv4 address. \(addressHint)"),
      ("10.1.0.256", "'10.1.0.256' is not a valid IPv4 address. \(addressHint)"),
      ("0x0A010005", "'0x0A010005' is not a valid IPv4 address. \(addressHint)"),
      (" 10.1.0.5", "' 10.1.0.5' is not a valid IPv4 address. \(addressHint)"),
      ("fd00::1", "'fd00::1' is not a valid IPv4 address. \(addressHint)"),
      ("", "'' is not a valid IPv4 address. \(addressHint)"),
      ("0.0.0.0", "0.0.0.0 cannot be a virtual IP: 0.0.0.0/8 is 'this network'. Use another address."),
      ("127.0.0.1", "127.0.0.1 cannot be a virtual IP: 127.0.0.0/8 is loopback. Use another address."),
      ("169.254.169.254", "169.254.169.254 cannot be a virtual IP: 169.254.0.0/16 is link-local. Use another address."),
      (
        "168.63.129.16",
        "168.63.129.16 cannot be a virtual IP: 168.63.129.16/32 is Azure's own platform address. Use another address."
      ),
      ("224.0.0.1", "224.0.0.1 cannot be a virtual IP: 224.0.0.0/4 is multicast. Use another address."),
      ("255.255.255.255", "255.255.255.255 cannot be a virtual IP: 240.0.0.0/4 is reserved. Use another address."),
      (
        "8.8.8.8",
        "8.8.8.8 is not a private address \(privateRanges). If the virtual network uses it anyway, "
      ),
      (
        "172.32.0.1",
        "172.32.0.1 is not a private address \(privateRanges). If the virtual network uses it anyway, "
      ),
    ])
  func virtualIPs(_ text: String, _ message: String) {
    // A message that is not whole ends with the fix, which depends on where the address is written.
    let isWhole = message.hasSuffix(".")
    let fix = isWhole ? "" : "set publicVip: true for the instance."
    check(.instance("name:'a',region:'westus',vip:'\(text)'", "a.json5:2:31: \(message)\(fix)"))
    check(
      .instance("name:'a',locations:[{region:'westus',vip:['10.0.0.4','\(text)']}]", "a.json5:2:55: \(message)\(fix)"))
    let options = InstanceOptions(name: "a", region: "westus", virtualIPs: [text])
    #expect(
      Inventory.of(options).problems.map(\.description) == ["--vip: \(message)\(isWhole ? "" : "use --public-vip.")"])
  }

  @Test("publicVip does not allow unusable ranges")
  func unusableAllTheSame() {
    check(
      WrongInventory.instance(
        "name:'a',region:'westus',publicVip:true,vip:'127.0.0.1'",
        "a.json5:2:46: 127.0.0.1 cannot be a virtual IP: 127.0.0.0/8 is loopback. Use another address."))
  }

  @Test("Too many addresses of a name are an error")
  func addresses() {
    let twenty = (1...20).map { "'10.0.0.\($0)'" }.joined(separator: ",")
    check(.instance("name:'a',region:'westus',vip:[\(twenty),'10.0.0.1']"))
    check(
      WrongInventory.instance(
        "name:'a',region:'westus',vip:[\(twenty),'10.0.0.21']",
        "a.json5:2:31: 21 addresses are too many for one name. Use at most 20."))
    check(
      WrongInventory.instance(
        "name:'a',region:'westus',vip:[]", "a.json5:2:31: expected at least one address, found an empty list. Add one.")
    )
    check(.instance("name:'a',region:'westus',vip:[4]", "a.json5:2:32: expected a string, found a number"))
    check(
      WrongInventory.instance(
        "name:'a',region:'westus',vip:4", "a.json5:2:31: expected a string or a list of strings, found a number"))
  }

  @Test(
    "Invalid given names are reported",
    arguments: [
      ("[]", "2:7: expected an object, found a list"),
      ("{gatway:'a.example'}", "2:8: unknown key 'gatway'. Did you mean 'gateway'?"),
      (
        "{portal:'a.example'}",
        "2:8: unknown key 'portal'. Use 'gateway', 'regionalGateway', 'developerPortal', 'management', 'scm' or 'configuration'."
      ),
      ("{gateway:5}", "2:16: expected a name, an object with 'name' and 'vip', or a list of these, found a number"),
      ("{gateway:['a.example',5]}", "2:29: expected a string, found a number"),
      ("{gateway:'a..example'}", "2:16: 'a..example' is not a valid domain name: it has an empty label"),
      (
        "{gateway:'*.example'}",
        "2:16: '*.example' covers a whole top-level domain. Use a wildcard below a domain of yours, such as '*.api.corp.example'."
      ),
      (
        "{scm:['10.0.0.4']}",
        "2:13: '10.0.0.4' is not a valid domain name: the last label is a number, so programs would read it as an IPv4 address"
      ),
      (
        "{regionalGateway:['a.example','b.example']}",
        "2:24: expected one hostname for each location (1), found 2. Write one for each location, in the same order."
      ),
    ])
  func givenNames(_ names: String, _ problem: String) {
    check(
      WrongInventory("{instances:[{name:'a',region:'westus',vip:'10.0.0.4',\nnames:\(names)}]}", "a.json5:\(problem)"))
  }

  @Test("Duplicate instances and hostnames are reported with both positions")
  func mismatches() {
    check(
      WrongInventory(
        """
        { instances: [
          { name: 'a', region: 'westus', vip: '10.0.0.4' },
          { name: 'A', region: 'eastus', vip: '10.0.0.5' },
          { name: 'b', region: 'westus', vip: '10.0.0.6',
            names: { scm: ['a.westus.azure-api.net'] } },
        ] }
        """, "a.json5:3:11: duplicate instance 'a', first defined at line 2. Remove one of them.",
        "a.json5:5:20: 'a.westus.azure-api.net' is already a hostname of instance 'a' (line 2) with different "
          + "addresses. Remove one of them."
      ))
  }

  @Test("Azure abbreviates the region in regional names of long instance names")
  func longNames() {
    let name = String(repeating: "a", count: 33)
    let locations = "locations:[{region:'westus',vip:'10.0.0.4'},{region:'eastus',vip:'10.0.0.5'}]"
    let message =
      "cannot derive the regional hostnames of '\(name)': Azure abbreviates the region if the instance name has more "
      + "than 32 characters. Run 'apim-dns discover' to read the hostnames from Azure, and set names: { "
      + "regionalGateway: [...] } for the instance."
    check(.instance("name:'\(name)',hostnames:'classic',\(locations)", "a.json5:2:7: \(message)"))
    let names = "names:{regionalGateway:['a-wu-01.regional.azure-api.net','a-eu-01.regional.azure-api.net']}"
    check(.instance("name:'\(name)',hostnames:'classic',\(locations),\(names)"))
  }

  /// Checks that exactly these problems are found.
  private func check(_ wrong: WrongInventory) {
    let reading = InventoryFileTests.read(wrong.text)
    #expect(reading.problems.map(\.description) == wrong.problems)
    #expect((reading.inventory == nil) == !wrong.problems.isEmpty)
    #expect(reading.omitted == 0)
  }
}

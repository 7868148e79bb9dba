import APIManagement
import DNSModel
import HostsBackend
import Reconciliation
import ResourceManager
import Testing
import ZoneFileBackend

@testable import Inventory

@Suite("Inventories that are right")
struct InventoryFileTests {
  /// The example of the manual with a subscription and a network instead of the dots.
  static let example = """
    {
      owner: "contoso-platform",     // marks what we own in every backend
      cloud: "public",
      ttl: "5m",                     // seconds, or 30s 5m 2h 1d
      hostnames: "regional",
      instances: [
        { name: "contoso-apim", region: "westus", vip: "10.1.0.5" },
        { name: "fabrikam-apim", hostnames: "classic",
          locations: [ { region: "West Europe", vip: "10.2.0.5" }, { region: "northeurope", vip: ["10.3.0.5", "10.3.0.6"] } ] },
        { name: "legacy-apim", region: "eastus", vip: "10.4.0.5", names: { gateway: ["api.corp.example"] } },
      ],
      backends: {
        zones: { directory: "zones", layout: "perHostname", nameServers: ["ns1.corp.example"], contact: "hostmaster@corp.example" },
        hosts: { file: "/etc/hosts", machines: ["azureuser@vm1.corp.example"] },
        azure: { subscription: "11111111-2222-3333-4444-555555555555", resourceGroup: "rg-dns",
          links: [{ virtualNetwork: "/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet1" }] },
      },
    }
    """

  static func read(_ text: String, file: String = "a.json5", options: InventoryOptions = .init()) -> InventoryReading {
    Inventory.read(bytes: Array(text.utf8), file: file, options: options)
  }

  static func inventory(_ text: String, file: String = "a.json5", options: InventoryOptions = .init()) throws
    -> Inventory
  {
    let reading = read(text, file: file, options: options)
    return try #require(reading.inventory, "\(reading.report)")
  }

  /// The records of an inventory, one a line.
  static func lines(_ inventory: Inventory) -> [String] {
    inventory.hostnames.records.map { record in
      let addresses = record.recordSet.addresses.map(\.description).joined(separator: ",")
      return "\(record.recordSet.name) \(record.recordSet.ttl) \(addresses) \(record.endpoint.rawValue) "
        + "\(record.instance) \(record.region?.name ?? "-")"
    }
  }

  @Test("The example in the documentation is valid")
  func manual() throws {
    let inventory = try Self.inventory(Self.example, file: "conf/contoso.json5")
    #expect(inventory.owner.identifier == "contoso-platform")
    #expect(inventory.cloud == .global)
    #expect(inventory.ttl.seconds == 300)
    #expect(inventory.scheme == .regional)
    #expect(inventory.schemeIsChosen)
    #expect(
      Self.lines(inventory) == [
        "contoso-apim.westus.azure-api.net 300 10.1.0.5 gateway contoso-apim westus",
        "contoso-apim.portal.azure-api.net 300 10.1.0.5 developerPortal contoso-apim westus",
        "fabrikam-apim.azure-api.net 300 10.2.0.5 gateway fabrikam-apim westeurope",
        "fabrikam-apim.portal.azure-api.net 300 10.2.0.5 developerPortal fabrikam-apim westeurope",
        "fabrikam-apim.developer.azure-api.net 300 10.2.0.5 developerPortal fabrikam-apim westeurope",
        "fabrikam-apim.management.azure-api.net 300 10.2.0.5 management fabrikam-apim westeurope",
        "fabrikam-apim.scm.azure-api.net 300 10.2.0.5 scm fabrikam-apim westeurope",
        "fabrikam-apim-westeurope-01.regional.azure-api.net 300 10.2.0.5 regionalGateway fabrikam-apim westeurope",
        "fabrikam-apim-northeurope-01.regional.azure-api.net 300 10.3.0.5,10.3.0.6 regionalGateway fabrikam-apim "
          + "northeurope",
        "api.corp.example 300 10.4.0.5 gateway legacy-apim eastus",
        "legacy-apim.portal.azure-api.net 300 10.4.0.5 developerPortal legacy-apim eastus",
      ])
    var zones = ZoneFileSettings()
    zones.directory = "conf/zones"
    zones.layout = .perHostname
    zones.nameServers = [DomainName(constant: "ns1.corp.example")]
    zones.contact = "hostmaster@corp.example"
    #expect(inventory.backends.zones == zones)
    var hosts = HostsFileSettings()
    hosts.file = "/etc/hosts"
    hosts.machines = [try #require(Machine("azureuser@vm1.corp.example"))]
    #expect(inventory.backends.hosts == hosts)
    var azure = AzureSettings()
    azure.subscription = "11111111-2222-3333-4444-555555555555"
    azure.resourceGroup = "rg-dns"
    azure.links = try [
      #require(ResourceID("/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet1"))
    ]
    #expect(inventory.backends.azure == azure)
  }

  @Test("Missing settings have their default values, and an inventory may have no instances")
  func nothing() throws {
    let inventory = try Self.inventory("{}")
    #expect(inventory.owner == .standard)
    #expect(inventory.cloud == .global)
    #expect(inventory.ttl == .standard)
    #expect(inventory.scheme == .regional)
    #expect(!inventory.schemeIsChosen)
    #expect(inventory.instances.isEmpty)
    #expect(inventory.hostnames.records.isEmpty)
    #expect(inventory.backends == BackendSettings())
    #expect(try Self.inventory("{ instances: [] }").instances.isEmpty)
  }

  @Test("A backend with an empty object is configured with default values")
  func namedBackends() throws {
    let backends = try Self.inventory("{ backends: { zones: {}, hosts: {} } }").backends
    #expect(backends.zones == ZoneFileSettings())
    #expect(backends.hosts == HostsFileSettings())
    #expect(backends.azure == nil)
  }

  @Test("All settings of the backends are read")
  func allSettings() throws {
    let backends = try Self.inventory(
      """
      { backends: {
        zones: { layout: 'responsePolicy', catalog: 'Catalog.example', serial: 'unixtime', check: 'named-checkzone "$1" "$2"', reload: 'rndc reload' },
        hosts: { file: '/srv/hosts', backup: false, machines: ['vm1', 'root@vm-2.corp.example:2222'] },
        azure: { endpoint: 'http://127.0.0.1:8080', auth: 'managed-identity', links: [] },
      } }
      """, file: "../x/a.json5"
    ).backends
    #expect(backends.zones?.layout == .responsePolicy)
    #expect(backends.zones?.catalog?.text == "catalog.example")
    #expect(backends.zones?.serial == .unixtime)
    #expect(backends.zones?.check == "named-checkzone \"$1\" \"$2\"")
    #expect(backends.zones?.reload == "rndc reload")
    #expect(backends.hosts?.file == "/srv/hosts")
    #expect(backends.hosts?.backup == false)
    #expect(backends.hosts?.machines?.map(\.description) == ["vm1", "root@vm-2.corp.example:2222"])
    #expect(backends.azure?.endpoint == "http://127.0.0.1:8080")
    #expect(backends.azure?.auth == .managedIdentity)
    #expect(backends.azure?.links == [])
    let near = try Self.inventory("{ backends: { hosts: { file: 'hosts' } } }", file: "../x/a.json5").backends
    #expect(near.hosts?.file == "../x/hosts")
  }

  @Test(
    "A TTL may be a number or a text",
    arguments: [
      ("60", 60), ("'60'", 60), ("'30s'", 30), ("'5m'", 300), ("'2h'", 7200), ("'1d'", 86400), ("0x3C", 60),
      ("6e1", 60),
      ("1", 1), ("2147483647", 2_147_483_647), ("60.0", 60),
    ] as [(String, UInt32)])
  func ttl(_ text: String, _ seconds: UInt32) throws {
    #expect(try Self.inventory("{ ttl: \(text) }").ttl.seconds == seconds)
  }

  @Test(
    "Relative paths start in the folder of the inventory",
    arguments: [
      ("a.json5", "zones", "zones"), ("conf/a.json5", "zones", "conf/zones"), ("./a.json5", "z", "./z"),
      ("/etc/apim/a.json5", "../z", "/etc/apim/../z"), ("/a.json5", "z", "/z"), ("conf/a.json5", "/srv/z", "/srv/z"),
    ])
  func paths(_ file: String, _ written: String, _ expected: String) throws {
    let inventory = try Self.inventory("{ backends: { zones: { directory: '\(written)' } } }", file: file)
    #expect(inventory.backends.zones?.directory == expected)
  }

  @Test(
    "One hostname may be a text, a VIP may be public on request, and equal hostnames with equal addresses are valid")
  func leniencies() throws {
    let inventory = try Self.inventory(
      """
      { instances: [
        { name: 'A', region: 'westus', vip: '20.1.2.3', publicVip: true, hostnames: 'v2', names: { gateway: 'API.example.' } },
        { name: 'b', region: 'westus', vip: ['20.1.2.3'], publicVip: true, hostnames: 'v2', names: { scm: ['api.example'] } },
      ] }
      """)
    #expect(inventory.schemeIsChosen)
    #expect(
      Self.lines(inventory) == [
        "api.example 300 20.1.2.3 gateway a westus", "a.developer.azure-api.net 300 20.1.2.3 developerPortal a westus",
        "b.azure-api.net 300 20.1.2.3 gateway b westus",
        "b.developer.azure-api.net 300 20.1.2.3 developerPortal b westus",
      ])
  }

  @Test("An option wins over the inventory, but an instance keeps its own scheme")
  func options() throws {
    let text = """
      { owner: 'x', cloud: 'china', ttl: 5, hostnames: 'classic', instances: [
        { name: 'a', region: 'usgovtexas', vip: '10.0.0.4' },
        { name: 'b', region: 'usgovtexas', vip: '10.0.0.5', hostnames: 'regional' } ] }
      """
    let options = InventoryOptions(owner: "y", cloud: "usgovernment", ttl: "1h", hostnames: "v2")
    let inventory = try Self.inventory(text, options: options)
    #expect(inventory.owner.identifier == "y")
    #expect(
      Self.lines(inventory) == [
        "a.azure-api.us 3600 10.0.0.4 gateway a usgovtexas",
        "a.developer.azure-api.us 3600 10.0.0.4 developerPortal a usgovtexas",
        "b.usgovtexas.azure-api.us 3600 10.0.0.5 gateway b usgovtexas",
        "b.portal.azure-api.us 3600 10.0.0.5 developerPortal b usgovtexas",
      ])
  }
}

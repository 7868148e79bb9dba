import APIManagement
import DNSModel
import HostsBackend
import Inventory
import Reconciliation
import Testing

@Suite("An inventory that is made in Swift")
struct SwiftInventoryTests {
  @Test("An inventory made in Swift equals the one read from a file")
  func same() throws {
    let text = """
      { instances: [
        { name: "a", hostnames: "v2", region: "westus", vip: ["10.1.0.6", "10.1.0.5"] },
        { name: "b", hostnames: "classic", names: { gateway: ["api.corp.example"] },
          locations: [{ region: "eastus", vip: "10.2.0.5" }, { region: "westus", vip: "10.2.0.6" }] } ],
        backends: { zones: { contact: "hostmaster@corp.example" } } }
      """
    let read = try #require(Inventory.read(bytes: Array(text.utf8), file: "").inventory)
    var backends = BackendSettings()
    backends.zones = ZoneFileSettings()
    backends.zones?.contact = "hostmaster@corp.example"
    let made = try Inventory(
      instances: [
        try Self.instance("a", .v2, [("westus", ["10.1.0.6", "10.1.0.5"])]),
        try Self.instance(
          "b", .classic, [("eastus", ["10.2.0.5"]), ("westus", ["10.2.0.6"])],
          [.gateway: [DomainName(constant: "api.corp.example")]]),
      ], backends: backends)
    #expect(made.instances == read.instances)
    #expect(made.hostnames.records == read.hostnames.records)
    #expect(made.hostnames.records.count == 9)
    #expect(made.backends == read.backends)
    #expect(made.references.isEmpty)
    #expect([made.owner, read.owner] == [.standard, .standard])
    #expect([made.cloud, read.cloud] == [.global, .global])
    #expect([made.ttl, read.ttl] == [.standard, .standard])
  }

  @Test("Settings for all instances apply to each of them")
  func common() throws {
    let owner = try #require(Owner("contoso-platform"))
    let ttl = try #require(TimeToLive(seconds: 60))
    let inventory = try Inventory(
      instances: [try Self.instance("a", .v2, [("chinaeast2", ["10.1.0.5"])])], owner: owner, cloud: .china, ttl: ttl)
    #expect(inventory.owner == owner)
    #expect(inventory.cloud == .china)
    #expect(inventory.hostnames.records.map(\.recordSet.name.text) == ["a.azure-api.cn", "a.developer.azure-api.cn"])
    #expect(inventory.hostnames.records.allSatisfy { $0.recordSet.ttl == ttl })
  }

  @Test("Public addresses and unknown regions are accepted")
  func trusted() throws {
    let inventory = try Inventory(instances: [try Self.instance("a", .v2, [("atlantis", ["8.8.8.8"])])])
    #expect(inventory.hostnames.records.count == 2)
  }

  @Test("An inventory without instances is valid")
  func empty() throws {
    #expect(try Inventory(instances: []).instances.isEmpty)
  }

  @Test("Invalid instances are errors")
  func wrongInstances() throws {
    let addresses = (1...21).map { "10.0.0.\($0)" }
    let long = "a" + String(repeating: "b", count: 40)
    let here = ("westus", ["10.1.0.5"])
    let two = [here, ("eastus", ["10.1.0.6"])]
    func refusal(_ instances: Instance...) -> [InvalidSetting.Code: String] {
      do throws(InvalidSetting) {
        _ = try Inventory(instances: instances)
        return [:]
      } catch {
        return [error.code: error.description]
      }
    }
    #expect(
      refusal(try Self.instance("a", .v2, [here]), try Self.instance("A", .v2, [here]))
        == [.duplicate: "instance 'a': duplicate instance. Remove one of them."])
    #expect(
      refusal(try Self.instance("a", .v2, [here, here]))
        == [.duplicate: "instance 'a': duplicate location 'westus'. Write its addresses as a list."])
    #expect(
      refusal(try Self.instance("a", .v2, [("westus", [])]))
        == [.wrongCount: "instance 'a': expected at least one address, found an empty list. Add one."])
    #expect(
      refusal(try Self.instance("a", .v2, [("westus", addresses)]))
        == [.wrongCount: "instance 'a': 21 addresses are too many for one name. Use at most 20."])
    #expect(
      refusal(try Self.instance("a", .v2, [("westus", ["127.0.0.1"])]))
        == [.unusable: "instance 'a': 127.0.0.1 cannot be a virtual IP: 127.0.0.0/8 is loopback. Use another address."])
    #expect(
      refusal(try Self.instance("a", .classic, two, [.regionalGateway: [DomainName(constant: "a.corp.example")]]))
        == [
          .wrongCount:
            "instance 'a': expected one hostname for each location (2), found 1. Write one for each location, "
            + "in the same order."
        ])
    #expect(refusal(try Self.instance(long, .classic, two)).keys.first == .underivable)
    let gateway = [Endpoint.gateway: [DomainName(constant: "api.corp.example")]]
    #expect(
      refusal(
        try Self.instance("a", .v2, [here], gateway), try Self.instance("b", .v2, [("westus", ["10.9.0.5"])], gateway))
        == [
          .mismatch:
            "instance 'b': 'api.corp.example' is already a hostname of instance 'a' with different addresses. Remove "
            + "one of them."
        ])
  }

  @Test("Parts of an instance that do not fit together are errors, as in a file")
  func misfits() throws {
    func refusal(
      _ scheme: HostnameScheme, _ access: Access, _ locations: [Location], _ names: [Endpoint: [DomainName]] = [:]
    ) throws -> String? {
      let name = try #require(InstanceName("a"))
      do throws(InvalidSetting) {
        _ = try Inventory(instances: [
          Instance(name: name, scheme: scheme, access: access, locations: locations, givenNames: names)
        ])
        return nil
      } catch {
        return error.description
      }
    }
    let address = try #require(IPv4Address("10.0.0.4"))
    let nowhere = Location(region: nil, virtualIPs: [address])
    let west = Location(region: Region("westus"), virtualIPs: [address])
    let off = Location(region: Region("eastus"), virtualIPs: [address], gatewayIsDisabled: true)
    let api = [Endpoint.gateway: [DomainName(constant: "api.corp.example")]]
    #expect(try refusal(.given, .injected, [nowhere], api) == nil)
    #expect(try refusal(.v2, .privateEndpoint, [nowhere]) == nil)
    #expect(
      try refusal(.v2, .injected, [nowhere])
        == "instance 'a': the hostnames depend on the region. Set one for each location.")
    #expect(
      try refusal(.given, .injected, [west])
        == "instance 'a': the scheme 'given' derives no hostname, and instance 'a' has no names. Add 'names', or use another "
        + "scheme.")
    #expect(
      try refusal(.v2, .privateEndpoint, [west, off])
        == "instance 'a': a private endpoint serves one location. Write its address as 'vip', without 'locations'.")
    #expect(
      try refusal(.v2, .privateEndpoint, [west], [.scm: [DomainName(constant: "git.corp.example")]])
        == "instance 'a': a private endpoint serves only the gateway, and 'git.corp.example' is a name of the endpoint 'scm'. "
        + "Write it as { name, vip } with the address that serves it, or remove it.")
    #expect(
      try refusal(.v2, .injected, [off])
        == "instance 'a': the gateway is disabled in every location. Remove disableGateway from a location whose gateway takes "
        + "requests.")
  }

  @Test("Invalid settings of backends are errors")
  func wrongBackends() throws {
    func refusal(_ change: (inout BackendSettings) throws -> Void) throws -> [InvalidSetting.Code: String] {
      var backends = BackendSettings()
      backends.zones = ZoneFileSettings()
      backends.hosts = HostsFileSettings()
      backends.azure = AzureSettings()
      try change(&backends)
      do throws(InvalidSetting) {
        _ = try Inventory(instances: [], backends: backends)
        return [:]
      } catch {
        return [error.code: error.description]
      }
    }
    let machine = try #require(Machine("host"))
    let service = try #require(
      ResourceID("/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/n"))
    let network = try #require(
      ResourceID("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n"))
    #expect(try refusal { _ in } == [:])
    #expect(
      try refusal { $0.zones?.contact = "hostmaster" } == [
        .malformed:
          "zones.contact: 'hostmaster' is not a valid mail address. Use one such as hostmaster@corp.example, without "
          + "spaces."
      ])
    #expect(try refusal { $0.zones?.directory = "" } == [.malformed: "zones.directory: the path is empty. Set a path."])
    #expect(
      try refusal { $0.zones?.reload = " " } == [.malformed: "zones.reload: the command is empty. Set a command."])
    #expect(
      try refusal { $0.zones?.nameServers = [] } == [
        .wrongCount: "zones.nameServers: expected at least one name server, found an empty list. Add one."
      ])
    #expect(
      try refusal {
        $0.hosts?.file = "hosts"
        $0.hosts?.machines = [machine]
      } == [
        .unusable:
          "hosts.file: 'hosts' is a relative path, and a path on another machine must be absolute. Start it with '/'."
      ])
    #expect(
      try refusal { $0.hosts?.machines = [machine, machine] } == [
        .duplicate: "hosts.machines: duplicate value. Remove one of them."
      ])
    #expect(
      try refusal { $0.azure?.links = [network, network] } == [
        .duplicate: "azure.links: duplicate value. Remove one of them."
      ])
    #expect(try refusal { $0.azure?.links = [service] }.keys.first == .malformed)
    #expect(try refusal { $0.azure?.subscription = "a b" }.keys.first == .malformed)
    #expect(try refusal { $0.azure?.resourceGroup = "" }.keys.first == .malformed)
    #expect(try refusal { $0.azure?.endpoint = "http://example.com" }.keys.first == .malformed)
  }

  private static func instance(
    _ name: String, _ scheme: HostnameScheme, _ locations: [(region: String, addresses: [String])],
    _ givenNames: [Endpoint: [DomainName]] = [:]
  ) throws -> Instance {
    Instance(
      name: try #require(InstanceName(name)), scheme: scheme,
      locations: try locations.map { location in
        Location(
          region: Region(location.region),
          virtualIPs: try location.addresses.map { try #require(IPv4Address($0)) })
      }, givenNames: givenNames)
  }
}

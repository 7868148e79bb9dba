import DNSModel
import Testing

@testable import APIManagement

@Suite("The table of all hostnames")
struct HostnameTableTests {
  private static func instance(
    _ name: String, _ scheme: HostnameScheme = .v2, regions: [String] = ["r"], from address: UInt32 = 0x0A00_0004,
    gateway: String? = nil
  ) throws -> Instance {
    let locations = try regions.enumerated().map { index, region in
      Location(region: try #require(Region(region)), virtualIPs: [IPv4Address(number: address + UInt32(index))])
    }
    let given: [Endpoint: [DomainName]] = try gateway.map { [.gateway: [try DomainName($0)]] } ?? [:]
    return Instance(
      name: try #require(InstanceName(name)), scheme: scheme, locations: locations, givenNames: given)
  }

  /// Adds an instance and gives the clashes.
  private static func add(_ instance: Instance, to table: inout HostnameTable) throws -> [HostnameTable.Clash] {
    guard case .added(let clashes) = try table.add(instance) else {
      Issue.record("\(instance.name) is repeated")
      return []
    }
    return clashes
  }

  /// The names, which are the same whether the records are made one by one or all at once.
  private static func names(_ table: HostnameTable) -> [String] {
    #expect(Array(table.recordSets) == table.records.map(\.recordSet))
    return table.recordSets.map(\.name.text)
  }

  @Test("Every scheme has the same record sets in the list as one by one", arguments: HostnameScheme.allCases)
  func list(_ scheme: HostnameScheme) throws {
    var table = HostnameTable()
    for (index, region) in ["westus", "eastus", "westus"].enumerated() {
      #expect(try Self.add(Self.instance("a\(index)", scheme, regions: [region]), to: &table).isEmpty)
      #expect(try Self.add(Self.instance("b\(index)", scheme, regions: [region, "japaneast"]), to: &table).isEmpty)
    }
    #expect(Self.names(table).count == table.count)
  }

  @Test("Instances that claim one hostname clash only where the addresses differ")
  func given() throws {
    var table = HostnameTable()
    #expect(try Self.add(Self.instance("a", gateway: "api.corp.example"), to: &table).isEmpty)
    #expect(try Self.add(Self.instance("b", gateway: "api.corp.example"), to: &table).isEmpty)
    let other = try Self.instance("c", from: 0x0A00_0009, gateway: "api.corp.example")
    #expect(
      try Self.add(other, to: &table)
        == [HostnameTable.Clash(name: DomainName(constant: "api.corp.example"), first: 0, second: 2)])
    #expect(
      Self.names(table) == [
        "api.corp.example", "a.developer.azure-api.net", "b.developer.azure-api.net", "c.developer.azure-api.net",
      ])
    #expect(table.records.map(\.instance.text) == ["a", "a", "b", "c"])
    #expect(table.count == 4)
  }

  @Test("A given hostname can be one that another instance derives, before it and behind it", arguments: [true, false])
  func derived(_ givenFirst: Bool) throws {
    for address in [0x0A00_0004, 0x0A00_0009] as [UInt32] {
      let giver = try Self.instance("b", from: address, gateway: "a.azure-api.net")
      let pair = givenFirst ? [giver, try Self.instance("a")] : [try Self.instance("a"), giver]
      var table = HostnameTable()
      #expect(try Self.add(pair[0], to: &table).isEmpty)
      let clash = HostnameTable.Clash(name: DomainName(constant: "a.azure-api.net"), first: 0, second: 1)
      let clashes = try Self.add(pair[1], to: &table)
      #expect(clashes == (address == 0x0A00_0004 ? [] : [clash]))
      #expect(table.count == 3)
      #expect(Set(Self.names(table)) == ["a.azure-api.net", "a.developer.azure-api.net", "b.developer.azure-api.net"])
      #expect(Self.names(table).count == 3)
    }
  }

  @Test("A plain instance is refused where somebody claimed a hostname that begins with its name")
  func plain() throws {
    let (region, address) = (try #require(Region("westus")), IPv4Address(number: 0x0A00_0004))
    var table = HostnameTable()
    func add(_ name: String, _ scheme: HostnameScheme = .v2) -> Bool {
      table.addPlain(name: Array(name.utf8).span, scheme, table.number(of: region), address)
    }
    #expect(add("c"))
    #expect(!add("c"))
    _ = try table.add(Self.instance("b", gateway: "a.azure-api.net"))
    #expect(!add("a"))
    #expect(add("d", .classic))
    #expect(table.count == 9)
    #expect(table.records.count == 9)
    #expect(table.instances.map(\.name.text) == ["c", "b", "d"])
    #expect(table.instances[2] == (try Self.instance("d", .classic, regions: ["westus"])))
    guard case .repeated(0) = try table.add(Self.instance("C")) else {
      Issue.record("the first instance is not found")
      return
    }
    #expect(table.instances.count == 3)
  }

  @Test("Regional gateways, and regions that are called as an endpoint is, can meet other names")
  func corners() throws {
    var table = HostnameTable()
    #expect(try Self.add(Self.instance("a", .classic, regions: ["r", "s"]), to: &table).isEmpty)
    // a-r-01 in the region `regional` would have the first one's regional gateway.
    let meets = try Self.instance("a-r-01", .regional, regions: ["regional"], from: 0x0A00_0009)
    #expect(
      try Self.add(meets, to: &table)
        == [
          HostnameTable.Clash(name: DomainName(constant: "a-r-01.regional.azure-api.net"), first: 0, second: 1)
        ])
    let portal = try Self.instance("p", .regional, regions: ["r", "portal"])
    #expect(
      try Self.add(portal, to: &table)
        == [HostnameTable.Clash(name: DomainName(constant: "p.portal.azure-api.net"), first: 2, second: 2)])
    #expect(table.count == 10)
    #expect(Self.names(table).count == 10)
    #expect(Set(Self.names(table)).count == 10)
  }

  @Test("An instance whose hostnames cannot be known is there without any")
  func underivable() throws {
    var table = HostnameTable()
    let long = try Self.instance(String(repeating: "a", count: 33), .classic, regions: ["r", "s"])
    #expect(throws: DerivationError.self) { _ = try table.add(long) }
    #expect(table.instances.count == 1)
    #expect(table.count == 0)
    #expect(table.records.isEmpty)
  }

  @Test("The number of hostnames is known without deriving them", arguments: HostnameScheme.allCases)
  func counts(_ scheme: HostnameScheme) throws {
    for regions in [["r"], ["r", "s"], ["r", "s", "t"]] {
      var table = HostnameTable()
      _ = try table.add(Self.instance("a", scheme, regions: regions))
      #expect(table.count == table.records.count)
      #expect(table.names(of: 0) == table.recordSets.map(\.name))
    }
  }

  @Test("Thousands of names are found again")
  func many() {
    var table = NameTable()
    let names = (0..<5000).map { Array("name-\($0)".utf8) }
    for name in names {
      let first = table.insert(name.span)
      #expect(first == nil)
    }
    for (number, name) in names.enumerated() {
      let first = table.insert(name.span)
      #expect(first == number)
      #expect(table.number(of: name.span) == number)
      #expect(Array(table[number]) == name)
    }
    #expect(table.number(of: Array("name-5000".utf8).span) == nil)
    #expect(table.count == 5000)
  }
}

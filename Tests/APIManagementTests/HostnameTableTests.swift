import DNSModel
import Testing

@testable import APIManagement

@Suite("The table of all hostnames")
struct HostnameTableTests {
  private static func instance(
    _ name: String, _ scheme: HostnameScheme = .v2, regions: [String] = ["r"], from address: UInt32 = 0x0A00_0004,
    gateway: String? = nil
  ) throws -> Instance {
    let locations = regions.enumerated().map { index, region in
      Location(region: Region(region), virtualIPs: [IPv4Address(number: address + UInt32(index))])
    }
    let given: [Endpoint: [DomainName]] = try gateway.map { [.gateway: [try DomainName($0)]] } ?? [:]
    return Instance(
      name: try #require(InstanceName(name)), scheme: scheme, locations: locations, givenNames: given)
  }

  /// Adds an instance and gives the clashes.
  private static func add(_ instance: Instance, to table: inout HostnameTable) throws -> [HostnameTable.AddressMismatch]
  {
    guard case .added(let mismatches) = try table.add(instance) else {
      Issue.record("\(instance.name) is repeated")
      return []
    }
    return mismatches
  }

  /// The hostnames in their order.
  private static func names(_ table: HostnameTable) -> [String] { table.records.map(\.recordSet).map(\.name.text) }

  @Test("Two instances with the same hostname are an error only if the addresses differ")
  func given() throws {
    var table = HostnameTable()
    #expect(try Self.add(Self.instance("a", gateway: "api.corp.example"), to: &table).isEmpty)
    #expect(try Self.add(Self.instance("b", gateway: "api.corp.example"), to: &table).isEmpty)
    let other = try Self.instance("c", from: 0x0A00_0009, gateway: "api.corp.example")
    #expect(
      try Self.add(other, to: &table)
        == [HostnameTable.AddressMismatch(name: DomainName(constant: "api.corp.example"), first: 0, second: 2)])
    #expect(
      Self.names(table) == [
        "api.corp.example", "a.developer.azure-api.net", "b.developer.azure-api.net", "c.developer.azure-api.net",
      ])
    #expect(table.records.map(\.instance.text) == ["a", "a", "b", "c"])
    #expect(table.records.count == 4)
  }

  @Test("A given hostname may equal one that another instance derives, in either order", arguments: [true, false])
  func derived(_ givenFirst: Bool) throws {
    for address in [0x0A00_0004, 0x0A00_0009] as [UInt32] {
      let giver = try Self.instance("b", from: address, gateway: "a.azure-api.net")
      let pair = givenFirst ? [giver, try Self.instance("a")] : [try Self.instance("a"), giver]
      var table = HostnameTable()
      #expect(try Self.add(pair[0], to: &table).isEmpty)
      let mismatch = HostnameTable.AddressMismatch(name: DomainName(constant: "a.azure-api.net"), first: 0, second: 1)
      let mismatches = try Self.add(pair[1], to: &table)
      #expect(mismatches == (address == 0x0A00_0004 ? [] : [mismatch]))
      #expect(table.records.count == 3)
      #expect(Set(Self.names(table)) == ["a.azure-api.net", "a.developer.azure-api.net", "b.developer.azure-api.net"])
      #expect(Self.names(table).count == 3)
    }
  }

  @Test("Hostnames of regional gateways, and of regions named like an endpoint, are compared too")
  func corners() throws {
    var table = HostnameTable()
    #expect(try Self.add(Self.instance("a", .classic, regions: ["r", "s"]), to: &table).isEmpty)
    // a-r-01 in the region `regional` would have the first one's regional gateway.
    let meets = try Self.instance("a-r-01", .regional, regions: ["regional"], from: 0x0A00_0009)
    #expect(
      try Self.add(meets, to: &table)
        == [
          HostnameTable.AddressMismatch(
            name: DomainName(constant: "a-r-01.regional.azure-api.net"), first: 0, second: 1)
        ])
    let portal = try Self.instance("p", .regional, regions: ["r", "portal"])
    #expect(
      try Self.add(portal, to: &table)
        == [HostnameTable.AddressMismatch(name: DomainName(constant: "p.portal.azure-api.net"), first: 2, second: 2)])
    #expect(table.records.count == 10)
    #expect(Self.names(table).count == 10)
    #expect(Set(Self.names(table)).count == 10)
  }

  @Test("An instance whose hostnames cannot be derived has none")
  func underivable() throws {
    var table = HostnameTable()
    let long = try Self.instance(String(repeating: "a", count: 33), .classic, regions: ["r", "s"])
    #expect(throws: DerivationError.self) { _ = try table.add(long) }
    #expect(table.instances.count == 1)
    #expect(table.records.isEmpty)
    // So another instance can have a hostname that is derived before the ones that fail.
    let other = try Self.instance("b", from: 0x0A00_0009, gateway: "\(long.name).azure-api.net")
    #expect(try Self.add(other, to: &table).isEmpty)
    #expect(Self.names(table) == ["\(long.name).azure-api.net", "b.developer.azure-api.net"])
  }
}

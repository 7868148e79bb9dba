import DNSModel
import Testing

@Suite("Record sets, zones and layouts")
struct ZoneTests {
  private static let suffix = DomainName(constant: "azure-api.net")

  private static func set(_ name: StaticString, _ addresses: UInt32...) -> RecordSet {
    RecordSet(name: DomainName(constant: name), ttl: .standard, addresses: addresses.map { IPv4Address(number: $0) })
  }

  private static let sets = [
    set("contoso.westus.azure-api.net", 1), set("contoso.portal.azure-api.net", 1), set("api.corp.example", 2),
    set("azure-api.net", 3), set("notazure-api.net", 4),
  ]

  @Test("The addresses of a set are sorted, each once")
  func recordSet() {
    let set = Self.set("a.example", 3, 1, 2, 1, 3)
    #expect(set.addresses.map(\.number) == [1, 2, 3])
    #expect(set == Self.set("a.example", 1, 2, 3))
    #expect(Self.set("a.example").addresses.isEmpty)
  }

  @Test("The record sets of a zone are in canonical order")
  func zone() {
    let zone = Zone(
      origin: Self.suffix,
      recordSets: [Self.set("b.azure-api.net"), Self.set("azure-api.net"), Self.set("z.a.azure-api.net")])
    #expect(zone.recordSets.map(\.name.text) == ["azure-api.net", "z.a.azure-api.net", "b.azure-api.net"])
  }

  @Test(
    "Each layout distributes record sets over zones",
    arguments: [
      (
        .perHostname,
        [
          "api.corp.example: api.corp.example", "azure-api.net: azure-api.net",
          "contoso.portal.azure-api.net: contoso.portal.azure-api.net",
          "contoso.westus.azure-api.net: contoso.westus.azure-api.net", "notazure-api.net: notazure-api.net",
        ]
      ),
      (
        .parent,
        [
          "api.corp.example: api.corp.example",
          "azure-api.net: azure-api.net contoso.portal.azure-api.net contoso.westus.azure-api.net",
          "notazure-api.net: notazure-api.net",
        ]
      ),
      (
        .responsePolicy,
        [
          "rpz.apim-dns.invalid: api.corp.example azure-api.net contoso.portal.azure-api.net contoso.westus.azure-api.net "
            + "notazure-api.net"
        ]
      ),
    ] as [(ZoneLayout, [String])])
  func layouts(_ layout: ZoneLayout, _ expected: [String]) {
    let zones = layout.zones(for: Self.sets, below: [Self.suffix])
    let lines = zones.map { "\($0.origin): \($0.recordSets.map(\.name.text).joined(separator: " "))" }
    #expect(lines == expected)
    #expect(layout.zones(for: Self.sets.reversed(), below: [Self.suffix]) == zones)
    #expect(layout.zones(for: [], below: [Self.suffix]).isEmpty)
  }

  @Test(
    "A wildcard is in the zone of the name that it is below, with the other names of that zone",
    arguments: [
      (
        .perHostname,
        ["api.corp.example: api.corp.example *.api.corp.example", "x.api.corp.example: x.api.corp.example"]
      ),
      (
        .parent,
        [
          "api.corp.example: api.corp.example *.api.corp.example",
          "x.api.corp.example: x.api.corp.example", "azure-api.net: *.azure-api.net",
        ]
      ),
      (.responsePolicy, ["rpz.apim-dns.invalid: api.corp.example *.api.corp.example x.api.corp.example"]),
    ] as [(ZoneLayout, [String])])
  func wildcards(_ layout: ZoneLayout, _ expected: [String]) throws {
    let names =
      ["x.api.corp.example", "*.api.corp.example", "api.corp.example"] + (layout == .parent ? ["*.azure-api.net"] : [])
    let sets = try names.map { name in
      RecordSet(name: try DomainName(allowingWildcard: name), ttl: .standard, addresses: [IPv4Address(number: 1)])
    }
    for sets in [sets, sets.reversed()] {
      let zones = layout.zones(for: sets, below: [Self.suffix])
      #expect(zones.map { "\($0.origin): \($0.recordSets.map(\.name.text).joined(separator: " "))" } == expected)
    }
  }

  @Test("Each layout has its name in inventories and options")
  func words() {
    #expect(ZoneLayout.allCases.map(\.rawValue) == ["perHostname", "parent", "responsePolicy"])
  }
}

import DNSModel
import Testing

@testable import APIManagement

@Suite("Hostnames by scheme, and their records")
struct HostnameSchemeTests {
  /// An instance with 10.0.0.4 in its first location, 10.0.0.5 in the second, and so on.
  static func instance(
    _ name: String, _ scheme: HostnameScheme, _ regions: [String], givenNames: [Endpoint: [DomainName]] = [:]
  ) throws -> Instance {
    let locations = regions.enumerated().map { index, region in
      Location(region: Region(region), virtualIPs: [IPv4Address(number: 0x0A00_0004 + UInt32(index))])
    }
    return Instance(
      name: try #require(InstanceName(name)), scheme: scheme, locations: locations, givenNames: givenNames)
  }

  static func lines(_ records: [EndpointRecord]) -> [String] {
    records.map { record in
      let addresses = record.recordSet.addresses.map(\.description).joined(separator: ",")
      return "\(record.endpoint.rawValue) \(record.recordSet.name) \(addresses) \(record.region?.name ?? "-")"
    }
  }

  @Test("The example of Microsoft's article is derived", arguments: [HostnameScheme.regional])
  func article(_ scheme: HostnameScheme) throws {
    let records = try Self.instance("contoso-apim", scheme, ["West US"]).records(in: .global, ttl: .standard)
    #expect(
      Self.lines(records) == [
        "gateway contoso-apim.westus.azure-api.net 10.0.0.4 westus",
        "developerPortal contoso-apim.portal.azure-api.net 10.0.0.4 westus",
      ])
    #expect(records.allSatisfy { $0.recordSet.ttl == .standard && $0.instance.text == "contoso-apim" })
  }

  @Test("Every scheme derives its hostnames in every cloud, for one location and for two", arguments: Cloud.allCases)
  func schemes(_ cloud: Cloud) throws {
    let suffix = cloud.gatewaySuffix
    func lines(_ scheme: HostnameScheme, _ regions: [String]) throws -> [String] {
      Self.lines(try Self.instance("a", scheme, regions).records(in: cloud, ttl: .standard))
    }
    #expect(
      try lines(.regional, ["r"]) == [
        "gateway a.r.\(suffix) 10.0.0.4 r", "developerPortal a.portal.\(suffix) 10.0.0.4 r",
      ])
    #expect(
      try lines(.regional, ["r", "s"]) == [
        "gateway a.r.\(suffix) 10.0.0.4 r", "gateway a.s.\(suffix) 10.0.0.5 s",
        "developerPortal a.portal.\(suffix) 10.0.0.4 r",
      ])
    let v2 = ["gateway a.\(suffix) 10.0.0.4 r", "developerPortal a.developer.\(suffix) 10.0.0.4 r"]
    #expect(try lines(.v2, ["r"]) == v2)
    #expect(try lines(.v2, ["r", "s"]) == v2)
    let classic = [
      "gateway a.\(suffix) 10.0.0.4 r", "developerPortal a.portal.\(suffix) 10.0.0.4 r",
      "developerPortal a.developer.\(suffix) 10.0.0.4 r", "management a.management.\(suffix) 10.0.0.4 r",
      "scm a.scm.\(suffix) 10.0.0.4 r",
    ]
    #expect(try lines(.classic, ["r"]) == classic)
    #expect(
      try lines(.classic, ["r", "s", "t"]) == classic + [
        "regionalGateway a-r-01.regional.\(suffix) 10.0.0.4 r", "regionalGateway a-s-01.regional.\(suffix) 10.0.0.5 s",
        "regionalGateway a-t-01.regional.\(suffix) 10.0.0.6 t",
      ])
  }

  @Test("Derived names are valid and canonical, and fit, at the limits of their parts", arguments: Cloud.allCases)
  func longest(_ cloud: Cloud) throws {
    let (name, region) = (String(repeating: "N", count: 50), String(repeating: "R", count: 40))
    for scheme in HostnameScheme.allCases {
      let records = try Self.instance(name, scheme, [region]).records(in: cloud, ttl: .standard)
      #expect(try records.map { try DomainName($0.recordSet.name.text.uppercased()) } == records.map(\.recordSet.name))
    }
  }

  @Test("Given names replace the derived ones; the others are derived")
  func givenNames() throws {
    let given: [Endpoint: [DomainName]] = [
      .developerPortal: [DomainName(constant: "portal.corp.example"), DomainName(constant: "dev.corp.example")],
      .regionalGateway: [DomainName(constant: "one.corp.example"), DomainName(constant: "two.corp.example")],
    ]
    #expect(
      Self.lines(try Self.instance("a", .classic, ["r", "s"], givenNames: given).records(in: .global, ttl: .standard))
        == [
          "gateway a.azure-api.net 10.0.0.4 r", "developerPortal portal.corp.example 10.0.0.4 r",
          "developerPortal dev.corp.example 10.0.0.4 r", "management a.management.azure-api.net 10.0.0.4 r",
          "scm a.scm.azure-api.net 10.0.0.4 r", "regionalGateway one.corp.example 10.0.0.4 r",
          "regionalGateway two.corp.example 10.0.0.5 s",
        ])
    // Names for endpoints that the scheme does not have come last.
    #expect(
      Self.lines(try Self.instance("a", .v2, ["r", "s"], givenNames: given).records(in: .global, ttl: .standard)) == [
        "gateway a.azure-api.net 10.0.0.4 r", "developerPortal portal.corp.example 10.0.0.4 r",
        "developerPortal dev.corp.example 10.0.0.4 r", "regionalGateway one.corp.example 10.0.0.4 r",
        "regionalGateway two.corp.example 10.0.0.5 s",
      ])
    let gateway: [Endpoint: [DomainName]] = [.gateway: [DomainName(constant: "api.corp.example")]]
    #expect(
      Self.lines(
        try Self.instance("a", .regional, ["r", "s"], givenNames: gateway).records(in: .global, ttl: .standard)) == [
          "gateway api.corp.example 10.0.0.4 r", "developerPortal a.portal.azure-api.net 10.0.0.4 r",
        ])
  }

  @Test("Regional names are derived for instance names of up to 32 characters")
  func longNames() throws {
    let name32 = String(repeating: "a", count: 32)
    let records = try Self.instance(name32, .classic, ["r", "s"]).records(in: .global, ttl: .standard)
    #expect(records.last?.recordSet.name.text == "\(name32)-s-01.regional.azure-api.net")
    let long = try Self.instance("a" + name32, .classic, ["r", "s"])
    let error = #expect(throws: DerivationError.self) { try long.records(in: .global, ttl: .standard) }
    #expect(error?.code == .regionAbbreviated)
    #expect(
      error?.description
        == "cannot derive the regional hostnames of 'a\(name32)': Azure abbreviates the region if the instance name "
        + "has more than 32 characters. Run 'apim-dns discover' to read the hostnames from Azure, and set names: { "
        + "regionalGateway: [...] } for the instance.")
    #expect(try Self.instance("a" + name32, .classic, ["r"]).records(in: .global, ttl: .standard).count == 5)
  }

  @Test("A derived name that is too long for DNS is an error")
  func badName() throws {
    let (name, region) = (String(repeating: "a", count: 32), String(repeating: "r", count: 40))
    let long = try Self.instance(name, .classic, [region, "s"])
    let error = #expect(throws: DerivationError.self) { try long.records(in: .global, ttl: .standard) }
    #expect(error?.code == .badName)
    #expect(
      error?.description
        == "'\(name)-\(region)-01.regional.azure-api.net' is not a valid domain name: a label is longer than 63 "
        + "characters")
  }
}

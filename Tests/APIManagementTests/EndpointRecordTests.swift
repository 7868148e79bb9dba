import DNSModel
import Testing

@testable import APIManagement

@Suite("Hostnames of instances with endpoints, private endpoints, given names and several locations")
struct EndpointRecordTests {
  private static func location(_ region: String?, _ address: String, isDisabled: Bool = false) -> Location {
    Location(
      region: region.flatMap(Region.init), virtualIPs: [IPv4Address(address)].compactMap(\.self),
      gatewayIsDisabled: isDisabled)
  }

  private static let west = location("westus", "10.0.0.4")
  private static let east = location("eastus", "10.1.0.4")

  private static func instance(
    _ scheme: HostnameScheme, access: Access = .injected, endpoints: Set<Endpoint>? = nil, cloud: Cloud? = nil,
    _ locations: [Location] = [west], given: [Endpoint: [DomainName]] = [:], own: [DomainName: [IPv4Address]] = [:]
  ) throws -> Instance {
    Instance(
      name: try #require(InstanceName("a")), cloud: cloud, scheme: scheme, access: access, endpoints: endpoints,
      locations: locations, givenNames: given, ownAddresses: own)
  }

  /// The records, one a line.
  private static func lines(_ instance: Instance, seenFrom region: String? = nil) throws -> [String] {
    HostnameSchemeTests.lines(
      try instance.records(in: .global, ttl: .standard).map { $0.seen(from: region.flatMap(Region.init)) })
  }

  @Test("Only the endpoints that an instance names get records") func endpoints() throws {
    #expect(
      try Self.lines(Self.instance(.classic, endpoints: [.gateway, .configuration])) == [
        "gateway a.azure-api.net 10.0.0.4 westus", "configuration a.configuration.azure-api.net 10.0.0.4 westus",
      ])
    #expect(
      try Self.lines(Self.instance(.classic, endpoints: [.scm])) == ["scm a.scm.azure-api.net 10.0.0.4 westus"])
    #expect(
      try Self.lines(Self.instance(.classic, endpoints: [.gateway], [Self.west, Self.east])) == [
        "gateway a.azure-api.net 10.0.0.4 westus"
      ])
    // A given name counts only if its endpoint does.
    let portal = [Endpoint.developerPortal: [DomainName(constant: "portal.corp.example")]]
    #expect(
      try Self.lines(Self.instance(.v2, endpoints: [.gateway], given: portal)) == [
        "gateway a.azure-api.net 10.0.0.4 westus"
      ])
  }

  @Test("The configuration endpoint is not derived unless the instance names it") func configuration() throws {
    let records = try Self.instance(.classic).records(in: .global, ttl: .standard)
    #expect(!records.contains { $0.endpoint == .configuration })
    let given = [Endpoint.configuration: [DomainName(constant: "conf.corp.example")]]
    #expect(
      try Self.lines(Self.instance(.v2, given: given)).last == "configuration conf.corp.example 10.0.0.4 westus")
  }

  @Test(
    "A private endpoint serves the gateway alone, under the name that public DNS leads to",
    arguments: HostnameScheme.allCases)
  func privateEndpoint(_ scheme: HostnameScheme) throws {
    let instance = try Self.instance(scheme, access: .privateEndpoint, cloud: .china)
    let records = try instance.records(in: .global, ttl: .standard)
    guard scheme != .given else { return #expect(records.isEmpty) }
    #expect(HostnameSchemeTests.lines(records) == ["gateway a.privatelink.azure-api.cn 10.0.0.4 westus"])
    #expect(records.map(\.hostname.text) == ["a.azure-api.cn"])
    #expect(records.map(\.alias?.text) == ["a.azure-api.cn"])
  }

  @Test("A given gateway name replaces that of a private endpoint") func givenAtPrivateEndpoint() throws {
    let given = [Endpoint.gateway: [DomainName(constant: "api.corp.example")]]
    let records = try Self.instance(.v2, access: .privateEndpoint, given: given).records(in: .global, ttl: .standard)
    #expect(HostnameSchemeTests.lines(records) == ["gateway api.corp.example 10.0.0.4 westus"])
    #expect(records.allSatisfy { $0.alias == nil && $0.hostname == $0.recordSet.name })
  }

  @Test("With given names alone, nothing is derived and no region is needed") func given() throws {
    let names = [Endpoint.gateway: [DomainName(constant: "api.corp.example")]]
    #expect(
      try Self.lines(Self.instance(.given, [Self.location(nil, "10.9.0.4")], given: names)) == [
        "gateway api.corp.example 10.9.0.4 -"
      ])
  }

  @Test("A given name can have addresses of its own") func ownAddresses() throws {
    let (api, other) = (DomainName(constant: "api.corp.example"), DomainName(constant: "other.corp.example"))
    let proxy = try #require(IPv4Address("10.9.0.4"))
    #expect(
      try Self.lines(
        Self.instance(.v2, [Self.west, Self.east], given: [.gateway: [api, other]], own: [api: [proxy]]),
        seenFrom: "eastus") == [
          "gateway api.corp.example 10.9.0.4 westus", "gateway other.corp.example 10.1.0.4 eastus",
          "developerPortal a.developer.azure-api.net 10.0.0.4 westus",
        ])
  }

  @Test("Seen from a region, gateways lead to the location there, and all else to the primary one") func view() throws {
    let instance = try Self.instance(.classic, [Self.west, Self.east])
    #expect(
      try Self.lines(instance, seenFrom: "eastus") == [
        "gateway a.azure-api.net 10.1.0.4 eastus",
        "developerPortal a.portal.azure-api.net 10.0.0.4 westus",
        "developerPortal a.developer.azure-api.net 10.0.0.4 westus",
        "management a.management.azure-api.net 10.0.0.4 westus",
        "scm a.scm.azure-api.net 10.0.0.4 westus",
        "regionalGateway a-westus-01.regional.azure-api.net 10.0.0.4 westus",
        "regionalGateway a-eastus-01.regional.azure-api.net 10.1.0.4 eastus",
      ])
    #expect(try Self.lines(instance, seenFrom: "westus") == Self.lines(instance))
    #expect(try Self.lines(instance, seenFrom: "northeurope") == Self.lines(instance))
    let regional = try Self.instance(.regional, [Self.west, Self.east])
    #expect(try Self.lines(regional, seenFrom: "eastus") == Self.lines(regional))
  }

  @Test("No name leads to a location whose gateway is disabled") func disabledGateway() throws {
    let off = Self.location("eastus", "10.1.0.4", isDisabled: true)
    #expect(
      try Self.lines(
        Self.instance(.classic, endpoints: [.gateway, .regionalGateway], [Self.west, off]), seenFrom: "eastus")
        == [
          "gateway a.azure-api.net 10.0.0.4 westus",
          "regionalGateway a-westus-01.regional.azure-api.net 10.0.0.4 westus",
        ])
    // The other endpoints are in the primary location, whatever its gateway does.
    #expect(
      try Self.lines(Self.instance(.v2, [off, Self.west])) == [
        "gateway a.azure-api.net 10.0.0.4 westus", "developerPortal a.developer.azure-api.net 10.1.0.4 eastus",
      ])
    #expect(
      try Self.lines(Self.instance(.regional, [Self.west, off])) == [
        "gateway a.westus.azure-api.net 10.0.0.4 westus", "developerPortal a.portal.azure-api.net 10.0.0.4 westus",
      ])
  }

  @Test("A name that clients use and another instance has is a mismatch") func aliasMismatch() throws {
    var table = HostnameTable()
    _ = try table.add(Self.instance(.v2, access: .privateEndpoint))
    let other = Instance(
      name: try #require(InstanceName("b")), scheme: .given, locations: [Self.location(nil, "10.9.0.4")],
      givenNames: [.gateway: [DomainName(constant: "a.azure-api.net")]])
    guard case .added(let mismatches) = try table.add(other) else {
      Issue.record("b is a duplicate")
      return
    }
    #expect(mismatches.map(\.name.text) == ["a.azure-api.net"])
    var reversed = HostnameTable()
    _ = try reversed.add(other)
    guard case .added(let again) = try reversed.add(Self.instance(.v2, access: .privateEndpoint)) else {
      Issue.record("a is a duplicate")
      return
    }
    #expect(again.map(\.name.text) == ["a.azure-api.net"])
  }

  @Test("The record of a private endpoint keeps its alias beside given names") func givenBesidePrivateEndpoint() throws
  {
    let names = ["a.privatelink.azure-api.net", "api.corp.example"].map { DomainName(constant: $0) }
    let instance = Instance(
      name: try #require(InstanceName("a")), scheme: .v2, access: .privateEndpoint,
      locations: [Self.location("westus", "10.0.0.4")], givenNames: [.gateway: names])
    let records = try instance.records(in: .global, ttl: .standard)
    #expect(records.map(\.recordSet.name) == names)
    #expect(records.map(\.hostname.text) == ["a.azure-api.net", "api.corp.example"])
  }
}

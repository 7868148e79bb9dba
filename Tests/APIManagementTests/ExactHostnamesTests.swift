import DNSModel
import TestSupport
import Testing

@testable import APIManagement

@Suite("Instances with exactly the hostnames that somebody reports")
struct ExactHostnamesTests {
  private static let name = InstanceName("contoso-apim").unsafelyUnwrapped
  private static let locations = ["westus", "westus2"].enumerated().map { index, region in
    Location(
      region: Region(region).unsafelyUnwrapped, virtualIPs: [IPv4Address(number: 0x0A01_0005 + UInt32(index))])
  }

  private static func hostnames(_ instance: Instance) throws(DerivationError) -> [Endpoint: [DomainName]] {
    Dictionary(grouping: try instance.records(in: .global, ttl: .standard), by: \.endpoint)
      .mapValues { $0.map(\.recordSet.name) }
  }

  @Test("Hostnames that a scheme derives are not listed", arguments: [HostnameScheme.regional, .v2, .classic], [1, 2])
  func schemes(scheme: HostnameScheme, count: Int) throws {
    let locations = Array(Self.locations.prefix(count))
    let derived = Instance(name: Self.name, scheme: scheme, locations: locations)
    let made = Instance(name: Self.name, locations: locations, hostnames: try Self.hostnames(derived), in: .global)
    #expect(made == derived)
  }

  @Test("A missing endpoint gets no hostname")
  func withoutAPortal() throws {
    let gateway = try DomainName("contoso-apim.azure-api.net")
    let made = Instance(
      name: Self.name, locations: [Self.locations[0]], hostnames: [.gateway: [gateway]], in: .global)
    #expect(made.scheme == .v2)
    #expect(made.givenNames == [.developerPortal: []])
    #expect(try Self.hostnames(made) == [.gateway: [gateway]])
  }

  @Test("A regional name with an abbreviated region is given, the others are derived")
  func abbreviated() throws {
    let name = try #require(InstanceName("a23456789012345678901234567890123456789012"))
    var hostnames = try Self.hostnames(Instance(name: name, scheme: .classic, locations: [Self.locations[0]]))
    hostnames[.regionalGateway] = [
      try DomainName("\(name)-wu-01.regional.azure-api.net"), try DomainName("\(name)-wu2-01.regional.azure-api.net"),
    ]
    let made = Instance(name: name, locations: Self.locations, hostnames: hostnames, in: .global)
    #expect(made.scheme == .classic)
    #expect(Set(made.givenNames.keys) == [.regionalGateway])
    #expect(try Self.hostnames(made) == hostnames)
  }

  @Test("The inventory derives exactly the reported hostnames, each with the address of its location")
  func anything() throws {
    var random = SeededGenerator(seed: 11)
    let pool = try ["a", "contoso-apim", "contoso-apim.portal", "contoso-apim.developer", "b.c"].map {
      try DomainName("\($0).azure-api.net")
    }
    for _ in 0..<500 {
      let locations = Array(Self.locations.prefix(Int.random(in: 1...2, using: &random)))
      var hostnames: [Endpoint: [DomainName]] = [:]
      for endpoint in Endpoint.allCases where Bool.random(using: &random) {
        let count = endpoint == .regionalGateway ? locations.count : Int.random(in: 1...3, using: &random)
        hostnames[endpoint] = Array(pool.shuffled(using: &random).prefix(count))
      }
      let made = Instance(name: Self.name, locations: locations, hostnames: hostnames, in: .global)
      #expect(try Self.hostnames(made) == hostnames)
      for record in try made.records(in: .global, ttl: .standard) where record.endpoint == .regionalGateway {
        let index = try #require(hostnames[.regionalGateway]?.firstIndex(of: record.recordSet.name))
        #expect(record.recordSet.addresses == locations[index].virtualIPs)
      }
    }
  }
}

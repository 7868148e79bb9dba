import APIManagement
import DNSModel
import Inventory
import TestSupport
import Testing

@testable import InstanceDiscovery
@testable import apim_dns

/// Inventories that `discover` writes, whatever Azure reports.
@Suite struct InventoryTextTests {
  private var random = SeededGenerator(seed: 23)

  /// Some addresses, few or so many that they do not fit on a line, private or not.
  private mutating func addresses() -> [IPv4Address] {
    let first: UInt32 = Int.random(in: 0..<5, using: &random) == 0 ? 0x1401_0000 : 0x0A01_0000
    return (0..<Int.random(in: 1...20, using: &random)).map { IPv4Address(number: first + 4 + UInt32($0)) }
  }

  /// An instance with some of its derived hostnames replaced.
  private mutating func service(_ number: Int) throws -> ReportedService {
    let name = "contoso-\(number)" + String(repeating: "x", count: Int.random(in: 0...30, using: &random))
    let regions = ["westus", "westeurope", "moonsouth3"].shuffled(using: &random)
    let locations = regions.prefix(Int.random(in: 1...3, using: &random)).map {
      Location(region: Region($0), virtualIPs: addresses())
    }
    var hostnames: [Endpoint: [DomainName]] = [:]
    for (endpoint, labels) in [
      (Endpoint.gateway, ["", ".westus"]), (.developerPortal, [".portal", ".developer"]),
      (.management, [".management"]),
      (.scm, [".scm"]), (.regionalGateway, ["-wu-01.regional", "-we-01.regional", "-ms-01.regional"]),
    ] where Bool.random(using: &random) {
      let count =
        endpoint == .regionalGateway ? locations.count : Int.random(in: 1...labels.count, using: &random)
      hostnames[endpoint] = try labels.prefix(count).map { try DomainName("\(name)\($0).azure-api.net") }
    }
    let instance = Instance(
      name: try #require(InstanceName(name)), locations: locations, hostnames: hostnames, in: .global)
    let custom = Bool.random(using: &random) ? [try DomainName("api.corp.example")] : []
    return ReportedService(
      id: try #require(ResourceID(ServiceFixture.id(name))), finding: .usable(instance), customNames: custom)
  }

  @Test mutating func generatedInventoriesDeriveExactlyTheReportedRecords() throws {
    for _ in 0..<200 {
      let services = try (0..<Int.random(in: 0...6, using: &random)).map { try service($0) }
      let text = InventoryText(services, from: "/subscriptions/s", in: .global).text
      let reading = Inventory.read(bytes: Array(text.utf8), file: "found.json5")
      let inventory = try #require(reading.inventory, "\(reading.report)")
      let reported = try services.flatMap { service -> [EndpointRecord] in
        guard case .usable(let instance) = service.finding else { return [] }
        return try instance.records(in: .global, ttl: .standard)
      }
      #expect(inventory.hostnames.records == reported)
      #expect(inventory.schemeIsChosen || services.isEmpty)
    }
  }
}

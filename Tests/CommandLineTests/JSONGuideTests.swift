import APIManagement
import DNSClient
import DNSModel
import Foundation
import Inventory
import Reconciliation
import Testing

@testable import InstanceDiscovery
@testable import apim_dns

/// docs/json.md has every key that a command prints, and no other.
@Suite struct JSONGuideTests {
  /// The keys in the tables below a heading.
  private func documented(_ heading: String) throws -> Set<String> {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/json.md")
    let page = try String(contentsOf: file.standardizedFileURL, encoding: .utf8)
    let section = try #require(
      page.components(separatedBy: "\n## ").dropFirst().first { $0.split(separator: "\n").first == heading[...] })
    let cells = section.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { $0.split(separator: "|")[0] }
    return Set(cells.joined().split(separator: "`").map(String.init).filter { !$0.contains(" ") })
  }

  /// The names of all stored properties within a value, which are its keys.
  private func keys(_ value: Any) -> Set<String> {
    var found: Set<String> = []
    for child in Mirror(reflecting: value).children {
      if let label = child.label, label != "some" { found.insert(label) }
      if !(child.value is String) { found.formUnion(keys(child.value)) }
    }
    return found
  }

  @Test func everyKeyOfAPlanIsDocumented() throws {
    let json = PlanJSON(owner: .standard, plans: [try OutputSamples.hostilePlan])
    let problem = PlanJSON.Problem(backend: "hosts", target: nil, message: "")
    #expect(keys(json).union(keys(problem)) == (try documented("`plan`, `apply` and `remove`")))
  }

  @Test func everyKeyOfRecordsIsDocumented() throws {
    #expect(keys(RecordsJSON(try OutputSamples.records(instances: 1))) == (try documented("`records`")))
  }

  @Test func everyKeyOfACheckIsDocumented() throws {
    #expect(keys(CheckJSON(Inventory.read(bytes: Array("{".utf8), file: "f"))) == (try documented("`check`")))
  }

  @Test func everyKeyOfAVerificationIsDocumented() async throws {
    let connection = try await ConnectionSamples.otherName()
    let record = try #require(try OutputSamples.records(instances: 1).first).recordSet
    let json = VerificationJSON([Verification(failure: "", of: nil, for: record)], [connection])
    #expect(json.answers.first?.connections?.first?.certificate?.coversName == false)
    #expect(keys(json) == (try documented("`verify`")))
  }

  @Test func everyKeyOfADiscoveryIsDocumented() throws {
    let reading = Inventory.read(
      bytes: Array("{ hostnames: 'v2', instances: [{ name: 'a', region: 'westus', vip: '10.1.0.5' }] }".utf8), file: "f"
    )
    let inventory = try #require(reading.inventory)
    let path = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/a"
    let id = try #require(ResourceID(path))
    let region = try #require(Region("westus"))
    let address = try #require(IPv4Address("10.1.0.5"))
    let instance = Instance(
      name: try #require(InstanceName("a")), scheme: .v2, access: .privateEndpoint,
      locations: [Location(region: region, virtualIPs: [address], gatewayIsDisabled: true)])
    let gateway = ReportedGateway(id: id, region: region, hostnames: [], publicReason: nil)
    let services = [
      ReportedService(id: id, finding: .usable(instance), customNames: []),
      ReportedService(id: id, finding: .leftOut(reason: ""), customNames: []),
    ]
    #expect(keys(DiscoveryJSON(services, [gateway], in: .global)) == (try documented("`discover`")))
    let comparison = InventoryComparison(
      inventory, with: [services[1]], gateways: [], in: .init(subscription: "s", resourceGroup: nil, name: nil))
    #expect(!comparison.differences.isEmpty)
    #expect(keys(ComparisonJSON(comparison)) == (try documented("`discover --compare`")))
  }
}

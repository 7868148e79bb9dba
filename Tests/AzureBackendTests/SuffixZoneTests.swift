import AzureBackend
import DNSModel
import Reconciliation
import TestSupport
import Testing

/// A zone for a suffix of API Management on our networks is a warning.
@Suite struct SuffixZoneTests {
  private static let link = #""links":[{"name":"hub","virtualNetwork":{"id":"\#(RunningAzure.network)"}}]"#
  private let gateway = recordSet("contoso-apim.azure-api.net", "10.1.0.5")

  private func warnings(_ zones: String, links: [String]? = [RunningAzure.network]) async throws -> [String] {
    let azure = try RunningAzure(zones: zones)
    return try await azure.backend(links: links).plan(.present([gateway])).plan.warnings
  }

  @Test(
    "An empty zone for a suffix can be unlinked at once", arguments: ["portal.azure-api.net", "westus.azure-api.net"])
  func emptyZone(origin: String) async throws {
    let warning =
      "zone '\(origin)' hides every public name below it that it does not have from its linked virtual networks. It is "
      + "empty, so remove its links now."
    #expect(try await warnings("{\"name\":\"\(origin)\",\(Self.link)}") == [warning])
    #expect(try await warnings("{\"name\":\"\(origin)\"}") == [])
    #expect(try await warnings("{\"name\":\"\(origin)\",\(Self.link)}", links: [RunningAzure.network + "-b"]) == [])
  }

  @Test("A zone of an instance's hostname is no zone for a suffix") func zoneOfAHostname() async throws {
    #expect(try await warnings("{\"name\":\"fabrikam-apim.azure-api.net\",\(Self.link)}") == [])
  }

  @Test("A zone whose names all move can be unlinked after the apply, and any other needs its names elsewhere first")
  func zoneWithNames() async throws {
    let set = #"{"type":"A","name":"NAME","ttl":1,"aRecords":[{"ipv4Address":"10.0.0.1"}]}"#
    let ours = set.replacing("NAME", with: "contoso-apim")
    let start =
      "zone 'azure-api.net' hides every public name below it that it does not have from its linked virtual networks. "
    let moved = try await warnings("{\"name\":\"azure-api.net\",\(Self.link),\"recordSets\":[\(ours)]}")
    #expect(
      moved.last == start + "All its names have zones of their own in this plan, so remove its links after 'apply'.")
    let others = ours + "," + set.replacing("NAME", with: "fabrikam-apim")
    let kept = try await warnings("{\"name\":\"azure-api.net\",\(Self.link),\"recordSets\":[\(others)]}")
    #expect(
      kept.last == start
        + "Before you remove its links, add these names to the inventory or to other zones: 'fabrikam-apim.azure-api.net'"
    )
  }

  @Test("A zone that this owner made earlier is a warning only if it stays") func zoneMadeEarlier() async throws {
    let azure = try RunningAzure()
    let parent = try azure.backend(links: [RunningAzure.network], layout: .parent)
    _ = try await apply(parent, gateway)
    let backend = try azure.backend(links: [RunningAzure.network])
    #expect(try await !backend.plan(.present([gateway])).plan.warnings.contains { $0.contains("hides every public") })
    try await azure.makeRecordSet("azure-api.net", "fabrikam-apim", ["10.0.0.1"])
    #expect(try await backend.plan(.present([gateway])).plan.warnings.contains { $0.contains("hides every public") })
  }
}

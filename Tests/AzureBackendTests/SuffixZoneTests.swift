import AzureBackend
import DNSModel
import Reconciliation
import ResourceManager
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

  @Test(
    "Links of networks that the zones of its names are not linked to must stay")
  func whatMustStay() async throws {
    let set = #"{"type":"A","name":"contoso-apim","ttl":1,"aRecords":[{"ipv4Address":"10.0.0.1"}]}"#
    let links =
      #""links":[{"name":"hub","virtualNetwork":{"id":"\#(RunningAzure.network)"}},"#
      + #"{"name":"spoke","virtualNetwork":{"id":"\#(RunningAzure.network)-b"}}]"#
    let zone = "{\"name\":\"azure-api.net\",\(links),\"recordSets\":[\(set)]}"
    let start =
      "zone 'azure-api.net' hides every public name below it that it does not have from its linked virtual networks. "
    #expect(
      try await warnings(zone).last == start
        + "All its names have zones of their own in this plan, so remove its links after 'apply', but not those to networks that "
        + "these zones are not linked to: '\(RunningAzure.network)-b'")
    // The zone exists and its record set is somebody else's, so the plan leaves it out.
    let foreign = #"{"name":"contoso-apim.azure-api.net","recordSets":[\#(set.replacing("contoso-apim", with: "@"))]}"#
    let azure = try RunningAzure(zones: "\(zone),\(foreign)")
    let plan = try await azure.backend(links: [RunningAzure.network]).plan(.present([gateway]), onConflict: .skip).plan
    #expect(plan.leftOut.map(\.name) == ["contoso-apim.azure-api.net"])
    #expect(
      plan.warnings.contains(
        start
          + "Before you remove its links, link the zones of all its names to the same virtual networks: "
          + "'contoso-apim.azure-api.net'"),
      "\(plan.warnings)")
  }

  private static let group = #""subscription":"00000000-0000-0000-0000-000000000001","resourceGroup":"rg-other""#

  @Test("A zone of another resource group is told too, with one more list if nothing is new")
  func zoneOfAnotherGroup() async throws {
    let other = "{\(Self.group),\"name\":\"portal.azure-api.net\",\(Self.link)}"
    let azure = try RunningAzure(zones: "\(other),{\(Self.group),\"name\":\"scm.azure-api.net\"}")
    let links = [RunningAzure.network]
    _ = try await apply(azure.backend(links: links), gateway)
    let warning =
      "zone 'portal.azure-api.net' in resource group 'rg-other' hides every public name below it that it does not have "
      + "from its linked virtual networks. It is empty, so remove its links now."
    let lists = Recorder()
    let client = AnsweringClient(azure.client) { request in
      if request.method == "GET", !request.url.contains("/rg-dns/") { lists.note(request.url) }
      return nil
    }
    // Also for the links that nobody names.
    for networks in [links, nil] {
      let plan = try await azure.backend(links: networks, client: client).plan(.present([gateway])).plan
      #expect(plan.changes.isEmpty && plan.warnings == [warning])
    }
    // The zones of the subscription; the links and the record sets of the one zone that has links.
    #expect(lists.all.count == 2 * 3)
    let elsewhere = try azure.backend(links: [RunningAzure.network + "-b"])
    #expect(try await !elsewhere.plan(.present([gateway])).plan.warnings.contains(warning))
    #expect(try await azure.backend(links: links).plan(.absent).plan.warnings == [])
    for networks in [links, nil] {
      let backend = try azure.backend(links: networks)
      #expect(try await backend.warningsOfHiddenNames(.present([gateway])) == [warning])
    }
    #expect(try await elsewhere.warningsOfHiddenNames(.present([gateway])) == [])
  }

  @Test("A subscription that cannot be read is a warning, also if nothing is new")
  func unreadableSubscription() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(links: [RunningAzure.network]), gateway)
    let client = AnsweringClient(azure.client) { request in
      guard !request.url.contains("/resourceGroups/"), request.method == "GET" else { return nil }
      let text = #"{"error":{"code":"AuthorizationFailed","message":"No right."}}"#
      return .init(status: 403, content: Array(text.utf8))
    }
    let backend = try azure.backend(links: [RunningAzure.network], client: client)
    let warnings = try await backend.plan(.present([gateway])).plan.warnings
    #expect(warnings.count == 1)
    #expect(
      warnings.first?.hasPrefix(
        "cannot check whether other zones of the subscription hide names: Azure refused to read /subscriptions/")
        == true)
    await #expect(throws: BackendError.self) { try await backend.warningsOfHiddenNames(.present([gateway])) }
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

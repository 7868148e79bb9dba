import AzureBackend
import DNSModel
import Reconciliation
import ResourceManager
import TestSupport
import Testing

/// The warnings about zones that hide names from each other.
@Suite struct OverlapTests {
  private static let link =
    #""links":[{"name":"hub","virtualNetwork":{"id":"\#(RunningAzure.network)"}}]"#
  private static let group = #""subscription":"00000000-0000-0000-0000-000000000001","resourceGroup":"rg-other""#

  private func warnings(_ zone: String, links: [String] = [RunningAzure.network]) async throws -> [String] {
    // The state names the resource group, so that the zone is in another one.
    let azure = try RunningAzure(zones: "{\(Self.group),\(zone)}")
    let plan = try await azure.backend(links: links).plan(
      .present([recordSet("contoso-apim.azure-api.net", "10.1.0.5")]))
    return plan.plan.warnings
  }

  @Test func newZoneThatHidesNamesOfAParentZoneIsAWarning() async throws {
    let sets = """
      "recordSets":[{"type":"A","name":"contoso-apim","ttl":1,"aRecords":[{"ipv4Address":"10.0.0.1"}]},\
      {"type":"A","name":"scm.contoso-apim","ttl":1,"aRecords":[{"ipv4Address":"10.0.0.2"}]},\
      {"type":"A","name":"other","ttl":1,"aRecords":[{"ipv4Address":"10.0.0.3"}]}]
      """
    #expect(
      try await warnings("\"name\":\"azure-api.net\",\(Self.link),\(sets)") == [
        "zone 'azure-api.net' in resource group 'rg-other' is linked to the same virtual network and has names that "
          + "the new zone 'contoso-apim.azure-api.net' would hide: 'scm.contoso-apim.azure-api.net' (A)"
      ])
    #expect(try await warnings("\"name\":\"azure-api.net\",\(sets)").isEmpty)
    #expect(try await warnings("\"name\":\"azure-api.net\",\(Self.link),\(sets)", links: []).isEmpty)
  }

  @Test func linkedZoneWithTheSameNameIsAWarning() async throws {
    #expect(
      try await warnings("\"name\":\"contoso-apim.azure-api.net\",\(Self.link)") == [
        "zone 'contoso-apim.azure-api.net' in resource group 'rg-other' is linked to the same virtual network and has "
          + "the name of a new zone; Azure links a virtual network to only one zone of a name"
      ])
  }

  @Test func childZoneThatHidesNewNamesIsAWarning() async throws {
    let azure = try RunningAzure(
      zones: "{\(Self.group),\"name\":\"contoso-apim.azure-api.net\",\(Self.link)}")
    let plan = try await azure.backend(links: [RunningAzure.network], layout: .parent).plan(
      .present([recordSet("contoso-apim.azure-api.net", "10.1.0.5"), recordSet("b.azure-api.net", "10.1.0.6")])
    ).plan
    #expect(
      plan.warnings.last
        == "zone 'contoso-apim.azure-api.net' in resource group 'rg-other' is linked to the same virtual network and "
        + "hides names of the new zone 'azure-api.net': 'contoso-apim.azure-api.net'")
  }

  @Test func unreadableSubscriptionIsAWarning() async throws {
    let azure = try RunningAzure()
    let client = AnsweringClient(azure.client) { request in
      guard request.url.contains("/subscriptions/00000000-0000-0000-0000-000000000001/providers/") else { return nil }
      let text = #"{"error":{"code":"AuthorizationFailed","message":"No right."}}"#
      return .init(status: 403, content: Array(text.utf8))
    }
    let plan = try await azure.backend(links: [RunningAzure.network], client: client).plan(
      .present([recordSet("contoso-apim.azure-api.net", "10.1.0.5")])
    ).plan
    #expect(plan.changes.count == 3)
    #expect(
      plan.warnings.first?.hasPrefix(
        "cannot check whether the new zones overlap with other zones of the subscription: Azure refused to "
          + "read /subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Network/privateDnsZones: "
          + "AuthorizationFailed (403): No right (request ID ") == true)
  }
}

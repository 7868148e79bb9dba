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
        "zone 'azure-api.net' in resource group 'rg-other' is linked to the same virtual network and already has "
          + "'contoso-apim.azure-api.net'; the new zone 'contoso-apim.azure-api.net' would take its place. To write into that "
          + "zone, use an inventory with its resource group, and add it to zones: there.",
        "zone 'azure-api.net' in resource group 'rg-other' is linked to the same virtual network and has names that "
          + "the new zone 'contoso-apim.azure-api.net' would hide: 'scm.contoso-apim.azure-api.net' (A)",
        "zone 'azure-api.net' in resource group 'rg-other' hides every public name below it that it does not have from its "
          + "linked virtual networks. Before you remove its links, add these names to the inventory or to other zones: "
          + "'other.azure-api.net', 'scm.contoso-apim.azure-api.net'",
      ])
    #expect(try await warnings("\"name\":\"azure-api.net\",\(sets)").isEmpty)
    #expect(
      try await warnings("\"name\":\"azure-api.net\",\(Self.link),\(sets)", links: []) == [
        "no virtual network is linked to 'contoso-apim.azure-api.net', so no network resolves these zones. Set --link, "
          + "or links: under backends: { azure } in the inventory."
      ])
  }

  @Test(arguments: [false, true])
  func linkedZoneWithTheSameNameIsAConflict(zoneExists: Bool) async throws {
    let name = "\"name\":\"contoso-apim.azure-api.net\""
    let own = zoneExists ? ",{\(name)}" : ""
    let azure = try RunningAzure(zones: "{\(Self.group),\(name),\(Self.link)}\(own)")
    let backend = try azure.backend(links: [RunningAzure.network, RunningAzure.network + "-b"])
    let wanted = DesiredState.present([
      recordSet("contoso-apim.azure-api.net", "10.1.0.5"), recordSet("contoso-apim.portal.azure-api.net", "10.1.0.5"),
    ])
    let work = try await backend.plan(wanted)
    let conflict = Conflict(
      name: "contoso-apim.azure-api.net", zone: DomainName(constant: "contoso-apim.azure-api.net"),
      place: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-other/providers/Microsoft.Network/"
        + "privateDnsZones/contoso-apim.azure-api.net",
      reason:
        "this zone in resource group 'rg-other' is already linked to '\(RunningAzure.network)', and Azure links a "
        + "virtual network to only one zone of a name. Remove that link, or do not link the network.",
      yieldsToForce: false)
    #expect(work.plan.conflicts == [conflict])
    await #expect(throws: BackendError.self) { try await work.apply(overriding: work.plan.conflicts) }
    let rest = try await backend.plan(wanted, onConflict: .skip)
    #expect(rest.plan.leftOut == [conflict] && rest.plan.conflicts.isEmpty)
    let done = try await rest.apply()
    #expect(done.changes.count == (zoneExists ? 6 : 7) && done.changes.allSatisfy { $0.outcome == .applied })
    #expect(done.hasFailures)
    // Only the link that Azure would refuse is left out.
    #expect(try await azure.list("/contoso-apim.azure-api.net/virtualNetworkLinks").count == 1)
    #expect(try await azure.list("/contoso-apim.portal.azure-api.net/virtualNetworkLinks").count == 2)
    #expect(try await azure.addresses("contoso-apim.azure-api.net") == ["10.1.0.5"])
    #expect(try await azure.list("").count == 2)
  }

  @Test("While a link is left out, nothing is deleted; a zone without any other link is left out as a whole")
  func zoneWithoutAnyOtherLink() async throws {
    let azure = try RunningAzure(zones: "{\(Self.group),\"name\":\"contoso-apim.azure-api.net\",\(Self.link)}")
    let links = [RunningAzure.network]
    let old = recordSet("fabrikam-apim.azure-api.net", "10.1.0.6")
    _ = try await apply(azure.backend(links: links), old)
    let wanted = DesiredState.present([
      recordSet("contoso-apim.azure-api.net", "10.1.0.5"), recordSet("contoso-apim.portal.azure-api.net", "10.1.0.5"),
    ])
    let work = try await azure.backend(links: links).plan(wanted, onConflict: .skip)
    #expect(work.plan.leftOut.map(\.name) == ["contoso-apim.azure-api.net"])
    let done = try await work.apply()
    #expect(done.changes.count { $0.outcome == .applied } == 3)
    #expect(done.changes.allSatisfy { $0.action == .create || $0.outcome == .skipped })
    #expect(try await azure.list("").count == 2)
    #expect(try await azure.addresses(old.name.text) == ["10.1.0.6"])
  }

  @Test("A zone that cannot be read does not hide the conflict of another one") func unreadableZoneHidesNoConflict()
    async throws
  {
    let name = "\"name\":\"contoso-apim.azure-api.net\""
    let azure = try RunningAzure(
      zones: "{\(Self.group),\"name\":\"azure-api.net\",\(Self.link)},{\(Self.group),\(name),\(Self.link)}")
    let client = AnsweringClient(azure.client) { request in
      guard request.url.contains("/rg-other/"), request.url.contains("/azure-api.net/") else { return nil }
      let text = #"{"error":{"code":"AuthorizationFailed","message":"No right."}}"#
      return .init(status: 403, content: Array(text.utf8))
    }
    let plan = try await azure.backend(links: [RunningAzure.network], client: client).plan(
      .present([recordSet("contoso-apim.azure-api.net", "10.1.0.5")])
    ).plan
    #expect(plan.conflicts.map(\.name) == ["contoso-apim.azure-api.net"])
    #expect(
      plan.warnings.first?.hasPrefix(
        "cannot check whether the new zones and links overlap with zone 'azure-api.net' in resource group 'rg-other': "
          + "Azure refused to read ") == true)
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
        "cannot check whether the new zones and links overlap with other zones of the subscription: Azure refused to "
          + "read /subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Network/privateDnsZones: "
          + "AuthorizationFailed (403): No right (request ID ") == true)
  }
}

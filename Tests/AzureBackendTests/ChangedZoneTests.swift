import APIManagement
import DNSModel
import Reconciliation
import TestSupport
import Testing

@testable import AzureBackend
@testable import ResourceManager

/// Zones and links that someone else changes or created.
@Suite(.timeLimit(.minutes(5)))
struct ChangedZoneTests {
  static let zone = "contoso-apim.azure-api.net"
  static let mark = "{\"managedBy\":\"apim-dns\",\"owner\":\"contoso-platform\"}"
  let gateway = recordSet("contoso-apim.azure-api.net", "10.1.0.5")
  let link: String

  init() throws { link = ZonePath.linkName(try #require(ResourceID(RunningAzure.network))) }

  /// Creates or changes a link with the name of the managed one.
  private func makeLink(_ azure: RunningAzure, to network: String, tags: String = "{}") async throws {
    let properties = "{\"virtualNetwork\":{\"id\":\"\(network)\"},\"registrationEnabled\":false}"
    try await azure.ask(
      "PUT", "/\(Self.zone)/virtualNetworkLinks/\(link)",
      "{\"location\":\"global\",\"tags\":\(tags),\"properties\":\(properties)}")
  }

  @Test func unmanagedLinkWithTheSameNameIsAConflict() async throws {
    let azure = try RunningAzure()
    try await azure.makeZone(Self.zone)
    try await makeLink(azure, to: RunningAzure.network + "-b")
    let plan = try await azure.backend(links: [RunningAzure.network]).plan(.present([gateway])).plan
    #expect(
      plan.conflicts == [
        Conflict(
          name: link, zone: gateway.name, place: "\(RunningAzure.zones)/\(Self.zone)/virtualNetworkLinks/\(link)",
          reason: "zone 'contoso-apim.azure-api.net' already has a link '\(link)' to a virtual network other than "
            + "'\(RunningAzure.network)'. Delete that link.", yieldsToForce: false)
      ])
    #expect(summary(plan) == ["create record contoso-apim.azure-api.net"])
    // A link has the same name in every zone.
    let both = try await azure.backend(links: [RunningAzure.network])
      .plan(.present([gateway, recordSet("fabrikam-apim.azure-api.net", "10.1.0.6")])).plan
    #expect(both.changes.contains { $0.name == link } && both.refused().changes.allSatisfy { $0.outcome == .skipped })
  }

  @Test func linkCreatedSinceThePlanIsAConflict() async throws {
    let azure = try RunningAzure()
    try await azure.makeZone(Self.zone)
    let work = try await azure.backend(links: [RunningAzure.network]).plan(.present([gateway]))
    try await makeLink(azure, to: RunningAzure.network)
    #expect(
      try await work.apply().changes.map(\.outcome) == [
        .conflict(
          "link '\(link)' of zone 'contoso-apim.azure-api.net' was created by someone else since the plan. Plan "
            + "again."),
        .applied,
      ])
    #expect(try await azure.list("/\(Self.zone)/virtualNetworkLinks").map { $0["tags"] as? [String: String] } == [[:]])
  }

  @Test func forbiddenLinkNamesTheRolesThatAreNeeded() async throws {
    let azure = try RunningAzure()
    let client = AnsweringClient(azure.client) { request in
      guard request.method == "PUT", request.url.contains("/virtualNetworkLinks/") else { return nil }
      return HTTPResponse(
        status: 403, content: Array("{\"error\":{\"code\":\"LinkedAuthorizationFailed\",\"message\":\"No.\"}}".utf8))
    }
    let done = try await apply(azure.backend(links: [RunningAzure.network], client: client), gateway)
    guard case .failed(let reason) = done.changes[1].outcome else {
      Issue.record("the link is \(done.changes[1].outcome)")
      return
    }
    #expect(
      reason.hasSuffix(
        ". Assign the client a role such as Private DNS Zone Contributor, and for the virtual network Network "
          + "Contributor. Run 'apim-dns auth' to see which client it is."))
  }

  @Test func linkChangedSinceThePlanIsAConflict() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(links: [RunningAzure.network]), gateway)
    let removal = try await azure.backend().plan(.absent)
    try await makeLink(azure, to: RunningAzure.network)
    #expect(
      try await removal.apply().changes.map(\.outcome) == [
        .skipped,
        .conflict("link '\(link)' of zone 'contoso-apim.azure-api.net' changed since the plan. Plan again."),
        .skipped,
      ])
    #expect(try await azure.list("/\(Self.zone)/virtualNetworkLinks").count == 1)
  }

  @Test func zoneThatLostItsOwnerMarkSinceThePlanIsAConflict() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(), gateway)
    let removal = try await azure.backend().plan(.absent)
    try await azure.makeZone(Self.zone, tags: "{\"team\":\"network\"}")
    #expect(
      try await removal.apply().changes.map(\.outcome) == [
        .applied, .conflict("zone 'contoso-apim.azure-api.net' lost its owner mark since the plan. Plan again."),
      ])
    #expect(try await azure.list("").count == 1)
  }

  @Test func managedZoneChangedSinceThePlanIsDeleted() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(), gateway)
    let removal = try await azure.backend().plan(.absent)
    try await azure.makeZone(Self.zone, tags: Self.mark)
    #expect(try await removal.apply().changes.map(\.outcome) == [.applied, .applied])
    #expect(try await azure.list("").isEmpty)
  }

  /// A record set that is added after the check must not be deleted with the zone.
  @Test func recordSetAddedDuringTheDeletionKeepsTheZone() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(), gateway)
    let client = MeddlingClient(azure.client) { request in
      request.method == "DELETE" && !request.url.contains("/A/")
    } meddle: {
      try await azure.makeZone(Self.zone, tags: Self.mark)
      try await azure.makeRecordSet(Self.zone, "www", ["10.8.0.1"])
    }
    #expect(
      try await azure.backend(client: client).plan(.absent).apply().changes.map(\.outcome) == [
        .applied,
        .conflict(
          "zone 'contoso-apim.azure-api.net' is kept, because 'www' (A) was added to it since the plan. Plan again."),
      ])
    #expect(try await azure.addresses(Self.zone, "www") == ["10.8.0.1"])
  }

  @Test func zoneThatKeepsChangingIsTriedTwice() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(), gateway)
    let methods = Recorder()
    let client = AnsweringClient(azure.client) { request in
      guard request.method == "DELETE", !request.url.contains("/A/") else { return nil }
      methods.note(request.method)
      return HTTPResponse(
        status: 412, content: Array("{\"error\":{\"code\":\"PreconditionFailed\",\"message\":\"No.\"}}".utf8))
    }
    #expect(
      try await azure.backend(client: client).plan(.absent).apply().changes.map(\.outcome) == [
        .applied,
        .conflict("zone 'contoso-apim.azure-api.net' keeps changing. Plan again when nobody else is changing it."),
      ])
    #expect(methods.all.count == 2)
  }
}

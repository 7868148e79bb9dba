import AzureBackend
import DNSModel
import Reconciliation
import ResourceManager
import TestSupport
import Testing

/// A run of which Azure refuses a part loses no name that worked before.
@Suite(.timeLimit(.minutes(5)))
struct HalfDoneRunTests {
  private static let old = [
    recordSet("contoso-apim.azure-api.net", "10.1.0.5"), recordSet("contoso-apim.developer.azure-api.net", "10.1.0.5"),
  ]
  private static let new = [
    recordSet("contoso-apim.westus.azure-api.net", "10.1.0.5"),
    recordSet("contoso-apim.portal.azure-api.net", "10.1.0.5"),
  ]
  private static let notDeleted =
    "nothing was deleted in \(RunningAzure.group), because not everything was created and updated. Correct the cause, "
    + "then apply again."

  /// A client whose requests get status 403 if they are matched.
  private func refusing(
    _ azure: RunningAzure, _ isRefused: @escaping @Sendable (HTTPRequest) -> Bool
  ) -> AnsweringClient {
    AnsweringClient(azure.client) { request in
      guard isRefused(request) else { return nil }
      return HTTPResponse(
        status: 403, content: Array("{\"error\":{\"code\":\"AuthorizationFailed\",\"message\":\"You may not.\"}}".utf8))
    }
  }

  private func kinds(_ plan: BackendPlan, _ outcome: Change.Outcome) -> [String] {
    plan.changes.filter { $0.outcome == outcome }.map { "\($0.action) \($0.kind)" }
  }

  @Test("A new scheme deletes no old name if its zones or links are refused", arguments: [false, true])
  func newSchemeKeepsOldNames(onlyLinks: Bool) async throws {
    let azure = try RunningAzure()
    let links = [RunningAzure.network]
    _ = try await apply(azure.backend(links: links), Self.old)
    let client = refusing(azure) { request in
      request.method == "PUT" && (request.url.contains("westus") || request.url.contains("portal"))
        && (!onlyLinks || request.url.contains("/virtualNetworkLinks/"))
    }
    let done = try await apply(azure.backend(links: links, client: client), Self.new)
    #expect(done.warnings.last == Self.notDeleted)
    #expect(
      kinds(done, .applied) == (onlyLinks ? ["create zone", "create zone"] : []), "only the zones can be created")
    // A zone that no network is linked to gets no record.
    #expect(
      kinds(done, .skipped).sorted()
        == (onlyLinks ? [] : ["create link", "create link"]) + ["create record", "create record"]
        + ["delete link", "delete link", "delete record", "delete record", "delete zone", "delete zone"])
    for set in Self.old {
      #expect(try await azure.addresses(set.name.text) == ["10.1.0.5"])
      #expect(try await azure.list("/\(set.name)/virtualNetworkLinks").count == 1)
    }
    let again = try await apply(azure.backend(links: links), Self.new)
    #expect(again.changes.allSatisfy { $0.outcome == .applied })
    #expect(try await azure.list("").count == 2)
  }

  @Test("A record is created if one of two links can be created, or if the zone has another link")
  func oneLinkIsEnough() async throws {
    let azure = try RunningAzure()
    let links = [RunningAzure.network, RunningAzure.network + "-b"]
    let client = refusing(azure) { $0.method == "PUT" && $0.url.contains("/virtualNetworkLinks/vnet1-b") }
    let done = try await apply(azure.backend(links: links, client: client), Self.old[0])
    #expect(kinds(done, .applied) == ["create zone", "create link", "create record"])
    let more = refusing(azure) { $0.method == "PUT" && $0.url.contains("/virtualNetworkLinks/") }
    try await azure.ask("DELETE", "/\(Self.old[0].name)/A/@")
    let again = try await apply(azure.backend(links: links, client: more), Self.old[0])
    #expect(kinds(again, .applied) == ["create record"])
  }

  @Test("Links are left as they are if nothing is said about them, and count as deletions otherwise")
  func silenceAboutLinksLeavesThem() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(links: [RunningAzure.network]), Self.old)
    #expect(try await azure.backend().plan(.present(Self.old)).plan.isInSync)
    let none = try await azure.backend(links: []).plan(.present(Self.old))
    #expect(summary(none.plan).count == 2)
    let sentence =
      "\(RunningAzure.group): this would delete 2 links, but the limit is 1. Check the plan, then raise --max-deletes or "
      + "use --force."
    await #expect(throws: BackendError(.refused, sentence)) { try await none.apply(within: SafetyLimits(deletes: 1)) }
    #expect(
      none.plan.warnings == [
        "no virtual network is linked to 'contoso-apim.azure-api.net', 'contoso-apim.developer.azure-api.net', so no "
          + "network resolves these zones. Set --link, or links: under backends: { azure } in the inventory."
      ])
    // The links of a zone that is no longer desired go with it.
    let fewer = try await azure.backend().plan(.present([Self.old[0]])).apply()
    #expect(fewer.changes.map(\.kind) == [.record, .link, .zone])
    #expect(fewer.changes.allSatisfy { $0.outcome == .applied })
    #expect(fewer.warnings == [])
  }

  @Test("A zone that cannot be read for lack of permission is left out, and the others are served")
  func unreadableZoneIsLeftOut() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(), Self.old)
    // It would be read, because it hides names.
    try await azure.makeZone("scm.azure-api.net")
    try await azure.makeRecordSet("scm.azure-api.net", "a", ["10.9.9.9"])
    let client = refusing(azure) { request in
      request.method == "GET"
        && ["/contoso-apim.developer.azure-api.net/", "/scm.azure-api.net/"].contains { request.url.contains($0) }
    }
    let wanted = [recordSet("contoso-apim.azure-api.net", "10.1.0.9"), Self.old[1], Self.new[0]]
    let work = try await azure.backend(client: client).plan(.present(wanted))
    let denied = work.plan.problems.first ?? ""
    let reason =
      "because it cannot be read: Azure refused to read privateDnsZones/contoso-apim.developer.azure-api.net/ALL: "
      + "AuthorizationFailed (403): You may not (request ID "
    #expect(work.plan.problems.count == 1)
    #expect(denied.hasPrefix("zone 'contoso-apim.developer.azure-api.net' is left as it is, \(reason)"))
    #expect(
      work.plan.warnings.contains { $0.hasPrefix("zone 'scm.azure-api.net' is ignored, because it cannot be read: ") })
    #expect(summary(work.plan).count == 3 && !work.plan.isInSync)
    let done = try await work.apply()
    #expect(done.changes.allSatisfy { $0.outcome == .applied } && done.hasFailures)
    #expect(try await azure.addresses("contoso-apim.azure-api.net") == ["10.1.0.9"])
    // What else would be deleted stays, because a desired name may be in the zone that cannot be read.
    let rest = try await azure.backend(client: client).plan(.present([Self.old[1]])).apply()
    #expect(rest.changes.allSatisfy { $0.action == .delete && $0.outcome == .skipped })
    #expect(
      rest.warnings.contains(
        "apply will delete nothing, because a zone that the inventory needs, or that can hide its names, cannot be read."
      ))
  }

  @Test("A record set that lost its mark is left out with the policy skip, and the rest is done")
  func lostMarkIsLeftOut() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(), Self.old)
    try await azure.makeRecordSet("contoso-apim.azure-api.net", "@", ["10.1.0.5"])
    let wanted = [
      recordSet("contoso-apim.azure-api.net", "10.1.0.9"),
      recordSet("contoso-apim.developer.azure-api.net", "10.1.0.9"),
    ]
    let work = try await azure.backend().plan(.present(wanted), onConflict: .skip)
    #expect(work.plan.conflicts.isEmpty)
    #expect(
      work.plan.leftOut.map(\.reason) == [
        "'contoso-apim.azure-api.net' is unmanaged and holds 10.1.0.5 (TTL 300). Remove the name from the inventory, "
          + "skip it with --on-conflict skip, or use --force to take it over."
      ])
    let done = try await work.apply()
    #expect(summary(done) == ["update record contoso-apim.developer.azure-api.net"])
    #expect(done.hasFailures && done.changes.allSatisfy { $0.outcome == .applied })
    #expect(try await azure.addresses("contoso-apim.azure-api.net") == ["10.1.0.5"])
    // A conflict that can be overridden stays with the other policy.
    let forced = try await azure.backend().plan(.present(wanted), onConflict: .skipUnlessOverridable)
    #expect(forced.plan.leftOut.isEmpty && forced.plan.conflicts.count == 1)
  }

  @Test("While something is left out, nothing is deleted, and no network is linked to records of others")
  func leftOutKeepsOldNames() async throws {
    let azure = try RunningAzure()
    let links = [RunningAzure.network]
    _ = try await apply(azure.backend(links: links), Self.old)
    for set in Self.new {
      try await azure.makeZone(set.name.text)
      try await azure.makeRecordSet(set.name.text, "@", ["10.9.9.9"])
    }
    let work = try await azure.backend(links: links).plan(.present(Self.new), onConflict: .skip)
    #expect(work.plan.leftOut.count == 2)
    #expect(
      work.plan.warnings
        == ["apply will delete nothing, because something is left out. Resolve its conflict, then apply again."])
    let done = try await work.apply()
    #expect(done.changes.allSatisfy { $0.action == .delete && $0.outcome == .skipped })
    for set in Self.old { #expect(try await azure.addresses(set.name.text) == ["10.1.0.5"]) }
    for set in Self.new { #expect(try await azure.list("/\(set.name)/virtualNetworkLinks").isEmpty) }
  }

  @Test("Without a word about links, zones that reach a network stay until the new ones reach it")
  func silenceAboutLinksKeepsOldZones() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(links: [RunningAzure.network]), Self.old)
    for _ in 0..<2 {
      let work = try await azure.backend().plan(.present(Self.new))
      #expect(
        work.plan.warnings.first
          == "apply will delete nothing, because virtual networks would lose names: '\(RunningAzure.network.lowercased())' resolves "
          + "'contoso-apim.azure-api.net' and no zone with 'contoso-apim.portal.azure-api.net' is linked to it. Link these zones "
          + "with --link, or with links: under backends: { azure } in the inventory. Link a zone that is not managed yourself. If "
          + "the network needs none of these names, remove its link to zone 'contoso-apim.azure-api.net' yourself.")
      let done = try await work.apply()
      #expect(done.hasFailures && !done.changes.contains { $0.action == .delete && $0.outcome == .applied })
      for set in Self.old { #expect(try await azure.addresses(set.name.text) == ["10.1.0.5"]) }
    }
    let done = try await apply(azure.backend(links: [RunningAzure.network]), Self.new)
    #expect(done.changes.allSatisfy { $0.outcome == .applied })
    #expect(try await azure.list("").count == 2)
  }

  @Test("A removal with a zone that cannot be read has a problem") func removalWithAnUnreadableZone() async throws {
    let azure = try RunningAzure()
    try await azure.makeZone("corp.example")
    try await azure.makeRecordSet("corp.example", "a", ["10.9.9.9"])
    let client = refusing(azure) { $0.method == "GET" && $0.url.contains("/corp.example/") }
    let backend = try azure.backend(client: client)
    #expect(try await backend.plan(.absent).plan.problems.count == 1)
    #expect(try await AzureOwnership(backend, .release).plan(.absent).plan.problems.count == 1)
    #expect(try await backend.plan(.present([])).plan.problems.isEmpty)
  }

  @Test("An unmanaged record set with the same addresses is in sync, and stays unmanaged")
  func equalRecordSetIsInSync() async throws {
    let azure = try RunningAzure()
    let zone = Self.old[0].name.text
    try await azure.makeZone(zone)
    try await azure.makeRecordSet(zone, "@", ["10.1.0.5"], ttl: 60)
    let backend = try azure.backend()
    let plan = try await backend.plan(.present([Self.old[0]])).plan
    #expect(plan.isInSync && plan.unchanged == 1)
    #expect(try await backend.plan(.absent).plan.isInSync)
  }
}

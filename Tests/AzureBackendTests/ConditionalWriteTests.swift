import AzureBackend
import DNSModel
import Reconciliation
import ResourceManager
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ConditionalWriteTests {
  static let zone = "contoso-apim.azure-api.net"
  let gateway = recordSet("contoso-apim.azure-api.net", "10.1.0.5")

  @Test func recordSetCreatedSinceThePlanIsAConflict() async throws {
    let azure = try RunningAzure()
    try await azure.makeZone(Self.zone)
    let work = try await azure.backend().plan(.present([gateway]))
    try await azure.makeRecordSet(Self.zone, "@", ["10.9.9.9"], ttl: 60)
    #expect(
      try await work.apply().changes.map(\.outcome) == [
        .conflict(
          "'contoso-apim.azure-api.net' changed since the plan, which would write 10.1.0.5 (TTL 300): it held "
            + "nothing then and holds 10.9.9.9 (TTL 60) now. Plan again.")
      ])
    #expect(try await azure.addresses(Self.zone) == ["10.9.9.9"])
  }

  @Test func recordSetChangedSinceThePlanIsAConflict() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(), gateway)
    let update = try await azure.backend().plan(.present([recordSet("contoso-apim.azure-api.net", "10.1.0.6")]))
    let removal = try await azure.backend().plan(.absent)
    try await azure.makeRecordSet(Self.zone, "@", [])
    #expect(
      try await update.apply().changes.map(\.outcome) == [
        .conflict(
          "'contoso-apim.azure-api.net' changed since the plan, which would write 10.1.0.6 (TTL 300): it held "
            + "10.1.0.5 (TTL 300) then and holds no address (TTL 300) now. Plan again.")
      ])
    #expect(
      try await removal.apply().changes.map(\.outcome) == [
        .conflict(
          "'contoso-apim.azure-api.net' changed since the plan, which would delete it: it held 10.1.0.5 (TTL 300) "
            + "then and holds no address (TTL 300) now. Plan again."), .skipped,
      ])
    #expect(try await azure.addresses(Self.zone) == [])
  }

  @Test func sameChangeByAnotherRunCountsAsApplied() async throws {
    let azure = try RunningAzure(["--page-size", "1"])
    let first = try await azure.backend(links: [RunningAzure.network]).plan(.present([gateway]))
    let second = try await azure.backend(links: [RunningAzure.network]).plan(.present([gateway]))
    #expect(try await first.apply().changes.allSatisfy { $0.outcome == .applied })
    #expect(try await second.apply().changes.allSatisfy { $0.outcome == .applied })
    let removals = [try await azure.backend().plan(.absent), try await azure.backend().plan(.absent)]
    for removal in removals {
      #expect(try await removal.apply().changes.map(\.outcome) == [.applied, .applied, .applied])
    }
  }

  @Test func zoneCreatedSinceThePlanIsAConflict() async throws {
    let azure = try RunningAzure()
    let work = try await azure.backend(links: [RunningAzure.network])
      .plan(.present([gateway, recordSet("fabrikam-apim.azure-api.net", "10.1.0.6")]))
    try await azure.makeZone(Self.zone)
    #expect(
      try await work.apply().changes.map(\.outcome) == [
        .conflict(
          "zone 'contoso-apim.azure-api.net' was created by someone else since the plan. Plan "
            + "again."), .skipped,
        .skipped,
        .applied, .applied, .applied,
      ])
  }

  @Test func recordSetAddedSinceThePlanKeepsTheZone() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(), gateway)
    let removal = try await azure.backend().plan(.absent)
    try await azure.makeRecordSet(Self.zone, "www", ["10.8.0.1"])
    #expect(
      try await removal.apply().changes.map(\.outcome) == [
        .applied,
        .conflict(
          "zone 'contoso-apim.azure-api.net' is kept, because 'www' (A) was added to it since the plan. Plan again."),
      ])
    #expect(try await azure.addresses(Self.zone, "www") == ["10.8.0.1"])
  }

  @Test(
    arguments: ["PUT", "DELETE"], ["/privateDnsZones/contoso-apim.azure-api.net?", "/virtualNetworkLinks/", "/A/@?"])
  func lostResponseIsNotAFailure(_ method: String, _ path: String) async throws {
    let azure = try RunningAzure()
    let client = LosingClient(azure.client) { $0.method == method && $0.url.contains(path) }
    let backend = try azure.backend(links: [RunningAzure.network], client: client)
    let made = try await apply(backend, gateway)
    #expect(made.changes.map(\.outcome) == [.applied, .applied, .applied])
    #expect(try await azure.addresses(Self.zone) == ["10.1.0.5"])
    let removed = try await backend.plan(.absent).apply()
    #expect(removed.changes.map(\.outcome) == [.applied, .applied, .applied])
    #expect(try await azure.list("").isEmpty)
  }

  @Test func failedZoneDoesNotBlockOtherZones() async throws {
    let azure = try RunningAzure()
    let client = AnsweringClient(azure.client) { request in
      guard request.method == "PUT", request.url.contains("/privateDnsZones/contoso-apim.azure-api.net?") else {
        return nil
      }
      return HTTPResponse(
        status: 403, fields: [HTTPField("x-ms-request-id", "r-1")],
        content: Array("{\"error\":{\"code\":\"AuthorizationFailed\",\"message\":\"You may not.\"}}".utf8))
    }
    let backend = try azure.backend(links: [RunningAzure.network], client: client)
    let done = try await apply(backend, gateway, recordSet("fabrikam-apim.azure-api.net", "10.1.0.6"))
    #expect(
      done.changes.map(\.outcome) == [
        .failed(
          "Azure refused to write privateDnsZones/contoso-apim.azure-api.net: AuthorizationFailed (403): You may not "
            + "(request ID r-1). Assign the client a role such as Private DNS Zone Contributor. Run 'apim-dns auth' "
            + "to see which client it is."),
        .skipped, .skipped, .applied, .applied, .applied,
      ])
    #expect(try await azure.addresses("fabrikam-apim.azure-api.net") == ["10.1.0.6"])
  }

  @Test func deletionsAreSkippedAfterAFailure() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(links: [RunningAzure.network]), gateway)
    let client = AnsweringClient(azure.client) { request in
      guard request.method == "DELETE", request.url.contains("/virtualNetworkLinks/") else { return nil }
      return HTTPResponse(
        status: 409, content: Array("{\"code\":\"Conflict\",\"message\":\"Busy.\\r\\nReally.\"}".utf8))
    }
    let done = try await azure.backend(client: client).plan(.absent).apply()
    // A zone that stays linked without its record would hide what other zones have.
    #expect(done.changes.map(\.outcome).first == .skipped)
    #expect(done.changes.map(\.outcome).last == .skipped)
    #expect(try await azure.addresses("contoso-apim.azure-api.net") == ["10.1.0.5"])
    guard case .failed(let reason) = done.changes[1].outcome else {
      Issue.record("the link is \(done.changes[1].outcome)")
      return
    }
    #expect(reason.contains("/virtualNetworkLinks/vnet1-"))
    #expect(reason.contains(": Conflict (409): Busy (request ID "))
  }
}

import AzureBackend
import DNSModel
import Reconciliation
import Synchronization
import Testing

/// Sends everything on, and loses the first answer to a kind of request.
final class LosingClient: HTTPClient {
  private let client: any HTTPClient
  private let loses: @Sendable (HTTPRequest) -> Bool
  private let hasLost = Mutex(false)

  init(_ client: any HTTPClient, loses: @escaping @Sendable (HTTPRequest) -> Bool) {
    self.client = client
    self.loses = loses
  }

  func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse {
    let response = try await client.send(request)
    let isLost = loses(request) && hasLost.withLock { hasLost in
      defer { hasLost = true }
      return !hasLost
    }
    guard !isLost else { throw HTTPClientError(code: .connectionLost, description: "lost by the test") }
    return response
  }
}

@Suite(.timeLimit(.minutes(1)))
struct ConditionalWriteTests {
  static let zone = "contoso-apim.azure-api.net"
  let gateway = recordSet("contoso-apim.azure-api.net", "10.1.0.5")

  @Test func aSetThatCameInSinceThePlan() async throws {
    let azure = try RunningAzure()
    try await azure.makeZone(Self.zone)
    let work = try await azure.backend().plan(.present([gateway]))
    try await azure.makeRecordSet(Self.zone, "@", ["10.9.9.9"], ttl: 60)
    #expect(
      try await work.carryOut().changes.map(\.outcome) == [
        .conflict(
          "'contoso-apim.azure-api.net' holds 10.9.9.9 (TTL 60) now, the plan started from nothing, and wanted 10.1.0.5 "
            + "(TTL 300): plan again")
      ])
    #expect(try await azure.addresses(Self.zone) == ["10.9.9.9"])
  }

  @Test func aSetThatChangedSinceThePlan() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(), gateway)
    let update = try await azure.backend().plan(.present([recordSet("contoso-apim.azure-api.net", "10.1.0.6")]))
    let removal = try await azure.backend().plan(.absent)
    try await azure.makeRecordSet(Self.zone, "@", [])
    #expect(
      try await update.carryOut().changes.map(\.outcome) == [
        .conflict(
          "'contoso-apim.azure-api.net' holds no address (TTL 300) now, the plan started from 10.1.0.5 (TTL 300), and "
            + "wanted 10.1.0.6 (TTL 300): plan again")
      ])
    #expect(
      try await removal.carryOut().changes.map(\.outcome) == [
        .conflict(
          "'contoso-apim.azure-api.net' holds no address (TTL 300) now, the plan started from 10.1.0.5 (TTL 300), and "
            + "wanted nothing: plan again"), .skipped,
      ])
    #expect(try await azure.addresses(Self.zone) == [])
  }

  @Test func whatSomebodyElseDidInOurNameIsDone() async throws {
    let azure = try RunningAzure(["--page-size", "1"])
    let first = try await azure.backend(links: [RunningAzure.network]).plan(.present([gateway]))
    let second = try await azure.backend(links: [RunningAzure.network]).plan(.present([gateway]))
    #expect(try await first.carryOut().changes.allSatisfy { $0.outcome == .applied })
    #expect(try await second.carryOut().changes.allSatisfy { $0.outcome == .applied })
    let removals = [try await azure.backend().plan(.absent), try await azure.backend().plan(.absent)]
    for removal in removals {
      #expect(try await removal.carryOut().changes.map(\.outcome) == [.applied, .applied, .applied])
    }
  }

  @Test func aZoneThatSomebodyElseMadeSinceThePlan() async throws {
    let azure = try RunningAzure()
    let work = try await azure.backend(links: [RunningAzure.network])
      .plan(.present([gateway, recordSet("fabrikam-apim.azure-api.net", "10.1.0.6")]))
    try await azure.makeZone(Self.zone)
    #expect(
      try await work.carryOut().changes.map(\.outcome) == [
        .conflict("somebody else made the zone 'contoso-apim.azure-api.net' since the plan: plan again"), .skipped, .skipped,
        .applied, .applied, .applied,
      ])
  }

  @Test func aSetThatCameIntoAZoneThatGoes() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(), gateway)
    let removal = try await azure.backend().plan(.absent)
    try await azure.makeRecordSet(Self.zone, "www", ["10.8.0.1"])
    #expect(
      try await removal.carryOut().changes.map(\.outcome) == [
        .applied,
        .conflict(
          "the zone 'contoso-apim.azure-api.net' stays, because 'www' (A) came into it since the plan: plan again"),
      ])
    #expect(try await azure.addresses(Self.zone, "www") == ["10.8.0.1"])
  }

  @Test(arguments: ["PUT", "DELETE"], ["/privateDnsZones/contoso-apim.azure-api.net?", "/virtualNetworkLinks/", "/A/@?"])
  func aLostAnswerIsNoFailure(_ method: String, _ path: String) async throws {
    let azure = try RunningAzure()
    let client = LosingClient(azure.client) { $0.method == method && $0.url.contains(path) }
    let backend = try azure.backend(links: [RunningAzure.network], client: client)
    let made = try await apply(backend, gateway)
    #expect(made.changes.map(\.outcome) == [.applied, .applied, .applied])
    #expect(try await azure.addresses(Self.zone) == ["10.1.0.5"])
    let removed = try await backend.plan(.absent).carryOut()
    #expect(removed.changes.map(\.outcome) == [.applied, .applied, .applied])
    #expect(try await azure.list("").isEmpty)
  }

  @Test func oneZoneThatFailsDoesNotHoldUpTheOthers() async throws {
    let azure = try RunningAzure(["--page-size", "2"])
    let sets = [gateway, recordSet("fabrikam-apim.azure-api.net", "10.1.0.6")]
    let work = try await azure.backend(links: [RunningAzure.network.replacing("vnet1", with: "v")]).plan(.present(sets))
    try await azure.makeZone("fabrikam-apim.azure-api.net")
    let done = try await work.carryOut()
    #expect(done.changes.map(\.outcome).prefix(3) == [.applied, .applied, .applied])
    #expect(done.hasFailures)
  }
}

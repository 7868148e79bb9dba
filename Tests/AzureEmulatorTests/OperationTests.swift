import Testing

@testable import azure_emulator

/// When operations end that nobody polls.
@Suite("The emulator's operations") struct OperationTests {
  private static let zone = ZoneID(subscription: "s", resourceGroup: "g", name: "contoso.example")

  /// A log with one accepted operation that makes a zone.
  private func accepted(_ options: [String]) throws -> (OperationLog, Operation) {
    let target = try #require(RequestTarget("/subscriptions/s?api-version=2024-06-01".utf8))
    let request = HTTPRequest(method: "PUT", target: target, fields: HTTPFields(), body: [])
    let operation = try Operation(
      "UpsertPrivateDnsZone", Self.zone,
      ManagementRequest(request, to: .network, authority: "http://127.0.0.1:1", settings: Options(options)),
      change: { state throws(ManagementError) in state[Self.zone] = Zone(id: Self.zone, tags: nil) },
      resource: { _ in nil })
    var log = OperationLog()
    log.append(operation)
    return (log, operation)
  }

  @Test(
    "An operation finishes by itself after ten seconds and two Retry-After delays",
    arguments: [(["--retry-after", "0"], 10), ([], 12), (["--retry-after", "30"], 70)])
  func overdue(options: [String], seconds: Int) throws {
    var (log, operation) = try accepted(options)
    let now = ContinuousClock.now
    var state = DNSState()
    log.endOverdue(&state, now: now + .seconds(seconds) - .seconds(1))
    #expect(state[Self.zone] == nil)
    log.endOverdue(&state, now: now + .seconds(seconds))
    #expect(state[Self.zone] != nil)
    let target = try #require(RequestTarget(operation.statusTarget.utf8))
    operation = try log.poll(operation.id, at: target, &state)
    guard case .succeeded = operation.status else {
      Issue.record("the operation has not ended")
      return
    }
  }

  @Test("Signed URLs are as long as Azure's") func size() throws {
    let (_, operation) = try accepted([])
    #expect((3050...3100).contains(operation.statusTarget.utf8.drop { $0 != UInt8(ascii: "?") }.count))
    #expect(operation.statusTarget != operation.resultTarget)
  }
}

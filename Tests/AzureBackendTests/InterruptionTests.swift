import AzureBackend
import DNSModel
import Reconciliation
import ResourceManager
import Synchronization
import TestSupport
import Testing

/// A cancelled apply begins nothing new, and says what was done.
@Suite(.timeLimit(.minutes(5)))
struct InterruptionTests {
  private static let old = recordSet("fabrikam-apim.azure-api.net", "10.1.0.6")
  private static let wanted = [
    recordSet("contoso-apim.westus.azure-api.net", "10.1.0.5"),
    recordSet("contoso-apim.portal.azure-api.net", "10.1.0.5"),
  ]

  /// The number of writes of an apply that nobody interrupts: two zones, links and record sets, and three deletions.
  private static let writes = 9

  @Test("After a cancellation before or after any write, the outcomes are true", arguments: 0..<writes, [false, true])
  func outcomesAreTrue(number: Int, before: Bool) async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(links: [RunningAzure.network]), Self.old)
    let task = Mutex<Task<BackendPlan, any Error>?>(nil)
    let sent = Recorder()
    let client = InterruptingClient(azure.client) { request, isAnswered in
      guard ["PUT", "DELETE"].contains(request.method) else { return }
      if !isAnswered { sent.note(request.url) }
      if sent.all.count == number + 1, isAnswered != before { task.withLock { $0?.cancel() } }
    }
    let work = try await azure.backend(links: [RunningAzure.network], client: client).plan(.present(Self.wanted))
    let running = task.withLock { task in
      let running = Task { try await work.apply() }
      task = running
      return running
    }
    let done = try await running.value
    // Requests that were sent at the same moment are finished; nothing is known of none.
    #expect(sent.all.count <= Self.writes)
    for change in done.changes {
      let isThere = try await exists(change, in: azure)
      switch change.outcome {
      case .applied: #expect(isThere == (change.action == .create), "\(change)")
      case .skipped: #expect(isThere == (change.action == .delete), "\(change)")
      default: Issue.record("\(change)")
      }
    }
    #expect(done.changes.count { $0.outcome == .applied } == sent.all.count)
    if done.changes.contains(where: { $0.action == .create && $0.outcome != .applied }) {
      #expect(try await azure.addresses(Self.old.name.text) == ["10.1.0.6"])
    }
    let again = try await apply(azure.backend(links: [RunningAzure.network]), Self.wanted)
    #expect(again.changes.allSatisfy { $0.outcome == .applied })
    #expect(try await azure.list("").count == 2)
  }

  @Test("A write that does not end within the grace period has an unknown result")
  func slowWriteIsUnknown() async throws {
    let azure = try RunningAzure()
    let task = Mutex<Task<BackendPlan, any Error>?>(nil)
    let client = InterruptingClient(azure.client) { request, isAnswered in
      guard request.method == "PUT", !isAnswered else { return }
      task.withLock { $0?.cancel() }
      try? await Task.sleep(for: .seconds(60))
    }
    let work = try await azure.backend(client: client).plan(.present([Self.old]))
    let running = task.withLock { task in
      let running = Task { try await work.apply() }
      task = running
      return running
    }
    let done = try await running.value
    #expect(
      done.changes.map(\.outcome) == [
        .unknown(
          "no response arrived before the run ended. It is not known whether Azure made this change. Plan again."),
        .skipped,
      ])
    #expect(done.hasFailures)
  }

  @Test("A write that waits for a rate limit is skipped soon after the cancellation", arguments: [429, 503])
  func throttledWriteIsSkipped(status: Int) async throws {
    let azure = try RunningAzure()
    let task = Mutex<Task<BackendPlan, any Error>?>(nil)
    let sent = Recorder()
    let client = AnsweringClient(azure.client) { request in
      guard request.method == "PUT" else { return nil }
      sent.note(request.url)
      task.withLock { $0?.cancel() }
      return HTTPResponse(status: status, fields: [HTTPField("Retry-After", "600")], content: Array("{}".utf8))
    }
    let sets = [Self.old] + Self.wanted
    let work = try await azure.backend(client: client).plan(.present(sets))
    let start = ContinuousClock.now
    let running = task.withLock { task in
      let running = Task { try await work.apply() }
      task = running
      return running
    }
    let done = try await running.value
    #expect(ContinuousClock.now - start < .seconds(9), "it waits neither for Retry-After nor for the grace period")
    #expect(sent.all.count <= 3)
    #expect(done.changes.allSatisfy { $0.outcome != .applied })
    #expect(done.changes.contains { $0.outcome == .skipped })
    #expect(try await azure.list("").isEmpty)
  }

  @Test("A plan whose task was cancelled before is not applied") func cancelledTaskBeginsNothing() async throws {
    let azure = try RunningAzure()
    let work = try await azure.backend().plan(.present([Self.old]))
    let running = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await work.apply()
    }
    running.cancel()
    #expect(try await running.value.changes.allSatisfy { $0.outcome == .skipped })
    #expect(try await azure.list("").isEmpty)
  }

  /// Whether the resource of a change exists.
  private func exists(_ change: Change, in azure: RunningAzure) async throws -> Bool {
    let zone = try #require(change.zone)
    let path =
      switch change.kind {
      case .zone: "/\(zone)"
      case .link: "/\(zone)/virtualNetworkLinks/\(change.name)"
      default: "/\(zone)/A/@"
      }
    return try await azure.ask("GET", path).status == 200
  }
}

/// Calls a function before each request, and after its response.
private struct InterruptingClient: HTTPClient {
  private let client: any HTTPClient
  private let body: @Sendable (HTTPRequest, _ isAnswered: Bool) async -> Void

  init(_ client: any HTTPClient, _ body: @escaping @Sendable (HTTPRequest, Bool) async -> Void) {
    self.client = client
    self.body = body
  }

  func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse {
    await body(request, false)
    if Task.isCancelled { throw .cancelled }
    let response = try await client.send(request)
    await body(request, true)
    return response
  }
}

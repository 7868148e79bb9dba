import Reconciliation
import ResourceManager
import TestSupport
import Testing

@testable import AzureBackend

/// A write without an answer may be done, so its result is not known.
@Suite struct UnknownResultTests {
  private let time = TestTime()
  private static let path = "privateDnsZones/contoso-apim.azure-api.net/A/@"
  private static let plea = "It is not known whether Azure made this change. Plan again."
  private static let lost = HTTPClientError(code: .connectionLost, description: "the connection closed")

  /// The outcomes of creating a zone and its record set, whose writes and polls get the answers of a script.
  private func outcomes(
    _ answer: @escaping @Sendable (_ number: Int, HTTPRequest) -> Result<HTTPResponse, HTTPClientError>
  ) async throws -> BackendPlan {
    let sent = Recorder()
    let client = ScriptedClient { _, request in
      guard request.url.contains("/A/@?") || request.url.contains("/poll") else {
        return request.method == "GET" ? json(200, "{\"value\":[]}") : json(201, "{}")
      }
      sent.note(request.url)
      return answer(sent.all.count, request)
    }
    let backend = try AzureBackend(
      subscription: "s", resourceGroup: "g", client: client, tokens: TestTokens(time), timeout: 60,
      time: time.systemTime)
    return try await apply(backend, recordSet("contoso-apim.azure-api.net", "10.1.0.5"))
  }

  @Test("A write that never gets an answer is not known, and says to plan again") func lostAnswer() async throws {
    let done = try await outcomes { _, _ in .failure(Self.lost) }
    #expect(
      done.changes.map(\.outcome) == [
        .applied, .unknown("cannot write \(Self.path) in Azure: the connection closed. \(Self.plea)"),
      ])
    #expect(done.hasFailures)
  }

  @Test("A retry that Azure only puts off does not tell how the lost write ended", arguments: [429, 503])
  func lostAnswerThenRetries(status: Int) async throws {
    let done = try await outcomes { number, _ in number == 1 ? .failure(Self.lost) : json(status, "{}") }
    #expect(
      done.changes.last?.outcome
        == .unknown("cannot write \(Self.path) in Azure: the connection closed. \(Self.plea)"))
  }

  @Test("An accepted write whose operation nobody can follow is not known", arguments: [false, true])
  func lostPoll(isAnswered: Bool) async throws {
    let done = try await outcomes { number, _ in
      guard number == 1 else { return isAnswered ? json(404, "{}") : .failure(Self.lost) }
      return json(202, "{}", fields: HTTPField("Azure-AsyncOperation", "https://management.azure.com/poll"))
    }
    guard case .unknown(let reason)? = done.changes.last?.outcome else {
      Issue.record("\(done.changes)")
      return
    }
    #expect(reason.hasSuffix(Self.plea))
  }

  @Test("A write that was refused, or that never left, failed") func failedWrites() async throws {
    let refused = try await outcomes { _, _ in json(400, "{\"code\":\"Bad\",\"message\":\"No.\"}") }
    let unsent = try await outcomes { _, _ in .failure(HTTPClientError(code: .cannotConnect, description: "nobody")) }
    let late = try await outcomes { [time] _, _ in
      time.pass(100)
      return json(503, "{}")
    }
    for done in [refused, unsent, late] {
      guard case .failed? = done.changes.last?.outcome else {
        Issue.record("\(done.changes)")
        continue
      }
    }
    #expect(
      unsent.changes.last?.outcome == .failed("cannot write \(Self.path) in Azure: nobody"))
  }
}

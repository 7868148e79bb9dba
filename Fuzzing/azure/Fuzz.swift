import APIManagement
import DNSModel
import Foundation
import Reconciliation
import Synchronization

@testable import AzureBackend

/// A Resource Manager that answers anything at all: planning and applying end, with a plan or an error.
///
/// The input is the answers, parted by lines that hold only `%`. The first line of each is its status, the next ones up to
/// an empty line are header fields, the rest is its content. Once they are used up, the server is gone.
func fuzz(_ bytes: [UInt8]) {
  let done = DispatchSemaphore(value: 0)
  let time = PassingTime()
  Task.detached {
    let backend = try AzureBackend(
      subscription: "s", resourceGroup: "g",
      links: [ResourceID("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v")].compactMap(
        \.self),
      client: ScriptedServer(bytes), tokens: OneToken(), budget: 60, time: time.keeper)
    for goal in [Goal.present(desired), .absent] {
      guard let work = try? await backend.plan(goal) else { continue }
      _ = work.plan.changes.map(\.name)
      _ = try? await work.carryOut()
    }
    done.signal()
  }
  done.wait()
}

private let desired = ["a.example", "*.b.example"].compactMap { try? DomainName($0) }.map {
  RecordSet(name: $0, ttl: .standard, addresses: [IPv4Address(number: 0x0A01_0005)])
}

/// Gives out the answers of the input, one after the other.
private final class ScriptedServer: HTTPClient {
  private let answers: Mutex<ArraySlice<HTTPResponse>>

  init(_ bytes: [UInt8]) {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    answers = Mutex(lines.split(separator: [UInt8(ascii: "%")][...]).prefix(64).map(Self.answer)[...])
  }

  func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse {
    guard let answer = answers.withLock({ $0.popFirst() }) else {
      throw HTTPClientError(code: .badAddress, description: "no more answers")
    }
    return answer
  }

  private static func answer(_ lines: ArraySlice<ArraySlice<UInt8>>) -> HTTPResponse {
    let texts = lines.map { String(decoding: $0, as: UTF8.self) }
    var response = HTTPResponse(status: texts.first.flatMap { Int($0) } ?? 200)
    let head = texts.dropFirst().prefix { !$0.isEmpty }
    for field in head {
      let parts = field.split(separator: ":", maxSplits: 1).map(String.init)
      if parts.count == 2 { response.fields.append(HTTPField(parts[0], parts[1])) }
    }
    response.content = Array(texts.dropFirst(head.count + 2).joined(separator: "\n").utf8)
    return response
  }
}

private struct OneToken: TokenSource {
  func newToken() async -> AccessToken { AccessToken("token", end: 1e12) }
}

/// A time that passes only while somebody waits.
private final class PassingTime: Sendable {
  private let now = Mutex(784_111_777.0)

  var keeper: Timekeeper {
    Timekeeper(now: { self.now.withLock { $0 } }) { seconds in self.now.withLock { $0 += max(seconds, 0.001) } }
  }
}

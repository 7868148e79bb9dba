import Synchronization
import TestSupport
import Testing

@testable import ResourceManager

/// When requests are sent.
@Suite struct RateLimiterTests {
  private let time = TestTime()

  /// A server with a token bucket.
  private final class BucketServer: HTTPClient {
    private struct State {
      var level: Double
      var time: Double
      var refused = 0
    }
    private let state: Mutex<State>
    private let time: TestTime
    private let burst: Double
    private let rate: Double
    private let says: Bool

    init(_ time: TestTime, burst: Double, rate: Double, saysWhatIsLeft: Bool) {
      (self.time, self.burst, self.rate, says) = (time, burst, rate, saysWhatIsLeft)
      state = Mutex(State(level: burst, time: time.now))
    }

    var refused: Int { state.withLock { $0.refused } }

    func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse {
      await Task.yield()
      return state.withLock { state in
        let now = max(time.now, state.time)
        state.level = min(burst, state.level + (now - state.time) * rate)
        state.time = now
        guard state.level >= 1 else {
          state.refused += 1
          return HTTPResponse(status: 429, fields: [HTTPField("Retry-After", "1")])
        }
        state.level -= 1
        let left = HTTPField("x-ms-ratelimit-remaining-subscription-writes", "\(Int(state.level))")
        return HTTPResponse(status: 200, fields: says ? [left] : [])
      }
    }
  }

  @Test(arguments: [true, false])
  func tokenBucketIsUsedToItsLimitAndHardlyExceeded(saysWhatIsLeft: Bool) async throws {
    let server = BucketServer(time, burst: 200, rate: 10, saysWhatIsLeft: saysWhatIsLeft)
    let retryingClient = RetryingClient(client: server, time: time.systemTime, timeout: 600)
    let start = time.now
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<1000 {
        group.addTask { _ = try? await retryingClient.send(HTTPRequest(method: "PUT", url: "https://x.example")) }
      }
    }
    let elapsed = time.now - start
    #expect((79.0...84.0).contains(elapsed), "\(elapsed) s")
    // If the server does not report what is left, requests in flight at the first refusal are refused too.
    #expect(server.refused < (saysWhatIsLeft ? 16 : 16 + RateLimiter.maximumConcurrency), "\(server.refused) refused")
  }

  @Test func retryAfterPausesAllRequests() async throws {
    let client = ScriptedClient { number, _ in
      number == 0 ? json(503, "{}", fields: HTTPField("Retry-After", "90")) : json(200, "{}")
    }
    let retryingClient = RetryingClient(client: client, time: time.systemTime, timeout: 600)
    let request = HTTPRequest(method: "GET", url: "https://x.example")
    let start = time.now
    async let first = retryingClient.send(request)
    while client.requests.isEmpty { await Task.yield() }
    for _ in 0..<100 { await Task.yield() }
    _ = try await (retryingClient.send(request), retryingClient.send(request), first)
    #expect(time.now - start >= 90)
    #expect(time.waits.first == 90)
    #expect(client.requests.count == 4)
  }

  /// A server may report any number of remaining requests.
  @Test(arguments: [
    "9223372036854775807", "-9223372036854775808", "-1", "99999999999999999999", "0", "nothing", "",
  ])
  func invalidRemainingRequestsAreIgnored(number: String) async throws {
    let left = HTTPField("x-ms-ratelimit-remaining-subscription-reads", number)
    let client = ScriptedClient { _, _ in json(200, "{}", fields: left) }
    let retryingClient = RetryingClient(client: client, time: time.systemTime, timeout: 600)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<20 {
        group.addTask { _ = try await retryingClient.send(HTTPRequest(method: "GET", url: "https://x.example")) }
      }
      try await group.waitForAll()
    }
    #expect(client.requests.count == 20)
  }

  @Test func repeatedFailuresPauseAllRequests() async throws {
    let client = ScriptedClient { number, _ in
      number < 40 ? .failure(HTTPClientError(code: .connectionLost, description: "x")) : json(200, "{}")
    }
    let retryingClient = RetryingClient(client: client, time: time.systemTime, timeout: 600)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<20 {
        group.addTask { _ = try? await retryingClient.send(HTTPRequest(method: "GET", url: "https://x.example")) }
      }
    }
    #expect(client.requests.count == 60)
  }

  @Test func requestsInFlightAreLimited() async throws {
    let most = Mutex((now: 0, most: 0))
    struct Counting: HTTPClient {
      let enter: @Sendable () -> Void
      let leave: @Sendable () -> Void
      func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse {
        enter()
        for _ in 0..<20 { await Task.yield() }
        leave()
        return HTTPResponse(status: 200)
      }
    }
    let box = Box(most)
    let client = Counting(
      enter: {
        box.change {
          $0.now += 1; $0.most = max($0.most, $0.now)
        }
      }, leave: { box.change { $0.now -= 1 } })
    let retryingClient = RetryingClient(client: client, time: time.systemTime, timeout: 600)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<500 {
        group.addTask { _ = try? await retryingClient.send(HTTPRequest(method: "GET", url: "https://x.example")) }
      }
    }
    #expect(box.most <= RateLimiter.maximumConcurrency)
    #expect(box.most > 1)
  }

  @Test func operationConflictsAreRetried() async throws {
    let client = ScriptedClient { number, _ in
      switch number {
      case 0: json(409, #"{"code":"Conflict","message":"Another operation is pending on this zone."}"#)
      case 1: json(409, #"{"error":{"code":"RetryableErrorDueToAnotherOperation","message":"x"}}"#)
      default: json(409, #"{"code":"Conflict","message":"The CNAME record could not be created."}"#)
      }
    }
    let retryingClient = RetryingClient(client: client, time: time.systemTime, timeout: 600)
    let response = try await retryingClient.send(HTTPRequest(method: "PUT", url: "https://x.example"))
    #expect(response.status == 409)
    #expect(client.requests.count == 3)
  }

  @Test func htmlPagesAreRetried() async throws {
    let client = ScriptedClient { number, _ in number < 3 ? json(200, " <html>") : json(200, "\n{}") }
    let retryingClient = RetryingClient(client: client, time: time.systemTime, timeout: 600)
    _ = try await retryingClient.send(HTTPRequest(method: "GET", url: "https://x.example"))
    #expect(client.requests.count == 4)
  }

  @Test func onlyHTMLPagesCountTowardsTheirLimit() async throws {
    let client = ScriptedClient { number, _ in
      number < 8 ? json(500, "{}") : number == 8 ? json(200, "<html>") : json(200, "{}")
    }
    let retryingClient = RetryingClient(client: client, time: time.systemTime, timeout: 600)
    _ = try await retryingClient.send(HTTPRequest(method: "PUT", url: "https://x.example"))
    #expect(client.requests.count == 10)
  }

  @Test(arguments: ["GET", "PUT", "DELETE"]) func htmlPageIsNeverASuccess(method: String) async {
    let always = ScriptedClient { _, _ in json(200, "<html>") }
    let error = await #expect(throws: HTTPClientError.self) {
      try await RetryingClient(client: always, time: time.systemTime, timeout: 600)
        .send(HTTPRequest(method: method, url: "https://x.example"))
    }
    #expect(
      error?.description
        == "the response is not JSON; a proxy may have sent it. Check https_proxy and no_proxy.")
    #expect(always.requests.count == 6)
  }

  @Test func requestsShareADeadline() async throws {
    let client = ScriptedClient { _, _ in json(429, "{}", fields: HTTPField("Retry-After", "40")) }
    let retryingClient = RetryingClient(client: client, time: time.systemTime, timeout: 100).withSharedDeadline()
    let request = HTTPRequest(method: "GET", url: "https://x.example")
    #expect(try await retryingClient.send(request).status == 429)
    #expect(client.requests.count == 3)
    await #expect(
      throws: HTTPClientError(
        code: .notSent,
        description: "the time limit of 100 s passed before the request could be sent. Use a longer --timeout.")
    ) {
      try await retryingClient.send(request)
    }
    #expect(client.requests.count == 3)
  }
}

/// A locked pair of counters.
private final class Box: Sendable {
  private let state: Mutex<(now: Int, most: Int)>

  init(_ state: consuming Mutex<(now: Int, most: Int)>) { self.state = state }

  var most: Int { state.withLock { $0.most } }

  func change(_ change: (inout (now: Int, most: Int)) -> Void) { state.withLock { change(&$0) } }
}

import ConcurrentWork
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

/// What happens to a write that waits when the run is interrupted, and to requests with a documented limit.
@Suite(.timeLimit(.minutes(1))) struct WaitingRequestTests {
  private static let root = "https://management.azure.com/subscriptions/s/resourceGroups/g/providers/Microsoft.Network"

  /// The creation of a zone, or the link of one.
  private static func put(_ path: String) -> HTTPRequest {
    HTTPRequest(
      method: "PUT", url: "\(root)/privateDnsZones/\(path)?api-version=1", fields: [Precondition.absent.field])
  }

  @Test("The stop signal ends the wait of a write, not that of a read", arguments: [RequestKind.write, .read])
  func stopSignalEndsTheWait(kind: RequestKind) async throws {
    let stop = StopSignal()
    // Each look at the clock takes a second, and the first wait is interrupted.
    let clock = Mutex(0.0)
    let time = SystemTime(
      now: {
        clock.withLock { clock in
          clock += 1
          return clock
        }
      }, sleep: { _ in stop.request() })
    let rateLimiter = RateLimiter(time)
    #expect(try await rateLimiter.acquire(kind, before: 1000))
    await rateLimiter.release(kind, HTTPResponse(status: 503, fields: [HTTPField("Retry-After", "60")]))
    #expect(try await rateLimiter.acquire(kind, before: 1000, unless: stop) == (kind == .read))
  }

  @Test("The stop signal ends the wait for a documented limit, also of those in line") func stopSignalEndsTheLine()
    async throws
  {
    let (stop, time) = (StopSignal(), SimulatedTime())
    let server = MinuteServer(time, limit: 40, says: true)
    let client = RetryingClient(client: server, time: time.systemTime, timeout: 600).stopping(on: stop)
    let start = time.now
    let unsent = try await time.run {
      await withTaskGroup(of: Bool.self) { group in
        for number in 0..<100 {
          group.addTask {
            do throws(HTTPClientError) {
              return try await client.send(Self.put("z\(number).example")).status != 201
            } catch {
              return error.code == .notSent
            }
          }
        }
        group.addTask {
          try? await time.sleep(30)
          stop.request()
          return false
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
    }
    #expect(unsent == 60 && server.accepted == 40)
    #expect(time.now - start < 31)
  }

  @Test(
    "A documented limit is kept from the first response that shows it, and from the first refusal",
    arguments: [true, false])
  func documentedLimit(says: Bool) async throws {
    let time = SimulatedTime()
    let server = MinuteServer(time, limit: 40, says: says)
    let client = RetryingClient(client: server, time: time.systemTime, timeout: 600)
    let start = time.now
    try await time.run {
      await withTaskGroup(of: Void.self) { group in
        for number in 0..<100 { group.addTask { _ = try? await client.send(Self.put("z\(number).example")) } }
      }
    }
    #expect(server.accepted == 100)
    #expect((120.0...122.0).contains(time.now - start), "\(time.now - start) s")
    #expect(server.refused <= (says ? 0 : RateLimiter.maximumConcurrency), "\(server.refused) refused")
  }

  @Test(
    "A server that does not keep a documented limit is not waited for, also if it refuses something now and then",
    arguments: [Int.max, 5])
  func limitThatIsNotKept(refusedEach: Int) async throws {
    let time = SimulatedTime()
    let server = MinuteServer(time, limit: 10_000, says: true, refusedEach: refusedEach)
    let client = RetryingClient(client: server, time: time.systemTime, timeout: 600)
    let start = time.now
    try await time.run {
      await withTaskGroup(of: Void.self) { group in
        for number in 0..<300 { group.addTask { _ = try? await client.send(Self.put("z\(number).example")) } }
      }
    }
    #expect(server.accepted == 300 && (server.refused > 0) == (refusedEach < 300))
    #expect(time.now - start < (refusedEach < 300 ? 30 : 1))
  }

  @Test("A request does not wait for those with another limit") func otherKindsGoOn() async throws {
    let time = SimulatedTime()
    let server = MinuteServer(time, limit: 40, says: true)
    let client = RetryingClient(client: server, time: time.systemTime, timeout: 600)
    let start = time.now
    let end = try await time.run {
      await withTaskGroup(of: Double?.self) { group in
        for number in 0..<100 {
          group.addTask {
            _ = try? await client.send(Self.put("z\(number).example"))
            return nil
          }
        }
        group.addTask {
          try? await time.sleep(1)
          _ = try? await client.send(Self.put("z0.example/virtualNetworkLinks/hub"))
          return time.now
        }
        return await group.compactMap(\.self).reduce(0) { $0 + $1 }
      }
    }
    #expect(end - start < 2)
  }

  @Test(
    "Each kind of request has its documented limit",
    arguments: [
      ("GET", "", 100), ("GET", "/z.example", 200), ("PUT", "/z.example", 40), ("PATCH", "/z.example", 40),
      ("DELETE", "/z.example", 40), ("GET", "/z.example/ALL", 100), ("GET", "/z.example/virtualNetworkLinks", 20),
      ("GET", "/z.example/virtualNetworkLinks/hub", 100), ("PUT", "/z.example/virtualNetworkLinks/hub", 60),
      ("GET", "/z.example/A/@", 200), ("DELETE", "/z.example/A/@", 60),
    ])
  func documentedLimits(method: String, path: String, perMinute: Int) {
    let url = "\(Self.root)/privateDnsZones\(path)?api-version=1"
    #expect(DocumentedLimit(HTTPRequest(method: method, url: url))?.perMinute == perMinute)
  }

  @Test("Zones share a limit if they are in one subscription, and record sets if they are in one zone")
  func sharedLimits() {
    func limit(_ method: String, _ url: String, _ fields: HTTPField...) -> DocumentedLimit? {
      DocumentedLimit(HTTPRequest(method: method, url: "https://x.example/subscriptions/\(url)", fields: fields))
    }
    let zones = "providers/Microsoft.Network/privateDnsZones"
    #expect(limit("PUT", "s/resourceGroups/g/\(zones)/a") == limit("PATCH", "S/resourceGroups/h/\(zones)/B"))
    #expect(limit("PUT", "s/resourceGroups/g/\(zones)/a") != limit("PUT", "t/resourceGroups/g/\(zones)/a"))
    let new = limit("PUT", "s/resourceGroups/g/\(zones)/a", Precondition.absent.field)
    #expect(new != limit("PUT", "s/resourceGroups/g/\(zones)/a") && new?.perMinute == 40)
    #expect(limit("PUT", "s/resourceGroups/g/\(zones)/a/A/x") == limit("PUT", "s/resourceGroups/g/\(zones)/a/A/y"))
    #expect(limit("PUT", "s/resourceGroups/g/\(zones)/a/A/x") != limit("PUT", "s/resourceGroups/g/\(zones)/b/A/x"))
    #expect(limit("GET", "s/\(zones)")?.perMinute == 60)
    #expect(limit("GET", "s/resourceGroups/g/providers/Microsoft.Network/privateDnsOperationStatuses/1") == nil)
    #expect(limit("GET", "s/providers/Microsoft.ApiManagement/service") == nil)
  }
}

/// A server that accepts so many zones in a minute, which starts with the first one.
private final class MinuteServer: HTTPClient {
  private struct State {
    var start = -Double.infinity
    var count = 0
    var accepted = 0
    var refused = 0
  }

  private let state = Mutex(State())
  private let time: SimulatedTime
  private let limit: Int
  /// Whether it reports what is left of the limit; otherwise it reports another, larger limit, as Azure does.
  private let says: Bool
  /// Every request with a multiple of this number is refused for another reason.
  private let refusedEach: Int

  init(_ time: SimulatedTime, limit: Int, says: Bool, refusedEach: Int = .max) {
    (self.time, self.limit, self.says, self.refusedEach) = (time, limit, says, refusedEach)
  }

  var accepted: Int { state.withLock { $0.accepted } }
  var refused: Int { state.withLock { $0.refused } }

  func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse {
    try? await time.sleep(0.015)
    let response = state.withLock { state -> HTTPResponse in
      if time.now - state.start >= 60 { (state.start, state.count) = (time.now, 0) }
      guard request.url.contains("/virtualNetworkLinks/") || state.count < limit else {
        state.refused += 1
        return HTTPResponse(status: 429, fields: [HTTPField("Retry-After", "10")])
      }
      state.count += 1
      guard state.count % refusedEach != 0 else {
        state.refused += 1
        return HTTPResponse(status: 429)
      }
      state.accepted += 1
      let left = HTTPField(
        "x-ms-ratelimit-remaining-subscription-resource-requests", says ? "\(limit - state.count)" : "11999")
      return HTTPResponse(status: 201, fields: [left])
    }
    try? await time.sleep(0.015)
    return response
  }
}

/// A locked pair of counters.
private final class Box: Sendable {
  private let state: Mutex<(now: Int, most: Int)>

  init(_ state: consuming Mutex<(now: Int, most: Int)>) { self.state = state }

  var most: Int { state.withLock { $0.most } }

  func change(_ change: (inout (now: Int, most: Int)) -> Void) { state.withLock { change(&$0) } }
}

import ConcurrentWork

/// Decides when requests are sent; shared by all requests to the same server.
///
/// Up to ``maximumConcurrency`` requests run at once until the server throttles them. Requests of a kind with a documented limit
/// keep to it as soon as the server shows that it does: see ``LimitedRequests``. A `Retry-After` pauses all requests. The
/// remaining requests in `x-ms-ratelimit-remaining-*` are never exceeded. Two throttled responses reveal the rate limit of the
/// server, and from then on requests keep to it. See "Throttling" in
/// [Request limits and throttling](https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling).
actor RateLimiter {
  /// The most requests in flight.
  static let maximumConcurrency = 64

  /// When the first request of a line may be sent.
  enum Turn {
    case now
    /// After so many seconds.
    case after(Double)
    /// After the next response.
    case afterResponse
  }

  /// Requests that wait for their turn; only the first one looks at the clock.
  private struct Line {
    var hasFirst = false
    var others: [CheckedContinuation<Void, Never>] = []
    var othersStart = 0
    /// The first one, if it waits for a response.
    var responseWaiter: CheckedContinuation<Void, Never>?
  }

  private let time: SystemTime
  private var inFlight: [RequestKind: Int] = [:]
  private var remaining: [RequestKind: Int] = [:]
  private var pausedUntil = -Double.infinity
  private var consecutiveFailures = 0
  private var window = Double(RateLimiter.maximumConcurrency)
  private var bucket = TokenBucket()
  /// The requests under each documented limit.
  private var limited: [DocumentedLimit: LimitedRequests] = [:]
  /// The line of each documented limit, and that of all requests, whose key is nil.
  private var lines: [DocumentedLimit?: Line] = [:]

  /// Starts without knowledge of the server's limits.
  init(_ time: SystemTime) { self.time = time }

  /// Waits until a request may be sent.
  ///
  /// Requests under the same documented limit are served in order of arrival, and do not wait for those under another one.
  ///
  /// - Parameters:
  ///   - kind: whether it reads or writes.
  ///   - limit: the documented limit of the request; nil for none.
  ///   - deadline: when sending no longer makes sense, in seconds since the Unix epoch.
  ///   - stop: asks to send no more writes.
  /// - Returns: whether to send; false if the deadline is over, or would be when it is the request's turn, or for a write after
  ///   the stop signal.
  /// - Throws: `CancellationError` if the task is cancelled while it waits.
  func acquire(
    _ kind: RequestKind, under limit: DocumentedLimit? = nil, before deadline: Double, unless stop: StopSignal? = nil
  ) async throws -> Bool {
    let stop = kind == .write ? stop : nil
    guard let limit else { return try await wait(in: nil, before: deadline, unless: stop) { claim(kind) } }
    let isItsTurn = try await wait(in: limit, before: deadline, unless: stop) {
      limited[limit, default: LimitedRequests(limit)].claim(now: time.now())
    }
    guard isItsTurn else { return false }
    var isSent = false
    defer {
      if !isSent {
        limited[limit]?.giveBack()
        resumeResponseWaiter(in: limit)
      }
    }
    isSent = try await wait(in: nil, before: deadline, unless: stop) { claim(kind) }
    return isSent
  }

  /// Waits in a line until it is the request's turn.
  private func wait(
    in line: DocumentedLimit?, before deadline: Double, unless stop: StopSignal?, _ claim: () -> Turn
  ) async throws -> Bool {
    if lines[line, default: Line()].hasFirst {
      await withCheckedContinuation { lines[line, default: Line()].others.append($0) }
    }
    lines[line, default: Line()].hasFirst = true
    defer { resumeNext(in: line) }
    while true {
      guard time.now() < deadline, stop?.isRequested != true else { return false }
      switch claim() {
      case .now: return true
      case .after(let seconds):
        guard time.now() + seconds < deadline else { return false }
        try await time.sleep(seconds, unless: stop)
      case .afterResponse:
        await withCheckedContinuation { lines[line]?.responseWaiter = $0 }
      }
    }
  }

  /// Claims the turn of a request of any limit.
  private func claim(_ kind: RequestKind) -> Turn {
    let wait = max(pausedUntil, bucket.next(now: time.now())) - time.now()
    guard wait <= 0 else { return .after(wait) }
    guard hasFreeSlot(for: kind) else { return .afterResponse }
    inFlight[kind, default: 0] += 1
    bucket.spend()
    return .now
  }

  /// Records the end of a request, and the limits that its response reports.
  func release(_ kind: RequestKind, under limit: DocumentedLimit? = nil, _ response: HTTPResponse?) {
    inFlight[kind, default: 1] -= 1
    resumeResponseWaiter(in: nil)
    if let limit {
      limited[limit]?.end(response, now: time.now())
      resumeResponseWaiter(in: limit)
    }
    guard let response else { return recordFailure() }
    // What is left under a documented limit says nothing about other requests.
    if let left = response.remainingRequests, limit.flatMap({ limited[$0]?.isKept }) != true {
      // Responses overtake each other, and a late one reports more than is left.
      remaining[kind] = min(left, remaining[kind].map { $0 + 1 } ?? left)
      bucket.limit(to: left - (inFlight[kind] ?? 0))
    }
    guard response.status == 429 || response.status >= 500 else {
      consecutiveFailures = 0
      window = min(Double(Self.maximumConcurrency), window + 0.25)
      bucket.served(now: time.now())
      return
    }
    let wait = RetryAfter(response, now: time.now())?.seconds ?? 0
    guard wait > 0 else { return recordFailure() }
    // Other requests that were in flight at the first refusal tell nothing new about the rate.
    if response.status == 429, time.now() >= pausedUntil {
      bucket.refused(now: time.now())
      window = 1
    }
    pausedUntil = max(pausedUntil, time.now() + wait)
  }

  /// Pauses all requests after repeated failures.
  private func recordFailure() {
    consecutiveFailures += 1
    guard consecutiveFailures >= 8 else { return }
    pausedUntil = max(pausedUntil, time.now() + backoff(min(consecutiveFailures - 7, 5)))
  }

  /// Whether one more request may be in flight.
  ///
  /// The last request that the server would accept is left to other clients.
  private func hasFreeSlot(for kind: RequestKind) -> Bool {
    let all = inFlight.values.reduce(0, +)
    guard all > 0 else { return true }
    // Once the rate is known, the token bucket is the limit.
    guard Double(all) < (bucket.isKnown ? Double(Self.maximumConcurrency) : window.rounded(.down)) else { return false }
    let same = inFlight[kind] ?? 0
    guard same > 0, !bucket.isKnown, let left = remaining[kind] else { return true }
    return same + 2 < left
  }

  /// Lets the first request of a line check whether it may be sent.
  private func resumeResponseWaiter(in line: DocumentedLimit?) {
    lines[line]?.responseWaiter?.resume()
    lines[line]?.responseWaiter = nil
  }

  /// Makes the next request the first one of a line.
  private func resumeNext(in line: DocumentedLimit?) {
    guard let waiting = lines[line], waiting.othersStart < waiting.others.count else {
      lines[line] = nil
      return
    }
    lines[line]?.othersStart += 1
    waiting.others[waiting.othersStart].resume()
  }
}

/// Reads and writes, which Azure limits separately.
enum RequestKind: Hashable, Sendable {
  case read
  case write

  /// The kind of a request method.
  init(_ method: String) { self = method == "GET" || method == "HEAD" ? .read : .write }
}

extension HTTPResponse {
  /// How many more requests the server would accept now, at most 10⁹; nil if it does not say.
  var remainingRequests: Int? {
    fields.filter { $0.name.lowercased().hasPrefix("x-ms-ratelimit-remaining-") }.compactMap { Int($0.value) }.min()
      .map { min(max(0, $0), 1_000_000_000) }
  }
}

/// The delay before a retry: 0.5 s, doubled each time up to 30 s, times a random factor between 0.5 and 1.
///
/// - Parameter tries: how many tries have failed, at least 1.
/// - Returns: the delay in seconds.
func backoff(_ tries: Int) -> Double {
  let full = min(30, 0.5 * Double(1 << min(tries - 1, 10)))
  return full * Double.random(in: 0.5...1)
}

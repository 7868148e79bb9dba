import ConcurrentWork

/// Decides when requests are sent; shared by all requests to the same server.
///
/// Up to ``maximumConcurrency`` requests run at once until the server throttles them. A `Retry-After` pauses all requests. The
/// remaining requests in `x-ms-ratelimit-remaining-*` are never exceeded. Two throttled responses reveal the rate limit of the
/// server, and from then on requests keep to it. See "Throttling" in
/// [Request limits and throttling](https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling).
actor RateLimiter {
  /// The most requests in flight.
  static let maximumConcurrency = 64

  private let time: SystemTime
  private var inFlight: [RequestKind: Int] = [:]
  private var remaining: [RequestKind: Int] = [:]
  private var pausedUntil = -Double.infinity
  private var consecutiveFailures = 0
  private var window = Double(RateLimiter.maximumConcurrency)
  private var bucket = TokenBucket()

  private var isQueueHeadWaiting = false
  private var queue: [CheckedContinuation<Void, Never>] = []
  private var queueStart = 0
  private var slotWaiter: CheckedContinuation<Void, Never>?

  /// Starts without knowledge of the server's limits.
  init(_ time: SystemTime) { self.time = time }

  /// Waits until a request may be sent.
  ///
  /// Requests are served in order of arrival.
  ///
  /// - Parameters:
  ///   - kind: whether it reads or writes.
  ///   - deadline: when sending no longer makes sense, in seconds since the Unix epoch.
  ///   - stop: asks to send no more writes.
  /// - Returns: whether to send; false if the deadline is over, or would be when it is the request's turn, or for a write after
  ///   the stop signal.
  /// - Throws: `CancellationError` if the task is cancelled while it waits.
  func acquire(_ kind: RequestKind, before deadline: Double, unless stop: StopSignal? = nil) async throws -> Bool {
    let stop = kind == .write ? stop : nil
    if isQueueHeadWaiting { await withCheckedContinuation { queue.append($0) } }
    isQueueHeadWaiting = true
    defer { resumeNextWaiter() }
    while true {
      let wait = max(0, max(pausedUntil, bucket.next(now: time.now())) - time.now())
      guard time.now() + wait < deadline, stop?.isRequested != true else { return false }
      if wait > 0 {
        try await time.sleep(wait, unless: stop)
      } else if hasFreeSlot(for: kind) {
        inFlight[kind, default: 0] += 1
        bucket.spend()
        return true
      } else {
        await withCheckedContinuation { slotWaiter = $0 }
      }
    }
  }

  /// Records the end of a request, and the limits that its response reports.
  func release(_ kind: RequestKind, _ response: HTTPResponse?) {
    inFlight[kind, default: 1] -= 1
    slotWaiter?.resume()
    slotWaiter = nil
    guard let response else { return recordFailure() }
    if let left = response.remainingRequests {
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

  /// Lets the next waiting request check whether it may be sent.
  private func resumeNextWaiter() {
    guard queueStart < queue.count else {
      queue = []
      queueStart = 0
      isQueueHeadWaiting = false
      return
    }
    queueStart += 1
    queue[queueStart - 1].resume()
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

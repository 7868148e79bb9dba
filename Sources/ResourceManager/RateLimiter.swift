/// Decides when requests may go out; one for all who send to the same server.
///
/// As many requests as there are maximumConcurrency go out at once until the server says otherwise. A `Retry-After` holds everybody
/// back until it is over; what `x-ms-ratelimit-remaining-*` says is left is never overdrawn; and two refusals tell how
/// fast the server lets requests through, which from then on is how fast they go out. See "Throttling" in
/// [Request limits and throttling](https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling).
actor RateLimiter {
  /// The most requests that are under way at the same time.
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

  /// Makes a pacer that has heard nothing from the server yet.
  init(_ time: SystemTime) { self.time = time }

  /// Waits until a request may go out; whoever comes first goes first.
  ///
  /// - Parameters:
  ///   - kind: what it does.
  ///   - deadline: when no request may go out any more, in seconds since the beginning of 1970.
  /// - Returns: whether it may go out; if not, the deadline is over, or would be when the request's turn comes.
  /// - Throws: `CancellationError` when the task is cancelled meanwhile.
  func acquire(_ kind: RequestKind, before deadline: Double) async throws -> Bool {
    if isQueueHeadWaiting { await withCheckedContinuation { queue.append($0) } }
    isQueueHeadWaiting = true
    defer { resumeNextWaiter() }
    while true {
      let wait = max(0, max(pausedUntil, bucket.next(now: time.now())) - time.now())
      guard time.now() + wait < deadline else { return false }
      if wait > 0 {
        try await time.sleep(wait)
      } else if hasFreeSlot(for: kind) {
        inFlight[kind, default: 0] += 1
        bucket.spend()
        return true
      } else {
        await withCheckedContinuation { slotWaiter = $0 }
      }
    }
  }

  /// Takes note that a request has ended, and of what its answer says about the server.
  func release(_ kind: RequestKind, _ response: HTTPResponse?) {
    inFlight[kind, default: 1] -= 1
    slotWaiter?.resume()
    slotWaiter = nil
    guard let response else { return recordFailure() }
    if let left = response.remainingRequests {
      // Answers overtake each other, and one that is late says more than there is.
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
    // Refusals of what went out together with the first that was refused say nothing new about the rate.
    if response.status == 429, time.now() >= pausedUntil {
      bucket.refused(now: time.now())
      window = 1
    }
    pausedUntil = max(pausedUntil, time.now() + wait)
  }

  /// A server that fails again and again is left alone for a while, by everybody.
  private func recordFailure() {
    consecutiveFailures += 1
    guard consecutiveFailures >= 8 else { return }
    pausedUntil = max(pausedUntil, time.now() + backoff(min(consecutiveFailures - 7, 5)))
  }

  /// Whether one more request may be under way; the last that the server says it would take is always left to others.
  private func hasFreeSlot(for kind: RequestKind) -> Bool {
    let all = inFlight.values.reduce(0, +)
    guard all > 0 else { return true }
    // Once the rate is known, it is enough to keep to it.
    guard Double(all) < (bucket.isKnown ? Double(Self.maximumConcurrency) : window.rounded(.down)) else { return false }
    let same = inFlight[kind] ?? 0
    guard same > 0, !bucket.isKnown, let left = remaining[kind] else { return true }
    return same + 2 < left
  }

  /// Lets the next in the queue come to the door.
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

/// What a request does; Azure counts the two apart.
enum RequestKind: Hashable, Sendable {
  /// It changes nothing.
  case read
  /// It changes something.
  case write

  /// The kind of a request with a method.
  init(_ method: String) { self = method == "GET" || method == "HEAD" ? .read : .write }
}

extension HTTPResponse {
  /// How many more requests the server says it would take now, at most a billion; nothing when it does not say.
  var remainingRequests: Int? {
    fields.filter { $0.name.lowercased().hasPrefix("x-ms-ratelimit-remaining-") }.compactMap { Int($0.value) }.min()
      .map { min(max(0, $0), 1_000_000_000) }
  }
}

/// Half a second, doubled each time up to 30 seconds, and then between half and all of that.
///
/// - Parameter tries: how many tries have failed, from 1.
/// - Returns: the seconds to wait.
func backoff(_ tries: Int) -> Double {
  let full = min(30, 0.5 * Double(1 << min(tries - 1, 10)))
  return full * Double.random(in: 0.5...1)
}

/// Estimates the token bucket with which a server limits requests.
///
/// When a request is refused, the bucket is empty. So between two refusals, the server accepted as many requests as tokens were
/// added. That number divided by the time is the refill rate.
struct TokenBucket {
  /// The share of the measured rate that is used, so that errors of measurement do not exceed the limit.
  private static let caution = 0.99
  /// The share by which the rate grows per second without a refusal; larger if fewer requests were measured.
  private var growth: Double { min(0.02, max(0.0005, 0.5 / Double(max(1, servedSinceFirst)))) }
  /// After this many seconds without a refusal, the limit no longer applies.
  private static let memory = 120.0

  private var rate: Double?
  private var level = 0.0
  private var levelTime = 0.0
  private var firstRefusal: Double?
  private var lastRefusal = 0.0
  private var servedSinceFirst = 0

  var isKnown: Bool { rate != nil }

  /// When the next request may be sent, in seconds since the Unix epoch.
  mutating func next(now: Double) -> Double {
    guard let rate else { return now }
    guard now - lastRefusal < Self.memory else {
      self = TokenBucket()
      return now
    }
    level += (now - levelTime) * rate
    self.rate = rate * (1 + growth * (now - levelTime))
    levelTime = now
    return level >= 1 ? now : now + (1 - level) / rate
  }

  /// Takes a token for a request.
  mutating func spend() {
    if rate != nil { level -= 1 }
  }

  /// Limits the bucket to the requests that the server says are left.
  mutating func limit(to left: Int) { level = min(level, Double(left)) }

  /// Counts a request that the server accepted.
  mutating func served(now: Double) {
    if firstRefusal != nil { servedSinceFirst += 1 }
  }

  /// Records that the server refused a request because of its rate limit.
  mutating func refused(now: Double) {
    lastRefusal = now
    level = 0
    levelTime = now
    guard let firstRefusal else {
      self.firstRefusal = now
      return
    }
    let elapsed = now - firstRefusal
    guard elapsed > 0, servedSinceFirst > 0 else { return }
    rate = (Double(servedSinceFirst) + 0.5) / elapsed * Self.caution
    // Old measurements are less reliable than new ones.
    if elapsed > 60 {
      self.firstRefusal = now
      servedSinceFirst = 0
    }
  }
}

/// What a server that counts requests in a token bucket would still take, as far as its refusals tell.
///
/// At a refusal the bucket is empty. So between two refusals as many requests were served as came into it, and that
/// divided by the time is the rate at which it fills.
struct TokenBucket {
  /// How far below the measured rate requests go out, so that errors of measurement do not overdraw.
  private static let caution = 0.99
  /// By what share the rate grows with every second without a refusal: the less was measured, the more.
  private var growth: Double { min(0.02, max(0.0005, 0.5 / Double(max(1, servedSinceFirst)))) }
  /// After how many seconds without a refusal the rate is forgotten: the limit is gone.
  private static let memory = 120.0

  private var rate: Double?
  private var level = 0.0
  private var levelTime = 0.0
  private var firstRefusal: Double?
  private var lastRefusal = 0.0
  private var servedSinceFirst = 0

  /// Whether the rate is known.
  var isKnown: Bool { rate != nil }

  /// When the next request may go out, in seconds since the beginning of 1970.
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

  /// A request goes out.
  mutating func spend() {
    if rate != nil { level -= 1 }
  }

  /// The server says how many more requests it would take: no more go out than that.
  mutating func limit(to left: Int) { level = min(level, Double(left)) }

  /// A request was served.
  mutating func served(now: Double) {
    if firstRefusal != nil { servedSinceFirst += 1 }
  }

  /// A request was refused because there were too many.
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
    // What was measured long ago says less than what is measured now.
    if elapsed > 60 {
      self.firstRefusal = now
      servedSinceFirst = 0
    }
  }
}

/// Refuses requests that come too fast: a token bucket for the reads, writes and deletions of each zone.
///
/// Source: "Azure Resource Manager throttling" in
/// [Request limits](https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling).
struct Throttle: Sendable {
  /// What is left of what one client may ask, and when that was so.
  private struct Bucket {
    var level: Double
    var time: ContinuousClock.Instant
  }

  /// How many requests may come at once.
  private let burst: Double
  /// How many more may come each second.
  private let rate: Double
  private var buckets: [String: Bucket] = [:]

  /// Makes a throttle whose buckets are full.
  init(burst: Int, rate: Double) {
    self.burst = Double(burst)
    self.rate = rate
  }

  /// Takes one request into account.
  ///
  /// - Parameters:
  ///   - key: what is counted together.
  ///   - now: the present time.
  /// - Returns: how many more requests would be served now, or how many seconds to wait, at most a billion, where
  ///   this one is not.
  mutating func take(_ key: String, now: ContinuousClock.Instant = .now) -> (remaining: Int, wait: Int?) {
    var bucket = buckets[key] ?? Bucket(level: burst, time: now)
    bucket.level = min(burst, bucket.level + (now - bucket.time) / .seconds(1) * rate)
    bucket.time = now
    defer { buckets[key] = bucket }
    guard bucket.level >= 1 else { return (0, Int(min(max(1, ((1 - bucket.level) / rate).rounded(.up)), 1e9))) }
    bucket.level -= 1
    return (Int(bucket.level), nil)
  }

  /// What a request is counted with; nothing for what is not counted.
  static func key(_ route: Route, _ method: String) -> String? {
    let kind = method == "GET" ? "read" : method == "DELETE" ? "delete" : "write"
    switch route {
    case .token, .managedIdentity, .operationStatus, .operationResult: return nil
    case .zones(let subscription, _), .services(let subscription, _, _): return "\(kind) \(subscription)"
    case .zone(let id), .links(let id), .link(let id, _), .recordSets(let id, _), .recordSet(let id, _):
      return "\(kind) \(id.key)"
    }
  }
}

/// A rate limit: a token bucket each for the reads, writes and deletions of a zone.
///
/// Source: "Azure Resource Manager throttling" in
/// [Request limits](https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling).
struct Throttle: RateLimit {
  /// A token bucket.
  private struct Bucket {
    var level: Double
    var time: ContinuousClock.Instant
  }

  /// The size of each bucket.
  private let burst: Double
  /// The tokens that are added per second.
  private let rate: Double
  private var buckets: [String: Bucket] = [:]

  init(burst: Int, rate: Double) {
    self.burst = Double(burst)
    self.rate = rate
  }

  mutating func take(
    _ route: Route, _ method: String, creates: Bool, now: ContinuousClock.Instant
  ) -> (remaining: Int, wait: Int?)? {
    guard let key = Self.key(route, method) else { return nil }
    var bucket = buckets[key] ?? Bucket(level: burst, time: now)
    bucket.level = min(burst, bucket.level + (now - bucket.time) / .seconds(1) * rate)
    bucket.time = now
    defer { buckets[key] = bucket }
    guard bucket.level >= 1 else {
      // At most 10⁹ seconds, whatever the rate.
      return (0, Int(min(max(1, ((1 - bucket.level) / rate).rounded(.up)), 1e9)))
    }
    bucket.level -= 1
    return (Int(bucket.level), nil)
  }

  /// The bucket of a request; nil if it is not limited.
  private static func key(_ route: Route, _ method: String) -> String? {
    let kind = method == "GET" ? "read" : method == "DELETE" ? "delete" : "write"
    switch route {
    case .token, .managedIdentity, .discovery, .tenants, .subscriptions(nil), .operationStatus, .operationResult:
      return nil
    case .zones(let subscription, _), .subscriptions(let subscription?), .resourceGroups(let subscription, _):
      return "\(kind) \(subscription)"
    case .resources(let path): return "\(kind) \(path.subscription)"
    case .zone(let id), .links(let id), .link(let id, _), .recordSets(let id, _), .recordSet(let id, _):
      return "\(kind) \(id.key)"
    }
  }
}

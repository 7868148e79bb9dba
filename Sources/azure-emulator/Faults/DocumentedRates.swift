/// The documented rate limits of private DNS: how many requests of a kind a zone, a resource group or a subscription gets per
/// minute.
///
/// A minute starts with the first request of a kind. Source: "Azure DNS limits" in
/// [Azure subscription limits](https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-dns-limits).
struct DocumentedRates: RateLimit {
  /// The seconds to wait, as Azure was reported to respond
  /// ([here](https://github.com/kubernetes-sigs/external-dns/issues/4839)).
  private static let wait = 10

  /// The requests of a kind in a minute.
  private struct Minute {
    let start: ContinuousClock.Instant
    var count = 0
  }

  private var minutes: [String: Minute] = [:]

  mutating func take(
    _ route: Route, _ method: String, creates: Bool, now: ContinuousClock.Instant
  ) -> (remaining: Int, wait: Int?)? {
    guard let (kind, limit) = Self.limit(route, method, creates: creates) else { return nil }
    var minute = minutes[kind] ?? Minute(start: now)
    if now - minute.start >= .seconds(60) { minute = Minute(start: now) }
    guard minute.count < limit else { return (0, Self.wait) }
    minute.count += 1
    minutes[kind] = minute
    return (limit - minute.count, nil)
  }

  /// The kind of a request, and its limit per minute; nil if Azure documents none.
  private static func limit(_ route: Route, _ method: String, creates: Bool) -> (kind: String, limit: Int)? {
    let isRead = method == "GET"
    let verb = isRead ? "get" : method == "DELETE" ? "delete" : creates ? "create" : "update"
    return switch route {
    case .zones(let subscription, nil): ("list zones of \(subscription.lowercased())", 60)
    case .zones(let subscription, let group?): ("list zones of \(subscription.lowercased())/\(group.lowercased())", 100)
    case .zone(let id) where isRead: ("get zone \(id.key)", 200)
    case .zone(let id): ("\(verb) zones of \(id.subscription.lowercased())", 40)
    case .recordSets(let id, _): ("list record sets of \(id.key)", 100)
    case .recordSet(let id, _): ("\(verb) record sets of \(id.key)", isRead ? 200 : 60)
    case .links(let id): ("list links of \(id.key)", 20)
    case .link(let id, _): ("\(verb) links of \(id.key)", isRead ? 100 : 60)
    case .token, .managedIdentity, .discovery, .tenants, .subscriptions, .resourceGroups, .resources, .operationStatus,
      .operationResult:
      nil
    }
  }
}

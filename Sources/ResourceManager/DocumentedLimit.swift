/// A documented limit of private DNS: how many requests of a kind Azure accepts in a minute, in a zone, a resource group or a
/// subscription.
///
/// Source: "Azure DNS limits" in
/// [Azure subscription limits](https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-dns-limits).
package struct DocumentedLimit: Hashable, Sendable {
  /// The most zones of a subscription that are created in a minute; updates and deletions each have the same limit.
  package static let zoneWrites = 40
  /// The most record sets, and the most links, of a zone that are created in a minute; updates and deletions each have the same
  /// limit.
  package static let childWrites = 60

  /// What is counted, such as `create zones` with the path of the subscription.
  private let name: String
  let perMinute: Int

  private init(_ name: String, in scope: ArraySlice<String>, _ perMinute: Int) {
    self.name = "\(name) \(scope.joined(separator: "/"))"
    self.perMinute = perMinute
  }

  /// Finds the limit of a request; nil if Azure documents none.
  init?(_ request: HTTPRequest) {
    let path = request.url.utf8.prefix { $0 != UInt8(ascii: "?") }
    // Names in a resource ID are case-insensitive.
    let parts = path.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self).lowercased() }
    guard let list = parts.firstIndex(of: "privatednszones"), let start = parts.firstIndex(of: "subscriptions") else {
      return nil
    }
    let (verb, zone, rest) = (Self.verb(of: request), parts[start...].prefix(list + 2 - start), parts[(list + 1)...])
    let isLink = rest.dropFirst().first == "virtualnetworklinks"
    switch (rest.count, verb) {
    case (0, .get):
      self.init("list zones", in: parts[start..<list], parts[start..<list].contains("resourcegroups") ? 100 : 60)
    case (1, .get): self.init("get zone", in: zone, 200)
    case (1, _): self.init("\(verb) zones", in: zone.prefix(2), Self.zoneWrites)
    case (2, .get): self.init(isLink ? "list links" : "list record sets", in: zone, isLink ? 20 : 100)
    case (3, .get): self.init(isLink ? "get links" : "get record sets", in: zone, isLink ? 100 : 200)
    case (3, _): self.init("\(verb) \(isLink ? "links" : "record sets")", in: zone, Self.childWrites)
    default: return nil
    }
  }

  /// What a request does with a resource.
  private enum Verb {
    case get
    case create
    case update
    case delete
  }

  /// What a request does; a creation is a write on the condition that there is nothing yet.
  private static func verb(of request: HTTPRequest) -> Verb {
    switch request.method {
    case "GET", "HEAD": .get
    case "DELETE": .delete
    default: request.fields.contains(Precondition.absent.field) ? .create : .update
    }
  }
}

/// The requests under one documented limit, as far as they count.
///
/// A server that does not keep the limit is not waited for. Responses show that it does: if what one says is left and what was
/// accepted within a minute are together no more than the limit; or if several in a row are refused when exactly as many as the
/// limit were accepted.
struct LimitedRequests {
  /// A minute in seconds, and a little more, because clocks differ.
  private static let minute = 60.1
  /// How many refusals in a row show that the server keeps the limit.
  private static let proof = 3

  private let perMinute: Int
  private var inFlight = 0
  /// When the last accepted requests ended, in seconds since the Unix epoch: at most one more than the limit.
  private var ends: [Double] = []
  private var refusedInRow = 0
  /// Whether the server keeps the limit; nil before the first response.
  private(set) var isKept: Bool?

  init(_ limit: DocumentedLimit) { perMinute = limit.perMinute }

  /// Claims the turn of a request if it may be sent now, or says when to ask again.
  mutating func claim(now: Double) -> RateLimiter.Turn {
    forget(before: now)
    let counted = isKept == nil ? inFlight : isKept == true ? inFlight + ends.count : 0
    guard counted >= perMinute else {
      inFlight += 1
      return .now
    }
    guard isKept == true, let first = ends.first else { return .afterResponse }
    return .after(first + Self.minute - now)
  }

  /// Gives back the turn of a request that was not sent.
  mutating func giveBack() { inFlight -= 1 }

  /// Records the end of a request; a response that was lost counts as accepted.
  mutating func end(_ response: HTTPResponse?, now: Double) {
    inFlight -= 1
    forget(before: now)
    guard response?.status != 429 else {
      refusedInRow += 1
      if refusedInRow >= Self.proof, ends.count == perMinute { isKept = true }
      return
    }
    refusedInRow = 0
    ends.append(now)
    if ends.count > perMinute + 1 { ends.removeFirst() }
    guard let response, isKept != true else { return }
    isKept = response.remainingRequests.map { $0 + ends.count <= perMinute } ?? false
  }

  /// Forgets the requests that ended a minute ago: they count no longer, whenever the server began to count.
  private mutating func forget(before now: Double) {
    if let first = ends.first, first + Self.minute <= now { ends.removeAll { $0 + Self.minute <= now } }
  }
}

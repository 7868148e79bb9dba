import Testing

@testable import azure_emulator

/// What `--throttle` makes of requests.
@Suite("The emulator's rate limits") struct ThrottleTests {
  private static let zone = ZoneID(subscription: "s", resourceGroup: "g", name: "contoso.example")
  private static let zones = Route.zones(subscription: "s", resourceGroup: nil)

  @Test("A bucket that is empty says when it has a token", arguments: [(1, 1), (0.3, 4), (1e-300, 1_000_000_000)])
  func requestAboveTheRateLimitMustWait(rate: Double, wait: Int) {
    var throttle = Throttle(burst: 2, rate: rate)
    let now = ContinuousClock.now
    #expect(throttle.take(Self.zones, "GET", creates: false, now: now)?.wait == nil)
    #expect(throttle.take(Self.zones, "GET", creates: false, now: now)?.wait == nil)
    #expect(throttle.take(Self.zones, "PUT", creates: false, now: now)?.wait == nil)
    #expect(throttle.take(Self.zones, "GET", creates: false, now: now)?.wait == wait)
  }

  /// A kind of request, and another zone or group that shares its limit or has one of its own.
  struct Kind: Sendable, CustomTestStringConvertible {
    let route: Route
    let method: String
    var creates = false
    /// How many are allowed per minute.
    let limit: Int
    /// Shares the limit; nil for none.
    var same: Route?
    /// Has a limit of its own; nil for none.
    var other: Route?

    var testDescription: String { "\(method) \(route) \(creates)" }
  }

  private static let sibling = ZoneID(subscription: "S", resourceGroup: "other", name: "fabrikam.example")
  private static let key = RecordSetKey(type: .a, name: "a")
  private static let txt = RecordSetKey(type: .txt, name: "b")

  private static let kinds = [
    Kind(
      route: .zones(subscription: "s", resourceGroup: nil), method: "GET", limit: 60,
      same: .zones(subscription: "S", resourceGroup: nil), other: .zones(subscription: "s", resourceGroup: "g")),
    Kind(
      route: .zones(subscription: "s", resourceGroup: "g"), method: "GET", limit: 100,
      same: .zones(subscription: "s", resourceGroup: "G"), other: .zones(subscription: "s", resourceGroup: "other")),
    Kind(route: .zone(zone), method: "GET", limit: 200, other: .zone(sibling)),
    Kind(route: .zone(zone), method: "PUT", creates: true, limit: 40, same: .zone(sibling)),
    Kind(route: .zone(zone), method: "PUT", limit: 40, same: .zone(sibling)),
    Kind(route: .zone(zone), method: "PATCH", limit: 40, same: .zone(sibling)),
    Kind(route: .zone(zone), method: "DELETE", limit: 40, same: .zone(sibling)),
    Kind(route: .recordSets(zone, type: nil), method: "GET", limit: 100, same: .recordSets(zone, type: .a)),
    Kind(route: .recordSet(zone, key), method: "GET", limit: 200, same: .recordSet(zone, txt)),
    Kind(
      route: .recordSet(zone, key), method: "PUT", creates: true, limit: 60, same: .recordSet(zone, txt),
      other: .recordSet(sibling, key)),
    Kind(route: .recordSet(zone, key), method: "PUT", limit: 60, same: .recordSet(zone, txt)),
    Kind(route: .recordSet(zone, key), method: "DELETE", limit: 60, same: .recordSet(zone, txt)),
    Kind(route: .links(zone), method: "GET", limit: 20, other: .links(sibling)),
    Kind(route: .link(zone, name: "hub"), method: "GET", limit: 100, same: .link(zone, name: "x")),
    Kind(
      route: .link(zone, name: "hub"), method: "PUT", creates: true, limit: 60, same: .link(zone, name: "x"),
      other: .link(sibling, name: "hub")),
    Kind(route: .link(zone, name: "hub"), method: "PATCH", limit: 60, same: .link(zone, name: "x")),
    Kind(route: .link(zone, name: "hub"), method: "DELETE", limit: 60, same: .link(zone, name: "x")),
  ]

  @Test("The documented rates are per minute, and each kind of request has its own", arguments: kinds)
  func documented(kind: Kind) {
    var rates = DocumentedRates()
    let start = ContinuousClock.now
    func take(_ route: Route, after seconds: Int) -> (remaining: Int, wait: Int?)? {
      rates.take(route, kind.method, creates: kind.creates, now: start + .seconds(seconds))
    }
    for number in 1...kind.limit {
      let taken = take(number % 2 == 0 ? kind.route : kind.same ?? kind.route, after: 0)
      #expect(taken?.wait == nil)
      #expect(taken?.remaining == kind.limit - number)
    }
    #expect(take(kind.route, after: 59)?.wait == 10)
    if let other = kind.other { #expect(take(other, after: 59)?.wait == nil) }
    #expect(take(kind.route, after: 60)?.remaining == kind.limit - 1)
  }

  @Test(
    "Creations, updates, deletions and reads have limits of their own",
    arguments: [
      Route.zone(zone), .recordSet(zone, key), .link(zone, name: "hub"),
    ])
  func verbs(route: Route) {
    var rates = DocumentedRates()
    let now = ContinuousClock.now
    while rates.take(route, "PUT", creates: true, now: now)?.wait == nil {}
    #expect(rates.take(route, "PUT", creates: false, now: now)?.wait == nil)
    #expect(rates.take(route, "DELETE", creates: false, now: now)?.wait == nil)
    #expect(rates.take(route, "GET", creates: false, now: now)?.wait == nil)
    while rates.take(route, "PATCH", creates: false, now: now)?.wait == nil {}
    #expect(rates.take(route, "PUT", creates: false, now: now)?.wait == 10)
  }

  @Test("Polls and API Management instances have no documented limit") func unlimited() throws {
    var rates = DocumentedRates()
    let instances = try #require(ResourcePath(["Microsoft.ApiManagement", "service"], in: "s", nil))
    for route in [
      Route.operationStatus(id: "x"), .operationResult(id: "x"), .token(tenant: "t"),
      .resources(instances),
    ] {
      #expect(rates.take(route, "GET", creates: false, now: .now) == nil)
    }
  }

  @Test(
    "A client above the rate gets status 429 and the time to wait",
    arguments: [("documented", "10"), ("5,0.001", nil)] as [(String, String?)])
  func refused(throttle: String, wait: String?) throws {
    let client = try EmulatorClient(["--throttle", throttle])
    try client.makeZone("contoso.example")
    // On a slow machine a minute may end meanwhile, so it asks until it is refused.
    var reply = try client.send("GET", "/contoso.example/virtualNetworkLinks")
    for _ in 0..<400 where reply.status == 200 {
      reply = try client.send("GET", "/contoso.example/virtualNetworkLinks")
    }
    #expect(reply.status == 429)
    #expect(
      reply.json == [
        "error": [
          "code": "TooManyRequests",
          "message": "The request is being throttled as the limit has been reached for this operation.",
        ]
      ])
    let given = reply.fields["retry-after"]
    #expect(wait == nil ? Int(given ?? "").map { $0 > 900 } == true : given == wait)
  }
}

/// All that the emulator remembers.
struct Store: Sendable {
  /// The zones.
  var state: DNSState
  /// The API Management instances in the order of their keys.
  let services: [Service]
  /// The operations that were accepted.
  var operations = OperationLog()
  /// The tokens that were given.
  var tokens: IssuedTokens
  /// What keeps clients from asking too much; without one, they may ask as much as they like.
  var throttle: Throttle?
  /// What goes wrong on purpose.
  var faults: FaultPlan?

  /// Answers a request.
  ///
  /// - Parameters:
  ///   - request: the request.
  ///   - authority: what absolute addresses in the answer begin with.
  ///   - settings: what the command line says.
  /// - Returns: the answer of a request that did what it says.
  /// - Throws: ``ManagementError`` when it is refused.
  mutating func answer(
    _ request: HTTPRequest, authority: String, settings: Options
  ) throws(ManagementError) -> HTTPResponse {
    guard let segments = request.target.segments, let route = Route(segments) else {
      throw .resourceManager(
        404, "InvalidResourceType", "The path '\(request.target.path)' names nothing in this emulator.")
    }
    if case .token(let tenant) = route {
      return tokens.answer(
        request, endpoint: "\(authority)/\(tenant)/oauth2/v2.0/token", lifetime: settings.tokenLifetime)
    }
    if case .managedIdentity(let isVirtualMachine) = route {
      return ManagedIdentity.refusal(request, isVirtualMachine: isVirtualMachine)
        ?? tokens.managedIdentityAnswer(request, lifetime: settings.tokenLifetime)
    }
    if let refusal = tokens.refusal(request, authority: authority) { return refusal }
    var remaining = request.method == "GET" ? 499 : 11999
    if let key = Throttle.key(route, request.method), let taken = throttle?.take(key) {
      remaining = taken.remaining
      if let wait = taken.wait {
        var response = ManagementError.resourceManager(
          429, "TooManyRequests", "The request is being throttled as the limit has been reached for this operation."
        ).response
        response.fields.append("Retry-After", "\(wait)")
        return response
      }
    }
    let managementRequest = try ManagementRequest(
      request, to: route.provider, authority: authority, settings: settings)
    if let subscription = route.subscription, subscription.lowercased() == "forbidden" {
      throw .resourceManager(
        403, "AuthorizationFailed",
        "The client does not have authorization to perform action '\(request.method)' over scope "
          + "'\(request.target.path)' or the scope is invalid. If access was recently granted, please refresh your "
          + "credentials.")
    }
    var response = try answer(route, managementRequest)
    response.fields.append("x-ms-ratelimit-remaining-subscription-resource-requests", "\(remaining)")
    return response
  }

  /// Answers a request whose token and version are good.
  private mutating func answer(_ route: Route, _ request: ManagementRequest) throws(ManagementError) -> HTTPResponse {
    switch route {
    case .token, .managedIdentity: throw .method(request.method)
    case .zones(let subscription, let group): return try zones(subscription, group, request)
    case .zone(let id): return try zone(id, request)
    case .links(let zone): return try links(zone, request)
    case .link(let zone, let name): return try link(zone, name, request)
    case .recordSets(let zone, let type): return try recordSets(zone, type, request)
    case .recordSet(let zone, let key): return try recordSet(zone, key, request)
    case .services(let subscription, let group, let name): return try services(subscription, group, name, request)
    case .operationStatus(let id): return try operationStatus(id, request)
    case .operationResult(let id): return try operationResult(id, request)
    }
  }
}

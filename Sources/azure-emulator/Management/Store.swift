/// The state of the emulator.
struct Store: Sendable {
  var state: DNSState
  /// The resources of the file of services, ordered by key.
  let services: [FileResource]
  /// The accepted operations.
  var operations = OperationLog()
  /// The issued tokens.
  var tokens: IssuedTokens
  /// The rate limit; nil for none.
  var throttle: (any RateLimit)?
  /// The faults to inject; nil for none.
  var faults: FaultPlan?

  /// Handles a request.
  ///
  /// - Parameters:
  ///   - request: the request.
  ///   - authority: the scheme and authority of URLs in the response.
  ///   - settings: the command-line options.
  /// - Returns: the response to a successful request.
  /// - Throws: ``ManagementError`` if the request fails.
  mutating func answer(
    _ request: HTTPRequest, authority: String, settings: Options
  ) throws(ManagementError) -> HTTPResponse {
    guard let segments = request.target.segments, let route = Route(segments) else {
      throw .resourceManager(
        404, "InvalidResourceType", "This emulator does not support the path '\(request.target.path)'.")
    }
    if case .token(let tenant) = route {
      return tokens.answer(
        request, endpoint: "\(authority)/\(tenant)/oauth2/v2.0/token", lifetime: settings.tokenLifetime)
    }
    if case .managedIdentity(let isVirtualMachine) = route {
      return ManagedIdentity.refusal(request, isVirtualMachine: isVirtualMachine)
        ?? tokens.managedIdentityAnswer(request, lifetime: settings.tokenLifetime)
    }
    if case .discovery(let document) = route { return try document.answer(request, authority: authority) }
    if let refusal = tokens.refusal(request, authority: authority) { return refusal }
    var remaining = request.method == "GET" ? 499 : 11999
    let creates = request.method == "PUT" && !exists(route)
    if let taken = throttle?.take(route, request.method, creates: creates, now: .now) {
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
    let isForbiddenType =
      if case .resources(let path) = route { settings.forbiddenTypes.contains(path.type) } else { false }
    if route.subscription?.lowercased() == "forbidden" || isForbiddenType {
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

  /// Whether the zone, link or record set of a path exists.
  private func exists(_ route: Route) -> Bool {
    switch route {
    case .zone(let id): state[id] != nil
    case .link(let id, let name): state[id]?.links[name.lowercased()] != nil
    case .recordSet(let id, let key): state[id]?.recordSets[key] != nil
    default: true
    }
  }

  /// Handles an authenticated request with a supported API version.
  private mutating func answer(_ route: Route, _ request: ManagementRequest) throws(ManagementError) -> HTTPResponse {
    switch route {
    case .token, .managedIdentity, .discovery: throw .method(request.method)
    case .tenants: return try tenants(request)
    case .subscriptions(let id): return try subscriptions(id, request)
    case .resourceGroups(let subscription, let name): return try resourceGroups(subscription, name, request)
    case .zones(let subscription, let group): return try zones(subscription, group, request)
    case .zone(let id): return try zone(id, request)
    case .links(let zone): return try links(zone, request)
    case .link(let zone, let name): return try link(zone, name, request)
    case .recordSets(let zone, let type): return try recordSets(zone, type, request)
    case .recordSet(let zone, let key): return try recordSet(zone, key, request)
    case .resources(let path): return try resources(path, request)
    case .operationStatus(let id): return try operationStatus(id, request)
    case .operationResult(let id): return try operationResult(id, request)
    }
  }
}

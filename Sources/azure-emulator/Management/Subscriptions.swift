extension Store {
  /// The only tenant, to which all subscriptions belong.
  private static let tenant = "00000000-0000-0000-0000-000000000001"

  /// Lists the tenants.
  func tenants(_ request: ManagementRequest) throws(ManagementError) -> HTTPResponse {
    guard request.method == "GET" else { throw .method(request.method) }
    let tenant = TenantBody(id: "/tenants/\(Self.tenant)", tenantId: Self.tenant)
    return .json(200, Page(value: [tenant], nextLink: nil), escapingSlashes: false)
  }

  /// Lists the subscriptions, or returns one of them.
  ///
  /// Every subscription exists. The list has those with a zone or a resource of the file of services, or an empty one.
  func subscriptions(_ id: String?, _ request: ManagementRequest) throws(ManagementError) -> HTTPResponse {
    guard request.method == "GET" else { throw .method(request.method) }
    if let id { return .json(200, SubscriptionBody(id, tenant: Self.tenant), escapingSlashes: false) }
    let used = (state.zones.values.map(\.id.subscription) + services.map(\.path.subscription)).map { $0.lowercased() }
    let ids = used.isEmpty ? ["00000000-0000-0000-0000-000000000000"] : Set(used).sorted()
    return try request.page(ids, key: \.self) { SubscriptionBody($0, tenant: Self.tenant) }
  }

  /// Lists the resource groups of a subscription, or handles a request for one of them.
  ///
  /// Every resource group exists. The list has those with a zone or a resource of the file of services. A PUT changes nothing.
  func resourceGroups(
    _ subscription: String, _ name: String?, _ request: ManagementRequest
  ) throws(ManagementError) -> HTTPResponse {
    switch (request.method, name) {
    case ("GET", nil):
      let ids =
        state.zones.values.map { ($0.id.subscription, $0.id.resourceGroup) }
        + services.map { ($0.path.subscription, $0.path.resourceGroup ?? "") }
      let names = ids.filter { $0.0.lowercased() == subscription.lowercased() }.map { $0.1.lowercased() }
      return try request.page(Set(names).sorted(), key: \.self) { ResourceGroupBody($0, in: subscription) }
    case ("GET", let name?): return .json(200, ResourceGroupBody(name, in: subscription), escapingSlashes: false)
    case ("HEAD", _?): return HTTPResponse(status: 204)
    case ("PUT", let name?):
      let wanted = try request.request.json(TrackedResourceRequest.self)
      var body = ResourceGroupBody(name, in: subscription)
      body.location = wanted.location ?? body.location
      return .json(200, body, escapingSlashes: false)
    default: throw .method(request.method)
    }
  }
}

/// A tenant in a response.
private struct TenantBody: Encodable, Sendable {
  let id: String
  let tenantId: String
  let displayName = "azure-emulator"
}

/// A subscription in a response.
private struct SubscriptionBody: Encodable, Sendable {
  let id: String
  let subscriptionId: String
  let tenantId: String
  let displayName: String
  let state = "Enabled"

  init(_ subscription: String, tenant: String) {
    id = "/subscriptions/\(subscription)"
    subscriptionId = subscription
    tenantId = tenant
    displayName = subscription
  }
}

/// A resource group in a response.
private struct ResourceGroupBody: Encodable, Sendable {
  struct Properties: Encodable, Sendable {
    let provisioningState = "Succeeded"
  }

  let id: String
  let name: String
  let type = "Microsoft.Resources/resourceGroups"
  var location = "westeurope"
  let properties = Properties()

  init(_ name: String, in subscription: String) {
    id = "/subscriptions/\(subscription)/resourceGroups/\(name)"
    self.name = name
  }
}

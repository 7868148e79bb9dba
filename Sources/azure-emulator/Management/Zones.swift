import DNSModel

extension Store {
  /// Lists the zones of a subscription or resource group.
  func zones(
    _ subscription: String, _ resourceGroup: String?, _ request: ManagementRequest
  ) throws(ManagementError) -> HTTPResponse {
    guard request.method == "GET" else { throw .method(request.method) }
    let zones = state.zones.values.filter { zone in
      zone.id.subscription.lowercased() == subscription.lowercased()
        && (resourceGroup == nil || zone.id.resourceGroup.lowercased() == resourceGroup?.lowercased())
    }
    return try request.page(zones.sorted { $0.id.key < $1.id.key }, key: \.id.key) {
      ZoneBody($0, apiVersion: request.apiVersion)
    }
  }

  /// Answers a request for one zone.
  mutating func zone(_ id: ZoneID, _ request: ManagementRequest) throws(ManagementError) -> HTTPResponse {
    switch request.method {
    case "GET":
      guard let zone = state[id] else { throw .notFound(id) }
      return ZoneBody.response(zone, request.apiVersion)
    case "PUT", "PATCH": return try upsert(id, request)
    case "DELETE": return try delete(id, request)
    default: throw .method(request.method)
    }
  }

  private mutating func upsert(_ id: ZoneID, _ request: ManagementRequest) throws(ManagementError) -> HTTPResponse {
    let wanted = try request.request.json(TrackedResourceRequest.self)
    let isPatch = request.method == "PATCH"
    if isPatch {
      guard state[id] != nil else { throw .notFound(id) }
    } else {
      try wanted.checkLocation(id.type)
      try checkName(id)
    }
    let precondition = request.precondition
    let apiVersion = request.apiVersion
    let operation = Operation(
      "UpsertPrivateDnsZone", id, request,
      change: { state throws(ManagementError) in
        try precondition.check(state[id]?.etag, subject: "Zone \(id.name)")
        guard var zone = state[id] else {
          guard !isPatch else { throw .notFound(id) }
          state[id] = Zone(id: id, tags: wanted.tags)
          return
        }
        // A PATCH without tags keeps those that there are.
        if !isPatch || wanted.tags != nil { zone.tags = wanted.tags }
        zone.etag = ETag.fresh()
        state[id] = zone
      },
      resource: { $0[id].map { ZoneBody.response($0, apiVersion) } })
    return accept(operation, request)
  }

  private mutating func delete(_ id: ZoneID, _ request: ManagementRequest) throws(ManagementError) -> HTTPResponse {
    guard let zone = state[id] else { return HTTPResponse(status: 204) }
    try checkEmpty(zone)
    let precondition = request.precondition
    let operation = Operation(
      "DeletePrivateDnsZone", id, request,
      change: { state throws(ManagementError) in
        guard let zone = state[id] else { return }
        try precondition.check(zone.etag, subject: "Zone \(id.name)")
        try checkEmpty(zone)
        state[id] = nil
      },
      resource: { _ in nil })
    return accept(operation, request)
  }

  // Azure takes 2 to 34 labels; which names longer than 63 characters it takes is not documented, so none is refused.
  private func checkName(_ id: ZoneID) throws(ManagementError) {
    let labels = id.name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (try? DomainName(id.name)) != nil, (2...34).contains(labels.count), labels.last?.isEmpty == false else {
      throw .resourceManager(400, "BadRequest", "The domain name '\(id.name)' is invalid.")
    }
    guard !Self.reservedZones.contains(id.name.lowercased()) else {
      throw .resourceManager(400, "BadRequest", "The zone name '\(id.name)' is reserved and cannot be used.")
    }
  }

  /// The names that no private zone may have.
  private static let reservedZones: Set<String> = [
    "azclient.ms", "azure.com", "cloudapp.net", "core.windows.net", "microsoft.com", "msidentity.com",
    "trafficmanager.net", "windows.net", "azclient.us", "azure.us", "usgovcloudapp.net", "core.usgovcloudapi.net",
    "microsoft.us", "msidentity.us", "usgovtrafficmanager.net", "usgovcloudapi.net", "azclient.cn", "azure.cn",
    "chinacloudapp.cn", "core.chinacloudapi.cn", "microsoft.cn", "msidentity.cn", "trafficmanager.cn",
    "chinacloudapi.cn",
  ]
}

/// Refuses to delete a zone that has links.
private func checkEmpty(_ zone: Zone) throws(ManagementError) {
  guard !zone.links.isEmpty else { return }
  let links = zone.links.values.map(\.name).sorted().map {
    "'\(zone.id.type)/\(zone.id.name)/virtualNetworkLinks/\($0)'"
  }
  throw .resourceManager(
    409, "CannotDeleteResource",
    "Cannot delete resource while nested resources exist. Some existing nested resource IDs include: "
      + "\(links.joined(separator: ", ")). Please delete all nested resources before deleting this resource.")
}

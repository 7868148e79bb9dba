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
      TrackedResourceBody($0, apiVersion: request.apiVersion)
    }
  }

  /// Handles a request for a zone.
  mutating func zone(_ id: ZoneID, _ request: ManagementRequest) throws(ManagementError) -> HTTPResponse {
    switch request.method {
    case "GET":
      guard let zone = state[id] else { throw .notFound(id) }
      return TrackedResourceBody(zone, apiVersion: request.apiVersion).response
    case "PUT", "PATCH": return try upsert(id, request)
    case "DELETE": return try delete(id, request)
    default: throw .method(request.method)
    }
  }

  /// Accepts a PUT or PATCH.
  private mutating func upsert(_ id: ZoneID, _ request: ManagementRequest) throws(ManagementError) -> HTTPResponse {
    let wanted = try request.request.json(TrackedResourceRequest.self)
    let isPatch = request.method == "PATCH"
    if isPatch {
      guard state[id] != nil else { throw .notFound(id) }
    } else {
      try wanted.checkLocation(id.type)
      try id.checkName(forbidsAPIManagement: request.settings.reservesZones && state[id] == nil)
    }
    try wanted.tags?.check()
    let precondition = request.precondition
    let apiVersion = request.apiVersion
    let operation = Operation(
      "UpsertPrivateDnsZone", id, request,
      change: { state throws(ManagementError) in
        try precondition.check(state[id]?.etag, subject: "Zone \(id.name)")
        guard var zone = state[id] else {
          guard !isPatch else { throw .notFound(id) }
          try state.checkNewZone(of: id.subscription)
          state[id] = Zone(id: id, tags: wanted.tags?.kept)
          return
        }
        // A PATCH without tags keeps the existing ones.
        if !isPatch || wanted.tags != nil { zone.tags = wanted.tags?.kept }
        zone.etag = ETag.fresh()
        zone.provisioningState = nil
        state[id] = zone
      },
      resource: { $0[id].map { TrackedResourceBody($0, apiVersion: apiVersion).response } })
    return accept(operation, request)
  }

  /// Accepts a DELETE.
  private mutating func delete(_ id: ZoneID, _ request: ManagementRequest) throws(ManagementError) -> HTTPResponse {
    guard let zone = state[id] else { return HTTPResponse(status: 204) }
    try zone.checkEmpty()
    let precondition = request.precondition
    let operation = Operation(
      "DeletePrivateDnsZone", id, request,
      change: { state throws(ManagementError) in
        guard let zone = state[id] else { return }
        try precondition.check(zone.etag, subject: "Zone \(id.name)")
        try zone.checkEmpty()
        state[id] = nil
      },
      resource: { _ in nil })
    return accept(operation, request)
  }
}

extension Store {
  func links(_ id: ZoneID, _ request: ManagementRequest) throws(ManagementError) -> HTTPResponse {
    guard request.method == "GET" else { throw .method(request.method) }
    guard let zone = state[id] else { throw .parentNotFound(id) }
    return try request.page(zone.links.values.sorted { $0.name.lowercased() < $1.name.lowercased() }) {
      $0.name.lowercased()
    } item: {
      TrackedResourceBody($0, in: zone.id)
    }
  }

  /// Handles a request for a link.
  mutating func link(
    _ id: ZoneID, _ name: String, _ request: ManagementRequest
  ) throws(ManagementError) -> HTTPResponse {
    switch request.method {
    case "GET":
      guard let zone = state[id], let link = zone.links[name.lowercased()] else {
        throw .notFound(id, nested: "/virtualNetworkLinks/\(name)")
      }
      return TrackedResourceBody(link, in: zone.id).response
    case "PUT": return try put(id, name, request)
    case "PATCH": return try patch(id, name, request)
    case "DELETE": return delete(id, name, request)
    default: throw .method(request.method)
    }
  }

  /// Accepts a PUT.
  private mutating func put(
    _ id: ZoneID, _ name: String, _ request: ManagementRequest
  ) throws(ManagementError) -> HTTPResponse {
    let wanted = try request.request.json(LinkRequest.self)
    guard state[id] != nil else { throw .parentNotFound(id) }
    try request.request.json(TrackedResourceRequest.self).checkLocation("\(id.type)/virtualNetworkLinks")
    try checkName(name)
    try wanted.check()
    guard let network = wanted.properties?.virtualNetwork else {
      throw .resourceManager(400, "BadRequest", "The link '\(name)' names no virtual network.")
    }
    return accept(id, name, request) { old in
      VirtualNetworkLink(
        name: old?.name ?? name, etag: ETag.freshQuoted(), tags: wanted.tags?.kept, virtualNetwork: network,
        registrationEnabled: wanted.properties?.registrationEnabled ?? false,
        resolutionPolicy: wanted.properties?.resolutionPolicy)
    }
  }

  /// Accepts a PATCH.
  private mutating func patch(
    _ id: ZoneID, _ name: String, _ request: ManagementRequest
  ) throws(ManagementError) -> HTTPResponse {
    let wanted = try request.request.json(LinkRequest.self)
    guard state[id]?.links[name.lowercased()] != nil else {
      throw .notFound(id, nested: "/virtualNetworkLinks/\(name)")
    }
    try wanted.check()
    return accept(id, name, request) { old in
      guard var link = old else { return nil }
      link.etag = ETag.freshQuoted()
      link.provisioningState = nil
      link.tags = wanted.tags?.kept ?? link.tags
      // Refused if it is another one.
      link.virtualNetwork = wanted.properties?.virtualNetwork ?? link.virtualNetwork
      link.registrationEnabled = wanted.properties?.registrationEnabled ?? link.registrationEnabled
      link.resolutionPolicy = wanted.properties?.resolutionPolicy ?? link.resolutionPolicy
      return link
    }
  }

  /// Accepts a DELETE.
  private mutating func delete(_ id: ZoneID, _ name: String, _ request: ManagementRequest) -> HTTPResponse {
    guard state[id]?.links[name.lowercased()] != nil else { return HTTPResponse(status: 204) }
    let precondition = request.precondition
    let operation = Operation(
      "DeleteVirtualNetworkLink", id, request,
      change: { state throws(ManagementError) in
        guard let link = state[id]?.links[name.lowercased()] else { return }
        try precondition.check(
          link.etag, subject: Self.subject(id, name), changedSubject: Self.changedSubject(id, name))
        state[id]?.links[name.lowercased()] = nil
      },
      resource: { _ in nil })
    return accept(operation, request)
  }

  /// Accepts a change that creates or replaces a link.
  private mutating func accept(
    _ id: ZoneID, _ name: String, _ request: ManagementRequest,
    _ change: @escaping @Sendable (VirtualNetworkLink?) -> VirtualNetworkLink?
  ) -> HTTPResponse {
    let precondition = request.precondition
    let key = name.lowercased()
    let operation = Operation(
      "UpsertVirtualNetworkLink", id, request,
      change: { state throws(ManagementError) in
        guard let zone = state[id] else { throw .parentNotFound(id) }
        let old = zone.links[key]
        try precondition.check(
          old?.etag, subject: Self.subject(id, name), changedSubject: Self.changedSubject(id, name))
        guard let link = change(old) else { throw .notFound(id, nested: "/virtualNetworkLinks/\(name)") }
        try state.check(link, replacing: old, in: zone)
        state[id]?.links[key] = link
      },
      resource: { state in
        guard let zone = state[id], let link = zone.links[key] else { return nil }
        return TrackedResourceBody(link, in: zone.id).response
      })
    return accept(operation, request)
  }

  /// The name of a link that exists already, in messages.
  private static func subject(_ id: ZoneID, _ name: String) -> String {
    "Virtual Network link \(name) for the Private DNS zone \(id.name)"
  }

  /// The name of a link that has another ETag, in messages.
  private static func changedSubject(_ id: ZoneID, _ name: String) -> String {
    "Virtual Network link '\(name)' for the Private DNS zone '\(id.name)'"
  }

  /// Rejects invalid link names.
  ///
  /// A link name has 1-80 letters, digits, `-`, `_` and `.`; it starts with a letter or digit, and does not end with `-` or `.`.
  private func checkName(_ name: String) throws(ManagementError) {
    let bytes = Array(name.utf8)
    func isAlphanumeric(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"):
        true
      default: false
      }
    }
    guard let first = bytes.first, let last = bytes.last, bytes.count <= 80, isAlphanumeric(first),
      isAlphanumeric(last) || last == UInt8(ascii: "_"),
      bytes.allSatisfy({ isAlphanumeric($0) || "-_.".utf8.contains($0) })
    else { throw .resourceManager(400, "InvalidResourceName", "The link name '\(name)' is invalid.") }
  }
}

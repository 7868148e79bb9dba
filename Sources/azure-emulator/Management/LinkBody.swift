/// The properties of a link as Azure shows them.
struct LinkProperties: Encodable, Sendable {
  /// Always this, because a link is shown only when it is made.
  let provisioningState = "Succeeded"
  /// Whether the network's machines are registered in the zone.
  let registrationEnabled: Bool
  /// What a resolver does with names that the zone does not have.
  let resolutionPolicy: String?
  /// The virtual network.
  let virtualNetwork: VirtualNetworkLink.Network
  /// Always this, for the same reason.
  let virtualNetworkLinkState = "Completed"
}

extension TrackedResourceBody<LinkProperties> {
  /// Shows a link of a zone.
  init(_ link: VirtualNetworkLink, in zone: ZoneID) {
    self.init(
      id: "\(zone.path)/virtualNetworkLinks/\(link.name)", name: link.name,
      type: "\(zone.type)/virtualNetworkLinks", etag: link.etag, tags: link.tags,
      properties: LinkProperties(
        registrationEnabled: link.registrationEnabled, resolutionPolicy: link.resolutionPolicy,
        virtualNetwork: link.virtualNetwork))
  }
}

/// What a request says of a link.
struct LinkRequest: Decodable, Sendable {
  /// The properties that a request may give.
  struct Properties: Decodable, Sendable {
    /// The virtual network.
    let virtualNetwork: VirtualNetworkLink.Network?
    /// Whether the network's machines are registered in the zone.
    let registrationEnabled: Bool?
    /// What a resolver does with names that the zone does not have.
    let resolutionPolicy: String?
  }

  /// All tags that it is to have.
  let tags: [String: String]?
  /// The properties.
  let properties: Properties?

  /// Looks at the values.
  ///
  /// - Throws: ``ManagementError`` when the network is none or the policy is unknown.
  func check() throws(ManagementError) {
    if let id = properties?.virtualNetwork?.id {
      let words = id.lowercased().utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
      guard words.count == 8, words[0] == "subscriptions", words[2] == "resourcegroups",
        words[4...6] == ["providers", "microsoft.network", "virtualnetworks"]
      else {
        throw .resourceManager(400, "LinkedInvalidPropertyId", "'\(id)' is no identity of a virtual network.")
      }
    }
    if let policy = properties?.resolutionPolicy, !["Default", "NxDomainRedirect"].contains(policy) {
      throw .resourceManager(
        400, "BadRequest", "The resolution policy '\(policy)' is none of Default, NxDomainRedirect.")
    }
  }
}

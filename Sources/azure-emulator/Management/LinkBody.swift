/// The properties of a link in a response.
struct LinkProperties: Encodable, Sendable {
  /// `Succeeded`, unless the state file says something else: a link appears only when it is complete.
  let provisioningState: String
  /// Whether auto-registration is enabled.
  let registrationEnabled: Bool
  /// The fallback for names that the zone does not have.
  let resolutionPolicy: String?
  let virtualNetwork: VirtualNetworkLink.Network
  /// Constant, because a link appears only when it is complete.
  let virtualNetworkLinkState = "Completed"
}

extension TrackedResourceBody<LinkProperties> {
  /// The response body of a link.
  init(_ link: VirtualNetworkLink, in zone: ZoneID) {
    self.init(
      id: "\(zone.path)/virtualNetworkLinks/\(link.name)", name: link.name,
      type: "\(zone.type)/virtualNetworkLinks", etag: link.etag, tags: link.tags,
      properties: LinkProperties(
        provisioningState: link.provisioningState ?? "Succeeded", registrationEnabled: link.registrationEnabled,
        resolutionPolicy: link.resolutionPolicy,
        virtualNetwork: link.virtualNetwork))
  }
}

/// The request body of a link.
struct LinkRequest: Decodable, Sendable {
  struct Properties: Decodable, Sendable {
    let virtualNetwork: VirtualNetworkLink.Network?
    /// Whether auto-registration is enabled.
    let registrationEnabled: Bool?
    /// The fallback for names that the zone does not have.
    let resolutionPolicy: String?
  }

  /// The complete new tags.
  let tags: TagsRequest?
  let properties: Properties?

  /// Validates the values.
  ///
  /// - Throws: ``ManagementError`` if the tags, the network ID or the policy are not valid.
  func check() throws(ManagementError) {
    try tags?.check()
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

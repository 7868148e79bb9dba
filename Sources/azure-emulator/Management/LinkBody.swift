/// A link as Azure shows it.
struct LinkBody: Encodable, Sendable {
  /// The properties of a link.
  struct Properties: Encodable, Sendable {
    let provisioningState = "Succeeded"
    let registrationEnabled: Bool
    let resolutionPolicy: String?
    let virtualNetwork: VirtualNetworkLink.Network
    let virtualNetworkLinkState = "Completed"
  }

  let id: String
  let name: String
  let type = "Microsoft.Network/privateDnsZones/virtualNetworkLinks"
  let etag: String
  let location = "global"
  let tags: [String: String]?
  let properties: Properties

  /// Shows a link of a zone.
  init(_ link: VirtualNetworkLink, in zone: Zone) {
    id = "\(zone.id.path)/virtualNetworkLinks/\(link.name)"
    name = link.name
    etag = link.etag
    tags = link.tags
    properties = Properties(
      registrationEnabled: link.registrationEnabled, resolutionPolicy: link.resolutionPolicy,
      virtualNetwork: link.virtualNetwork)
  }

  /// The answer that shows a link.
  static func response(_ link: VirtualNetworkLink, in zone: Zone) -> HTTPResponse {
    .json(200, LinkBody(link, in: zone), etag: link.etag)
  }
}

/// What a request says of a link.
struct LinkRequest: Decodable, Sendable {
  /// The properties that a request may give.
  struct Properties: Decodable, Sendable {
    let virtualNetwork: VirtualNetworkLink.Network?
    let registrationEnabled: Bool?
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

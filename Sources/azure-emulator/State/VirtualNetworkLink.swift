/// A virtual network link of a zone.
struct VirtualNetworkLink: Codable, Sendable {
  /// A reference to a virtual network.
  struct Network: Codable, Sendable {
    private enum CodingKeys: String, CodingKey {
      case id
    }

    let id: String
    /// The same for all spellings of an ID; kept, because a new link is compared with all others.
    let key: String

    init(from decoder: any Decoder) throws {
      id = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .id)
      key = id.lowercased()
    }
  }

  /// The name as created.
  var name: String
  /// An ETag with quotation marks, which changes with the link.
  var etag: String
  /// The tags; nil if none were ever given.
  var tags: [String: String]?
  var virtualNetwork: Network
  /// Whether auto-registration is enabled.
  var registrationEnabled: Bool
  /// The fallback for names that the zone does not have; nil if never given.
  var resolutionPolicy: String?
  /// `Failed` until the next write; nil if the last one succeeded.
  var provisioningState: String?
}

extension VirtualNetworkLink {
  /// Reads a link of the state file; the ETag and `registrationEnabled` are optional.
  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    name = try fields.decode(String.self, forKey: .name)
    etag = try fields.decodeIfPresent(String.self, forKey: .etag) ?? ETag.freshQuoted()
    tags = try fields.decodeIfPresent([String: String].self, forKey: .tags)
    virtualNetwork = try fields.decode(Network.self, forKey: .virtualNetwork)
    registrationEnabled = try fields.decodeIfPresent(Bool.self, forKey: .registrationEnabled) ?? false
    resolutionPolicy = try fields.decodeIfPresent(String.self, forKey: .resolutionPolicy)
    provisioningState = try fields.decodeIfPresent(String.self, forKey: .provisioningState)
  }
}

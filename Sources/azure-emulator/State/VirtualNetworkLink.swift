/// The link of a zone to a virtual network.
struct VirtualNetworkLink: Codable, Sendable {
  /// The virtual network, by its identity in Resource Manager's form.
  struct Network: Codable, Sendable {
    /// The identity.
    var id: String
  }

  /// The name, in the case it was made with.
  var name: String
  /// A text with quotation marks in it that changes with the link.
  var etag: String
  /// The tags; none when none were ever given.
  var tags: [String: String]?
  /// The virtual network.
  var virtualNetwork: Network
  /// Whether Azure registers the network's machines in the zone.
  var registrationEnabled: Bool
  /// What a resolver does with names that the zone does not have; none when none was ever given.
  var resolutionPolicy: String?
}

extension VirtualNetworkLink {
  /// Reads a link of the state file; the ETag and `registrationEnabled` may be left out.
  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    name = try fields.decode(String.self, forKey: .name)
    etag = try fields.decodeIfPresent(String.self, forKey: .etag) ?? ETag.freshQuoted()
    tags = try fields.decodeIfPresent([String: String].self, forKey: .tags)
    virtualNetwork = try fields.decode(Network.self, forKey: .virtualNetwork)
    registrationEnabled = try fields.decodeIfPresent(Bool.self, forKey: .registrationEnabled) ?? false
    resolutionPolicy = try fields.decodeIfPresent(String.self, forKey: .resolutionPolicy)
  }
}

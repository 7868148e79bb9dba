/// A private DNS zone on the wire.
///
/// Source of all shapes here: `Microsoft.Network/stable/2024-06-01/privatedns.json` in
/// [azure-rest-api-specs](https://github.com/Azure/azure-rest-api-specs).
struct WireZone: Codable, Hashable, Sendable {
  /// What Azure counts in a zone.
  struct Properties: Codable, Hashable, Sendable {
    /// How many record sets there are, the SOA among them.
    var numberOfRecordSets: Int?
    /// How many links there are.
    var numberOfVirtualNetworkLinks: Int?
  }

  /// The path.
  var id: String?
  /// The name within its parent.
  var name: String?
  /// The version, to be sent back letter by letter.
  var etag: String?
  /// Always `global`.
  var location: String?
  /// Names and values that belong to whoever set them.
  var tags: [String: String]?
  /// What it says.
  var properties: Properties?
}

/// The link of a zone to a virtual network on the wire.
struct WireLink: Codable, Hashable, Sendable {
  /// A resource that is named by its path.
  struct Reference: Codable, Hashable, Sendable {
    /// The path.
    var id: String?
  }
  /// What a link says.
  struct Properties: Codable, Hashable, Sendable {
    /// Where the link leads.
    var virtualNetwork: Reference?
    /// Whether Azure registers machines of the network by itself.
    var registrationEnabled: Bool?
  }

  /// The name within its parent.
  var name: String?
  /// The version, to be sent back letter by letter.
  var etag: String?
  /// Always `global`.
  var location: String?
  /// Names and values that belong to whoever set them.
  var tags: [String: String]?
  /// What it says.
  var properties: Properties?
}

/// A record set on the wire.
struct WireRecordSet: Codable, Hashable, Sendable {
  /// One A record.
  struct Address: Codable, Hashable, Sendable {
    /// The address.
    var ipv4Address: String?
  }
  /// What a record set holds; records of other types than A are not read.
  struct Properties: Codable, Hashable, Sendable {
    /// Names and values that belong to whoever set them.
    var metadata: [String: String]?
    /// The TTL in seconds.
    var ttl: Int?
    /// Whether Azure made the set by itself.
    var isAutoRegistered: Bool?
    /// The A records.
    var aRecords: [Address]?
  }

  /// The name within its parent.
  var name: String?
  /// The type of resource, which ends with that of the records.
  var type: String?
  /// The version, to be sent back letter by letter.
  var etag: String?
  /// What it says.
  var properties: Properties?
}

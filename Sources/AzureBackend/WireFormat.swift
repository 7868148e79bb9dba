/// A private DNS zone in the REST API.
///
/// Source of all types here: `Microsoft.Network/stable/2024-06-01/privatedns.json` in
/// [azure-rest-api-specs](https://github.com/Azure/azure-rest-api-specs).
struct WireZone: Codable, Hashable, Sendable {
  /// The counts that Azure reports for a zone.
  struct Properties: Codable, Hashable, Sendable {
    /// How many record sets there are, including the SOA.
    var numberOfRecordSets: Int?
    var numberOfVirtualNetworkLinks: Int?
    /// How the last write ended, such as `Succeeded` or `Failed`.
    var provisioningState: String?
  }

  var id: String?
  /// The zone name.
  var name: String?
  /// The ETag, which must be sent back exactly as received.
  var etag: String?
  /// Always `global`.
  var location: String?
  var tags: [String: String]?
  var properties: Properties?
}

/// A virtual network link in the REST API.
struct WireLink: Codable, Hashable, Sendable {
  /// A reference to a resource by its ID.
  struct Reference: Codable, Hashable, Sendable {
    var id: String?
  }
  /// The settings of a link.
  struct Properties: Codable, Hashable, Sendable {
    var virtualNetwork: Reference?
    /// Whether Azure registers the virtual machines of the network automatically.
    var registrationEnabled: Bool?
    /// What happens to names that the zone does not have: `Default` or `NxDomainRedirect`.
    var resolutionPolicy: String?
    /// How the last write ended, such as `Succeeded` or `Failed`.
    var provisioningState: String?
    /// Whether the network resolves the zone already: `InProgress` or `Completed`.
    var virtualNetworkLinkState: String?
  }

  var name: String?
  /// The ETag, which must be sent back exactly as received.
  var etag: String?
  /// Always `global`.
  var location: String?
  var tags: [String: String]?
  var properties: Properties?
}

/// A change of tags or metadata alone, for a PATCH.
struct WireMark: Codable, Hashable, Sendable {
  struct Properties: Codable, Hashable, Sendable {
    var metadata: [String: String]?
  }
  /// The tags of a zone or link.
  var tags: [String: String]?
  /// The metadata of a record set.
  var properties: Properties?
}

/// A record set in the REST API.
struct WireRecordSet: Codable, Hashable, Sendable {
  struct Address: Codable, Hashable, Sendable {
    var ipv4Address: String?
  }
  /// The TTL, metadata and A records; records of other types are not read.
  struct Properties: Codable, Hashable, Sendable {
    var metadata: [String: String]?
    /// The TTL in seconds.
    var ttl: Int?
    /// Whether Azure created the record set automatically.
    var isAutoRegistered: Bool?
    var aRecords: [Address]?
  }

  /// The name relative to the zone.
  var name: String?
  /// The resource type, which ends with the record type.
  var type: String?
  /// The ETag, which must be sent back exactly as received.
  var etag: String?
  var properties: Properties?
}

/// A private DNS zone on the wire.
///
/// Source of all shapes here: `Microsoft.Network/stable/2024-06-01/privatedns.json` in
/// [azure-rest-api-specs](https://github.com/Azure/azure-rest-api-specs).
struct WireZone: Codable, Hashable, Sendable {
  /// What Azure counts in a zone.
  struct Properties: Codable, Hashable, Sendable {
    var numberOfRecordSets: Int?
    var numberOfVirtualNetworkLinks: Int?
  }

  var name: String?
  var etag: String?
  var location: String?
  var tags: [String: String]?
  var properties: Properties?
}

/// The link of a zone to a virtual network on the wire.
struct WireLink: Codable, Hashable, Sendable {
  /// A resource that is named by its path.
  struct Reference: Codable, Hashable, Sendable {
    var id: String?
  }
  /// What a link says.
  struct Properties: Codable, Hashable, Sendable {
    var virtualNetwork: Reference?
    var registrationEnabled: Bool?
  }

  var name: String?
  var etag: String?
  var location: String?
  var tags: [String: String]?
  var properties: Properties?
}

/// A record set on the wire.
struct WireRecordSet: Codable, Hashable, Sendable {
  /// One A record.
  struct Address: Codable, Hashable, Sendable {
    var ipv4Address: String?
  }
  /// What a record set holds; records of other types than A are not read.
  struct Properties: Codable, Hashable, Sendable {
    var metadata: [String: String]?
    var ttl: Int?
    var isAutoRegistered: Bool?
    var aRecords: [Address]?
  }

  var name: String?
  var type: String?
  var etag: String?
  var properties: Properties?
}

/// One page of a list.
struct WirePage<Item: Decodable & Sendable>: Decodable, Sendable {
  var value: [Item]
  var nextLink: String?
}

/// What the status of a long-running operation says.
struct WireOperation: Decodable, Sendable {
  var status: String?
  var error: WireError.Detail?
}

/// Only how far Azure is with a resource.
struct WireProvisioning: Decodable, Sendable {
  /// The one property of interest.
  struct Properties: Decodable, Sendable {
    var provisioningState: String?
  }

  var properties: Properties?
}

/// An error in either of its two shapes: wrapped in `error` by Resource Manager, bare by private DNS itself.
struct WireError: Decodable, Sendable {
  /// Code and message.
  struct Detail: Decodable, Hashable, Sendable {
    var code: String?
    var message: String?
  }

  var error: Detail?
  var code: String?
  var message: String?

  /// Code and message, from wherever they stand.
  var detail: Detail { error ?? Detail(code: code, message: message) }
}

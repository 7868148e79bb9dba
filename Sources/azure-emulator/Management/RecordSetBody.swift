/// The response body of a record set.
struct RecordSetBody: Encodable, Sendable {
  /// The properties, including the records.
  struct Properties: Encodable, Sendable {
    private enum CodingKeys: String, CodingKey {
      case metadata, fqdn, ttl, isAutoRegistered
    }

    fileprivate let recordSet: RecordSet
    /// The fully qualified name, with a trailing dot.
    fileprivate let fqdn: String

    func encode(to encoder: any Encoder) throws {
      var fields = encoder.container(keyedBy: CodingKeys.self)
      try fields.encodeIfPresent(recordSet.metadata, forKey: .metadata)
      try fields.encode(fqdn, forKey: .fqdn)
      try fields.encode(recordSet.ttl, forKey: .ttl)
      try fields.encode(recordSet.isAutoRegistered, forKey: .isAutoRegistered)
      try recordSet.data.encode(to: encoder)
    }
  }

  /// The resource ID.
  let id: String
  /// The name relative to the zone.
  let name: String
  let type: String
  let etag: String
  let properties: Properties

  /// The response body of a record set; the zone name is in lower case.
  init(_ recordSet: RecordSet, in zone: ZoneID) {
    let key = recordSet.key
    id = "\(zone.path)/\(key.type.rawValue)/\(key.name)"
    name = key.name
    type = "\(zone.type)/\(key.type.rawValue)"
    etag = recordSet.etag
    properties = Properties(
      recordSet: recordSet, fqdn: key.name == "@" ? "\(zone.name)." : "\(key.name).\(zone.name).")
  }

  /// The response with a record set.
  static func response(_ status: Int, _ recordSet: RecordSet, in zone: ZoneID) -> HTTPResponse {
    .json(status, RecordSetBody(recordSet, in: zone), etag: recordSet.etag)
  }
}

/// The request body of a record set.
struct RecordSetRequest: Decodable, Sendable {
  /// The properties, including the records.
  struct Properties: Decodable, Sendable {
    private enum CodingKeys: String, CodingKey {
      case ttl, metadata
    }

    let ttl: Int?
    /// The complete new metadata.
    let metadata: [String: String]?
    let data: RecordData

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      ttl = try fields.decodeIfPresent(Int.self, forKey: .ttl)
      metadata = try fields.decodeIfPresent([String: String].self, forKey: .metadata)
      data = try RecordData(from: decoder)
    }

    /// The metadata that Azure keeps: it silently drops entries with a space in their name.
    var kept: [String: String]? { metadata?.filter { !$0.key.utf8.contains(UInt8(ascii: " ")) } }
  }

  let properties: Properties?
}

/// A record set as Azure shows it.
struct RecordSetBody: Encodable, Sendable {
  /// The properties of a record set, with the records among them.
  struct Properties: Encodable, Sendable {
    /// The members beside the records.
    private enum CodingKeys: String, CodingKey {
      case metadata, fqdn, ttl, isAutoRegistered
    }

    /// The record set.
    fileprivate let recordSet: RecordSet
    /// The whole name, with its last dot.
    fileprivate let fqdn: String

    /// Writes the properties.
    func encode(to encoder: any Encoder) throws {
      var fields = encoder.container(keyedBy: CodingKeys.self)
      try fields.encodeIfPresent(recordSet.metadata, forKey: .metadata)
      try fields.encode(fqdn, forKey: .fqdn)
      try fields.encode(recordSet.ttl, forKey: .ttl)
      try fields.encode(recordSet.isAutoRegistered, forKey: .isAutoRegistered)
      try recordSet.data.encode(to: encoder)
    }
  }

  /// The identity in Resource Manager's form.
  let id: String
  /// The name relative to the zone.
  let name: String
  /// The type of the resource.
  let type: String
  /// The ETag.
  let etag: String
  /// The properties.
  let properties: Properties

  /// Shows a record set of a zone, whose name is in lower case.
  init(_ recordSet: RecordSet, in zone: ZoneID) {
    let key = recordSet.key
    id = "\(zone.path)/\(key.type.rawValue)/\(key.name)"
    name = key.name
    type = "\(zone.type)/\(key.type.rawValue)"
    etag = recordSet.etag
    properties = Properties(
      recordSet: recordSet, fqdn: key.name == "@" ? "\(zone.name)." : "\(key.name).\(zone.name).")
  }

  /// The answer that shows a record set.
  static func response(_ status: Int, _ recordSet: RecordSet, in zone: ZoneID) -> HTTPResponse {
    .json(status, RecordSetBody(recordSet, in: zone), etag: recordSet.etag)
  }
}

/// What a request says of a record set.
struct RecordSetRequest: Decodable, Sendable {
  /// The properties that a request may give; the records are among them.
  struct Properties: Decodable, Sendable {
    /// The members beside the records.
    private enum CodingKeys: String, CodingKey {
      case ttl, metadata
    }

    /// The time to live in seconds.
    let ttl: Int?
    /// All metadata that it is to have.
    let metadata: [String: String]?
    /// The records.
    let data: RecordData

    /// Reads the properties.
    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      ttl = try fields.decodeIfPresent(Int.self, forKey: .ttl)
      metadata = try fields.decodeIfPresent([String: String].self, forKey: .metadata)
      data = try RecordData(from: decoder)
    }

    /// The metadata that Azure keeps: a pair with a space in its name is lost without a word.
    var kept: [String: String]? { metadata?.filter { !$0.key.utf8.contains(UInt8(ascii: " ")) } }
  }

  /// The properties.
  let properties: Properties?
}

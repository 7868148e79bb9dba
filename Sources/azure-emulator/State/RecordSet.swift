/// The record types of private zones, in list order.
enum RecordType: String, CaseIterable, Codable, Sendable {
  case soa = "SOA"
  case a = "A"
  case aaaa = "AAAA"
  case cname = "CNAME"
  case mx = "MX"
  case ptr = "PTR"
  case srv = "SRV"
  case txt = "TXT"

  /// The position in list order.
  var listPosition: Int {
    switch self {
    case .soa: 0
    case .a: 1
    case .aaaa: 2
    case .cname: 3
    case .mx: 4
    case .ptr: 5
    case .srv: 6
    case .txt: 7
    }
  }

  /// Reads a type, case-insensitively.
  ///
  /// - Returns: nil if private zones do not support it.
  init?(ignoringCase text: String) {
    self.init(rawValue: text.uppercased())
  }
}

/// Identifies a record set within a zone.
struct RecordSetKey: Hashable, Comparable, Sendable {
  let type: RecordType
  /// The name relative to the zone, in lower case; `@` for the zone itself.
  let name: String

  init(type: RecordType, name: String) {
    self.type = type
    self.name = name.lowercased()
  }

  /// A text that sorts in list order: by type, then by name.
  var order: String { "\(type.listPosition)/\(name)" }

  /// Compares in list order.
  static func < (left: RecordSetKey, right: RecordSetKey) -> Bool {
    (left.type.listPosition, left.name) < (right.type.listPosition, right.name)
  }
}

/// The records of one name and type.
struct RecordSet: Sendable {
  /// The name and type.
  let key: RecordSetKey
  /// A bare GUID that changes with the record set.
  var etag = ETag.fresh()
  var ttl: Int
  /// The metadata; nil if none was ever given.
  var metadata: [String: String]?
  /// Whether Azure registered it for a virtual machine of a linked network.
  var isAutoRegistered = false
  var data: RecordData
}

extension RecordSet: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, type, etag, ttl, metadata, isAutoRegistered
  }

  /// Reads a record set of the state file, which requires only name, type and ttl.
  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    key = RecordSetKey(
      type: try fields.decode(RecordType.self, forKey: .type), name: try fields.decode(String.self, forKey: .name))
    etag = try fields.decodeIfPresent(String.self, forKey: .etag) ?? ETag.fresh()
    ttl = try fields.decode(Int.self, forKey: .ttl)
    metadata = try fields.decodeIfPresent([String: String].self, forKey: .metadata)
    isAutoRegistered = try fields.decodeIfPresent(Bool.self, forKey: .isAutoRegistered) ?? false
    data = try RecordData(from: decoder).only(key.type)
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(key.name, forKey: .name)
    try fields.encode(key.type, forKey: .type)
    try fields.encode(etag, forKey: .etag)
    try fields.encode(ttl, forKey: .ttl)
    try fields.encodeIfPresent(metadata, forKey: .metadata)
    try fields.encode(isAutoRegistered, forKey: .isAutoRegistered)
    try data.encode(to: encoder)
  }
}

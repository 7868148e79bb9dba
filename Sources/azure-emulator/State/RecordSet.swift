/// The types of record sets that a private zone holds, in the order of lists.
enum RecordType: String, CaseIterable, Codable, Sendable {
  /// Start of authority.
  case soa = "SOA"
  /// Addresses of version 4.
  case a = "A"
  /// Addresses of version 6.
  case aaaa = "AAAA"
  /// An alias.
  case cname = "CNAME"
  /// Mail exchangers.
  case mx = "MX"
  /// Names of addresses.
  case ptr = "PTR"
  /// Places of services.
  case srv = "SRV"
  /// Texts.
  case txt = "TXT"

  /// Its place in the order of lists.
  var place: Int {
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

  /// Reads a type in any case.
  ///
  /// - Returns: nothing when it is none that private zones hold.
  init?(ignoringCase text: String) {
    self.init(rawValue: text.uppercased())
  }
}

/// Which record set of a zone.
struct RecordSetKey: Hashable, Comparable, Sendable {
  /// The type.
  let type: RecordType
  /// The name relative to the zone, in lower case; `@` is the zone itself.
  let name: String

  /// Names a record set.
  init(type: RecordType, name: String) {
    self.type = type
    self.name = name.lowercased()
  }

  /// A text that sorts as lists do: by type, then by name.
  var order: String { "\(type.place)/\(name)" }

  /// Compares as lists do.
  static func < (left: RecordSetKey, right: RecordSetKey) -> Bool {
    (left.type.place, left.name) < (right.type.place, right.name)
  }
}

/// All records of one name and type.
struct RecordSet: Sendable {
  /// Name and type.
  let key: RecordSetKey
  /// A bare GUID that changes with the record set.
  var etag = ETag.fresh()
  /// The time to live in seconds.
  var ttl: Int
  /// The metadata; none when none was ever given.
  var metadata: [String: String]?
  /// Whether Azure made it for a machine of a linked network.
  var isAutoRegistered = false
  /// The records.
  var data: RecordData
}

extension RecordSet: Codable {
  /// The members beside the records.
  private enum CodingKeys: String, CodingKey {
    case name, type, etag, ttl, metadata, isAutoRegistered
  }

  /// Reads a record set of the state file; all but name, type and ttl may be left out.
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

  /// Writes a record set for the state file.
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

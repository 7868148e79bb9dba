import DNSModel

/// The catalog zone, which lists all managed zones so that secondaries add and remove them by themselves
/// ([RFC 9432](https://www.rfc-editor.org/rfc/rfc9432)).
enum CatalogZone {
  /// The NS record that RFC 9432 prescribes, since nobody resolves names in a catalog zone
  /// ([RFC 9432 §4.1](https://www.rfc-editor.org/rfc/rfc9432#section-4.1)).
  private static let nameServer = "invalid."

  /// The SOA and NS records of the catalog zone.
  static func apex(_ soa: StartOfAuthority) -> ZoneApex {
    ZoneApex(soa, nameServers: [nameServer], nameServersTTL: soa.ttl)
  }

  /// The records of the catalog zone: its schema version, and one PTR record for each member zone
  /// ([RFC 9432 §4.2](https://www.rfc-editor.org/rfc/rfc9432#section-4.2)).
  ///
  /// - Parameters:
  ///   - zones: the member zones.
  ///   - catalog: the name of the catalog zone.
  ///   - ttl: the TTL of the records in seconds.
  /// - Returns: the records in canonical order.
  static func records(of zones: [Zone], catalog: DomainName, ttl: UInt32) -> [ResourceRecord] {
    let members = zones.map { (owner: owner(ofMember: Array($0.origin.text.utf8)), name: $0.origin.text) }
    return [ResourceRecord("version", ttl, .txt, "TXT", data: "\"2\"", in: catalog)]
      + members.sorted { $0.owner < $1.owner }.map { member in
        ResourceRecord(member.owner, ttl, .ptr, "PTR", data: "\(member.name).", in: catalog)
      }
  }

  /// Whether this program manages a record of a catalog zone: the version, or a member with the label that we derive.
  ///
  /// Other members and all properties of RFC 9432 are unmanaged.
  static func isManaged(_ record: ResourceRecord) -> Bool {
    switch record.type {
    case .txt: record.owner.elementsEqual("version".utf8)
    case .ptr:
      if let name = CanonicalName.read(record.data, origin: record.origin) {
        record.owner.elementsEqual(owner(ofMember: name.dropLast()).utf8)
      } else {
        false
      }
    default: false
    }
  }

  /// The managed records in a form that can be compared, whatever their spelling.
  ///
  /// The owner name identifies a member zone; for the version, its number counts too.
  static func entries(_ records: [ResourceRecord]) -> Set<[UInt8]> {
    Set(
      records.filter(isManaged).map { record in
        let number = record.type == .txt ? record.data.filter { $0 != UInt8(ascii: "\"") } : []
        return record.owner + " \(record.ttl) ".utf8 + number
      })
  }

  /// Whether a zone is a catalog zone of this program.
  static func isCatalog(_ zone: FoundZone) -> Bool {
    zone.apex.nameServers == [nameServer] && zone.otherRecords.contains { $0.type == .txt && isManaged($0) }
  }

  /// The unmanaged records of a zone, which may be a catalog zone.
  static func unmanagedRecords(in zone: FoundZone) -> [ResourceRecord] {
    isCatalog(zone) ? zone.otherRecords.filter { !isManaged($0) } : zone.otherRecords
  }

  /// The owner name of the PTR record for a member zone.
  ///
  /// Its label must be unique and stable for the zone, so it is a hash of the zone's name.
  private static func owner(ofMember zone: some Sequence<UInt8>) -> String {
    let digits = String(hash(zone), radix: 16)
    return String(repeating: "0", count: 32 - digits.count) + digits + ".zones"
  }

  /// FNV-1a with 128 bits ([RFC 9923](https://www.rfc-editor.org/rfc/rfc9923)).
  private static func hash(_ name: some Sequence<UInt8>) -> UInt128 {
    var hash: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D
    for byte in name {
      hash = (hash ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013B
    }
    return hash
  }
}

import DNSModel

/// The zone that lists all our zones, so that secondaries pick up new ones by themselves
/// ([RFC 9432](https://www.rfc-editor.org/rfc/rfc9432)).
enum CatalogZone {
  /// Nobody asks for the catalog, so its name server is this one
  /// ([RFC 9432 §4.1](https://www.rfc-editor.org/rfc/rfc9432#section-4.1)).
  private static let nameServer = "invalid."

  /// What the catalog has at its apex.
  static func apex(_ soa: StartOfAuthority) -> ZoneApex {
    ZoneApex(soa, nameServers: [nameServer], nameServersTTL: StartOfAuthority.standardTTL)
  }

  /// The catalog's records: the version of its format, and one PTR record for each zone
  /// ([RFC 9432 §4.2](https://www.rfc-editor.org/rfc/rfc9432#section-4.2)).
  ///
  /// - Parameters:
  ///   - zones: the zones.
  ///   - catalog: the name of the catalog.
  /// - Returns: the records in canonical order.
  static func records(of zones: [Zone], catalog: DomainName) -> [ResourceRecord] {
    let ttl = StartOfAuthority.standardTTL
    let members = zones.map { (owner: owner(ofMember: Array($0.origin.text.utf8)), name: $0.origin.text) }
    return [ResourceRecord("version", ttl, .txt, "TXT", data: "\"2\"", in: catalog)]
      + members.sorted { $0.owner < $1.owner }.map { member in
        ResourceRecord(member.owner, ttl, .ptr, "PTR", data: "\(member.name).", in: catalog)
      }
  }

  /// Whether a record in a catalog is one of ours, however it is written: all members that we do not know, and what RFC 9432
  /// calls properties, are somebody else's.
  static func isOurs(_ record: ResourceRecord) -> Bool {
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

  /// What makes two records of ours the same: the owner says which member it is, and of a version the number counts.
  static func entries(_ records: [ResourceRecord]) -> Set<[UInt8]> {
    Set(
      records.filter(isOurs).map { record in
        let number = record.type == .txt ? record.data.filter { $0 != UInt8(ascii: "\"") } : []
        return record.owner + " \(record.ttl) ".utf8 + number
      })
  }

  /// Whether a zone is a catalog.
  static func isCatalog(_ zone: FoundZone) -> Bool {
    zone.apex.nameServers == [nameServer] && zone.foreign.contains { $0.type == .txt && isOurs($0) }
  }

  /// The records of somebody else in a zone that is to go.
  static func others(in zone: FoundZone) -> [ResourceRecord] {
    isCatalog(zone) ? zone.foreign.filter { !isOurs($0) } : zone.foreign
  }

  /// The owner of the record that makes a zone a member.
  ///
  /// Its label must be unique and must not change as long as the zone is the same, so it is a hash of the zone's name.
  private static func owner(ofMember zone: some Sequence<UInt8>) -> String {
    let digits = String(hash(zone), radix: 16)
    return String(repeating: "0", count: 32 - digits.count) + digits + ".zones"
  }

  /// The 128 bits of FNV-1a
  /// ([RFC 9923](https://www.rfc-editor.org/rfc/rfc9923)).
  private static func hash(_ name: some Sequence<UInt8>) -> UInt128 {
    var hash: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D
    for byte in name {
      hash = (hash ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013B
    }
    return hash
  }
}

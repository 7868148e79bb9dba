import DNSModel

/// The zone that lists all our zones, so that secondaries pick up new ones by themselves
/// ([RFC 9432](https://www.rfc-editor.org/rfc/rfc9432)).
enum CatalogZone {
  /// What the catalog has at its apex: nobody asks for it, so its name server is `invalid.`
  /// ([RFC 9432 §4.1](https://www.rfc-editor.org/rfc/rfc9432#section-4.1)).
  static func apex(_ startOfAuthority: StartOfAuthority) -> ZoneApex {
    ZoneApex(
      startOfAuthority, nameServers: [DomainName(constant: "invalid")], nameServersTTL: StartOfAuthority.standardTTL)
  }

  /// The catalog's records: the version of its format, and one PTR record for each zone
  /// ([RFC 9432 §4.2](https://www.rfc-editor.org/rfc/rfc9432#section-4.2)).
  ///
  /// - Parameters:
  ///   - zones: the zones, in canonical order.
  ///   - catalog: the name of the catalog.
  /// - Returns: the records in that order.
  static func records(of zones: [Zone], catalog: DomainName) -> [ForeignRecord] {
    [record("version", "TXT \"2\"", catalog)] + zones.map { member($0.origin, catalog) }
  }

  /// Whether a file of ours is a catalog, and holds nothing else.
  static func isCatalog(_ found: FoundZone) -> Bool {
    guard found.addresses.others.entries.isEmpty, found.foreign.first == record("version", "TXT \"2\"", found.origin)
    else {
      return false
    }
    return found.foreign.dropFirst().allSatisfy { record in
      let words = record.line.split(separator: UInt8(ascii: " "))
      guard let last = words.last, let name = try? DomainName(String(decoding: last, as: UTF8.self)) else {
        return false
      }
      return record == member(name, found.origin)
    }
  }

  /// The record that makes a zone a member.
  ///
  /// Its label must be unique and must not change as long as the zone is the same, so it is a hash of the zone's name.
  private static func member(_ zone: DomainName, _ catalog: DomainName) -> ForeignRecord {
    let digits = String(hash(zone), radix: 16)
    let label = String(repeating: "0", count: 32 - digits.count) + digits
    return record("\(label).zones", "PTR \(zone).", catalog)
  }

  /// One record of the catalog.
  private static func record(_ owner: String, _ text: String, _ catalog: DomainName) -> ForeignRecord {
    ForeignRecord(
      line: Array("\(owner).\(catalog). \(StartOfAuthority.standardTTL) IN \(text)".utf8),
      origin: Array("\(catalog).".utf8), owner: Array(owner.utf8))
  }

  /// The 128 bits of FNV-1a
  /// ([RFC 9923](https://www.rfc-editor.org/rfc/rfc9923)).
  private static func hash(_ name: DomainName) -> UInt128 {
    var hash: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D
    for byte in name.text.utf8 {
      hash = (hash ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013B
    }
    return hash
  }
}

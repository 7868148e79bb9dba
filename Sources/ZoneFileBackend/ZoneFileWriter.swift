import DNSModel

/// Writes a zone in the master file format of [RFC 1035 §5](https://www.rfc-editor.org/rfc/rfc1035#section-5).
///
/// Equal zones give equal bytes on every machine. One record a line as `owner TTL IN TYPE rdata`, which every checker
/// takes: SOA first, then NS, then A in canonical order. Owners are relative to the one `$ORIGIN`; all other names are
/// absolute.
struct ZoneFileWriter {
  /// The text so far.
  private var text: [UInt8] = []

  /// Writes a whole zone file.
  ///
  /// - Parameters:
  ///   - contents: what the file is to say; its names lie in the zone.
  ///   - mark: line 1.
  /// - Returns: the bytes of the file.
  static func bytes(of contents: ZoneFileContents, mark: ZoneFileMark) -> [UInt8] {
    var writer = ZoneFileWriter()
    writer.text.reserveCapacity(512 + contents.zone.recordSets.count * 64)
    writer.add("\(mark.line)\n; managed: edits are lost\n$ORIGIN \(contents.zone.origin).\n")
    writer.add(contents.apex, contents.serial)
    for set in contents.zone.recordSets {
      writer.add(set, in: contents.zone.origin)
    }
    return writer.text
  }

  /// Adds the SOA record and the NS records.
  private mutating func add(_ apex: ZoneApex, _ serial: SerialNumber) {
    let soa = apex.startOfAuthority
    add("@ \(soa.ttl) IN SOA \(soa.primary). \(soa.contact.zoneFileText) ")
    add("\(serial) \(soa.refresh) \(soa.retry) \(soa.expire) \(soa.minimum)\n")
    for server in apex.nameServers {
      add("@ \(apex.nameServersTTL) IN NS \(server).\n")
    }
  }

  /// Adds a line for each address of a record set.
  private mutating func add(_ set: RecordSet, in origin: DomainName) {
    guard let owner = origin.owner(for: set.name) else { return }
    for address in set.addresses {
      text.append(contentsOf: owner.utf8)
      add(" \(set.ttl) IN A \(address)\n")
    }
  }

  /// Adds a piece of text.
  private mutating func add(_ piece: String) {
    text.append(contentsOf: piece.utf8)
  }
}

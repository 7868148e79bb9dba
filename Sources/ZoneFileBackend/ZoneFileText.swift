import DNSModel

/// Renders a zone in the master file format of [RFC 1035 §5](https://www.rfc-editor.org/rfc/rfc1035#section-5).
///
/// Equal zones give equal bytes on every machine, but for the notes of their record sets, which are comments behind the A records.
/// Each record but SOA is a line `owner TTL IN TYPE rdata`, which every checker accepts: SOA first, then NS, then A in canonical order, then all other records in the order of the old file. Owner names
/// are relative to the one `$ORIGIN`; all other managed names are absolute. `$TTL` is for records that people add.
enum ZoneFileText {
  /// The line that tells a response policy zone apart, whatever its name.
  private static let policyLine = "; response policy zone: the owner names are the names that clients query"

  /// Whether the beginning of a file says that it is a response policy zone.
  static func isOfPolicy(_ bytes: [UInt8]) -> Bool {
    let line = Array(policyLine.utf8)
    return bytes.prefix(512).split(separator: UInt8(ascii: "\n")).contains { $0.elementsEqual(line) }
  }

  /// Renders a whole zone file.
  ///
  /// - Parameters:
  ///   - contents: the contents of the file; their names are in the zone.
  ///   - mark: the owner mark for line 1.
  /// - Returns: the bytes of the file.
  static func bytes(of contents: ZoneFileContents, mark: OwnerMark) -> [UInt8] {
    let zone = contents.zone
    var bytes = Array(head(of: contents, mark: mark).utf8)
    // Enough for most hostnames, so that the array is not copied as it grows.
    bytes.reserveCapacity(bytes.count + 100 * zone.recordSets.count)
    // What follows the owner in a query name.
    let endLength = zone.isPolicy ? 0 : zone.origin.text.utf8.count + 1
    for set in zone.recordSets {
      for address in set.addresses {
        if set.name.text.utf8.count < endLength {
          bytes.append(UInt8(ascii: "@"))
        } else {
          bytes += set.name.text.utf8
          bytes.removeLast(endLength)
        }
        bytes.append(UInt8(ascii: " "))
        bytes.appendDecimal(set.ttl.seconds)
        bytes += " IN A ".utf8
        address.write(to: &bytes)
        if let note = set.note { bytes += " ; \(note)".utf8 }
        bytes.append(UInt8(ascii: "\n"))
      }
    }
    return bytes + otherLines(contents.otherRecords, origin: Array("\(zone.origin).".utf8))
  }

  /// The lines before the A records.
  private static func head(of contents: ZoneFileContents, mark: OwnerMark) -> String {
    let soa = contents.apex.soa
    var text = "\(mark.line)\n"
    text += "; managed: SOA, NS records of the apex, and A records that no delegation covers; all others are kept\n"
    if contents.zone.isPolicy { text += "\(policyLine)\n" }
    text += "$ORIGIN \(contents.zone.origin).\n$TTL \(soa.ttl)\n"
    let (primary, contact) = (CanonicalName.portable(soa.primary), CanonicalName.portable(soa.contact.name))
    text += "@ \(soa.ttl) IN SOA \(primary) \(contact) (\n"
    text +=
      "  \(contents.serial) ; serial\n  \(soa.refresh) ; refresh\n  \(soa.retry) ; retry\n  \(soa.expire) ; expire\n"
    text += "  \(soa.minimum) ; minimum, the TTL of negative answers\n)\n"
    for server in contents.apex.nameServers {
      text += "@ \(contents.apex.nameServersTTL) IN NS \(CanonicalName.portable(server))\n"
    }
    return text
  }

  /// The lines of all other records, with a `$ORIGIN` before each record whose origin differs.
  private static func otherLines(_ records: [ResourceRecord], origin: [UInt8]) -> [UInt8] {
    var lines: [UInt8] = []
    var origin = origin
    for record in records {
      if record.origin != origin {
        origin = record.origin
        lines += "$ORIGIN ".utf8 + origin + [UInt8(ascii: "\n")]
      }
      lines += record.line + [UInt8(ascii: "\n")]
    }
    return lines
  }
}

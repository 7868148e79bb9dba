import DNSModel

/// Writes a zone in the master file format of [RFC 1035 §5](https://www.rfc-editor.org/rfc/rfc1035#section-5).
///
/// Equal zones give equal bytes on every machine. One record a line as `owner TTL IN TYPE rdata`, which every checker
/// takes: SOA first, then NS, then A in canonical order, then what others put into the file in its order. Owners are
/// relative to the one `$ORIGIN`; all other names of ours are absolute.
enum ZoneFileWriter {
  /// Writes a whole zone file.
  ///
  /// - Parameters:
  ///   - contents: what the file is to say; its names lie in the zone.
  ///   - mark: line 1.
  /// - Returns: the bytes of the file.
  static func bytes(of contents: ZoneFileContents, mark: ZoneFileMark) -> [UInt8] {
    let head = Array(head(of: contents, mark: mark).utf8)
    let foreign = foreignLines(contents.foreign, origin: Array("\(contents.zone.origin).".utf8))
    let tail = contents.zone.origin.tailLength
    var room = head.count + foreign.count
    for set in contents.zone.recordSets {
      room += set.addresses.count * (set.name.text.utf8.count + LineWriter.longestRest)
    }
    return Array(unsafeUninitializedCapacity: room) { buffer, count in
      var lines = LineWriter(buffer)
      head.withUnsafeBufferPointer { lines.add($0) }
      for set in contents.zone.recordSets {
        AddressComparison.withUTF8(of: set.name) { name in
          let owner = UnsafeBufferPointer(rebasing: name[..<max(0, name.count - tail)])
          for address in set.addresses { lines.add(owner, set.ttl, address) }
        }
      }
      foreign.withUnsafeBufferPointer { lines.add($0) }
      count = lines.count
    }
  }

  /// Everything before the A records.
  private static func head(of contents: ZoneFileContents, mark: ZoneFileMark) -> String {
    let soa = contents.apex.startOfAuthority
    var text = "\(mark.line)\n; managed: edits are lost\n$ORIGIN \(contents.zone.origin).\n"
    text += "@ \(soa.ttl) IN SOA \(soa.primary). \(soa.contact.zoneFileText) "
    text += "\(contents.serial) \(soa.refresh) \(soa.retry) \(soa.expire) \(soa.minimum)\n"
    for server in contents.apex.nameServers {
      text += "@ \(contents.apex.nameServersTTL) IN NS \(server).\n"
    }
    return text
  }

  /// The lines of foreign records, with a `$ORIGIN` wherever theirs is another one.
  private static func foreignLines(_ records: [ForeignRecord], origin: [UInt8]) -> [UInt8] {
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

/// Writes lines into memory that is large enough for them.
private struct LineWriter {
  /// The most bytes of a line behind its owner: `@`, ` 2147483647 IN A 255.255.255.255` and the line's end.
  static let longestRest = 1 + 1 + 10 + 6 + 15 + 1

  /// The memory.
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  /// How many bytes are written.
  private(set) var count = 0

  /// Takes the memory.
  init(_ buffer: UnsafeMutableBufferPointer<UInt8>) {
    self.buffer = buffer
  }

  /// Adds bytes as they are.
  mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress, let target = buffer.baseAddress, count + bytes.count <= buffer.count else {
      return
    }
    (target + count).update(from: source, count: bytes.count)
    count += bytes.count
  }

  /// Adds the line of one A record.
  mutating func add(_ owner: UnsafeBufferPointer<UInt8>, _ ttl: TimeToLive, _ address: IPv4Address) {
    if owner.isEmpty { add(UInt8(ascii: "@")) } else { add(owner) }
    add(UInt8(ascii: " "))
    add(decimal: ttl.seconds)
    add(UInt8(ascii: " "))
    add(UInt8(ascii: "I"))
    add(UInt8(ascii: "N"))
    add(UInt8(ascii: " "))
    add(UInt8(ascii: "A"))
    add(UInt8(ascii: " "))
    add(decimal: address.number >> 24)
    add(UInt8(ascii: "."))
    add(decimal: address.number >> 16 & 255)
    add(UInt8(ascii: "."))
    add(decimal: address.number >> 8 & 255)
    add(UInt8(ascii: "."))
    add(decimal: address.number & 255)
    add(UInt8(ascii: "\n"))
  }

  /// Adds one byte.
  private mutating func add(_ byte: UInt8) {
    buffer[count] = byte
    count += 1
  }

  /// Adds a number.
  private mutating func add(decimal number: UInt32) {
    var divisor: UInt32 = 1
    while number / divisor > 9 { divisor *= 10 }
    while divisor > 0 {
      add(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
      divisor /= 10
    }
  }
}

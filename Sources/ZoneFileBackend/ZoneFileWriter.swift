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
      let sets = contents.zone.recordSets
      for set in sets {
        set.name.withUTF8 { name in
          let owner = name.part(0..<max(0, name.count - tail))
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
  /// The most bytes of a line behind its owner: `@`, ` 2147483647 IN A ` in three words of 8 bytes, four octets with a byte
  /// behind each, and what the last of them may write too much.
  static let longestRest = 1 + 24 + 16 + 4

  /// For each octet its digits and a dot, the first one in the lowest byte, and above the four bytes how many these are.
  private let octets: [UInt64] = (0...255).map { octet in
    let digits = Array("\(octet).".utf8)
    return digits.reversed().reduce(0) { $0 << 8 | UInt64($1) } | UInt64(digits.count) << 32
  }

  /// The memory.
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  /// How many bytes are written.
  private(set) var count = 0
  /// The TTL of the line before.
  private var ttl: UInt32?
  /// What stands between owner and address where that is the TTL, the first byte in the lowest byte.
  private var middle: (UInt64, UInt64, UInt64) = (0, 0, 0)
  /// How many bytes that is.
  private var middleLength = 0

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
    if owner.isEmpty {
      buffer[count] = UInt8(ascii: "@")
      count += 1
    } else {
      add(owner)
    }
    if self.ttl != ttl.seconds { setMiddle(ttl) }
    store(middle.0, at: count)
    store(middle.1, at: count + 8)
    store(middle.2, at: count + 16)
    count += middleLength
    add(octet: address.number >> 24)
    add(octet: address.number >> 16 & 255)
    add(octet: address.number >> 8 & 255)
    add(octet: address.number & 255)
    buffer[count - 1] = UInt8(ascii: "\n")
  }

  /// Adds a number of 0 to 255 and a dot.
  private mutating func add(octet: UInt32) {
    let entry = octets[Int(octet)]
    store(UInt32(truncatingIfNeeded: entry), at: count)
    count += Int(entry >> 32)
  }

  /// Writes a number, its lowest byte first; what is too much of it is written over by what follows.
  private func store<Number: FixedWidthInteger>(_ number: Number, at offset: Int) {
    UnsafeMutableRawBufferPointer(buffer).storeBytes(of: number.littleEndian, toByteOffset: offset, as: Number.self)
  }

  /// Puts together what stands between owner and address.
  private mutating func setMiddle(_ ttl: TimeToLive) {
    self.ttl = ttl.seconds
    let bytes = Array(" \(ttl) IN A ".utf8)
    func word(_ start: Int) -> UInt64 {
      bytes.dropFirst(start).prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    middle = (word(0), word(8), word(16))
    middleLength = bytes.count
  }
}

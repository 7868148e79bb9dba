import DNSModel

/// Writes a zone in the master file format of [RFC 1035 §5](https://www.rfc-editor.org/rfc/rfc1035#section-5).
///
/// Equal zones give equal bytes on every machine. One record a line as `owner TTL IN TYPE rdata`, which every checker
/// takes: SOA first, then NS, then A in canonical order, then what others put into the file in its order. Owners are
/// relative to the one `$ORIGIN`; all other names of ours are absolute.
enum ZoneFileWriter {
  /// How many bytes are put together before they are given away.
  static let blockSize = 1 << 18

  /// Writes a whole zone file.
  ///
  /// - Parameters:
  ///   - contents: what the file is to say; its names lie in the zone.
  ///   - mark: line 1.
  ///   - put: takes the bytes of the file, one piece behind the other; each ends with a line.
  /// - Throws: what `put` throws.
  static func write<Failure: Error>(
    _ contents: ZoneFileContents, mark: ZoneFileMark, to put: (ArraySlice<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    let tail = contents.zone.origin.tailLength
    try put(Array(head(of: contents, mark: mark).utf8)[...])
    try contents.zone.recordSets.withParts { (sets) throws(Failure) in
      let room = (0..<min(sets.count, blockSize / LineWriter.longestLine)).reduce(0) { room, number in
        room + sets[number].addresses.count * LineWriter.longestLine
      }
      var block = [UInt8](repeating: 0, count: min(room, blockSize))
      var lines = LineWriter()
      var number = 0
      var address = 0
      while number < sets.count {
        let length = block.withUnsafeMutableBufferPointer { buffer in
          lines.fill(buffer, from: sets, tail: tail, &number, &address)
        }
        try put(block[..<length])
      }
    }
    try put(foreignLines(contents.foreign, origin: Array("\(contents.zone.origin).".utf8))[...])
  }

  /// The same as one piece.
  static func bytes(of contents: ZoneFileContents, mark: ZoneFileMark) -> [UInt8] {
    var bytes: [UInt8] = []
    write(contents, mark: mark) { bytes += $0 }
    return bytes
  }

  /// Everything before the A records.
  private static func head(of contents: ZoneFileContents, mark: ZoneFileMark) -> String {
    let soa = contents.apex.startOfAuthority
    var text = "\(mark.line)\n; managed: A, NS and SOA records are ours, all others are kept\n"
    text += "$ORIGIN \(contents.zone.origin).\n"
    let (primary, contact) = (CanonicalName.portable(soa.primary), CanonicalName.portable(soa.contact.name))
    text += "@ \(soa.ttl) IN SOA \(primary) \(contact) "
    text += "\(contents.serial) \(soa.refresh) \(soa.retry) \(soa.expire) \(soa.minimum)\n"
    for server in contents.apex.nameServers {
      text += "@ \(contents.apex.nameServersTTL) IN NS \(CanonicalName.portable(server))\n"
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

/// Writes the lines of A records into memory.
private struct LineWriter {
  /// The most bytes of a line behind its owner: `@`, ` 2147483647 IN A ` in three words of 8 bytes, four octets with a byte
  /// behind each, and what the last of them may write too much.
  static let longestRest = 1 + 24 + 16 + 4
  /// The most bytes of a line.
  static let longestLine = 253 + longestRest

  /// For each octet its digits and a dot, the first one in the lowest byte, and above the four bytes how many these are.
  private static let octets: [UInt64] = (0...255).map { octet in
    let digits = Array("\(octet).".utf8)
    return digits.reversed().reduce(0) { $0 << 8 | UInt64($1) } | UInt64(digits.count) << 32
  }

  /// The same table, which is not looked for again at each octet.
  private let octets = Self.octets
  /// How many bytes of the memory are written.
  private var count = 0
  /// The TTL of the line before.
  private var ttl: UInt32?
  /// What stands between owner and address where that is the TTL, the first byte in the lowest byte.
  private var middle: (UInt64, UInt64, UInt64) = (0, 0, 0)
  /// How many bytes that is.
  private var middleLength = 0

  /// Writes as many lines as there is room for.
  ///
  /// - Parameters:
  ///   - buffer: the memory.
  ///   - sets: the record sets.
  ///   - tail: how many bytes of each name are no part of the owner.
  ///   - number: the set whose line comes next.
  ///   - address: the number of the address in that set.
  /// - Returns: how many bytes were written.
  mutating func fill(
    _ buffer: UnsafeMutableBufferPointer<UInt8>, from sets: RecordSetList.Parts, tail: Int, _ number: inout Int,
    _ address: inout Int
  ) -> Int {
    count = 0
    while number < sets.count {
      let set = sets[number]
      let owner = set.name.part(0..<max(0, set.name.count - tail))
      while address < set.addresses.count {
        guard count + owner.count + Self.longestRest <= buffer.count else { return count }
        add(owner, set.ttl, set.addresses[address], to: buffer)
        address += 1
      }
      address = 0
      number += 1
    }
    return count
  }

  /// Adds the line of one A record.
  @inline(__always)
  private mutating func add(
    _ owner: UnsafeBufferPointer<UInt8>, _ ttl: TimeToLive, _ address: IPv4Address,
    to buffer: UnsafeMutableBufferPointer<UInt8>
  ) {
    if let source = owner.baseAddress, let target = buffer.baseAddress, !owner.isEmpty {
      (target + count).update(from: source, count: owner.count)
      count += owner.count
    } else {
      buffer[count] = UInt8(ascii: "@")
      count += 1
    }
    if self.ttl != ttl.seconds { setMiddle(ttl) }
    store(middle.0, at: count, buffer)
    store(middle.1, at: count + 8, buffer)
    store(middle.2, at: count + 16, buffer)
    count += middleLength
    add(octet: address.number >> 24, to: buffer)
    add(octet: address.number >> 16 & 255, to: buffer)
    add(octet: address.number >> 8 & 255, to: buffer)
    add(octet: address.number & 255, to: buffer)
    buffer[count - 1] = UInt8(ascii: "\n")
  }

  /// Adds a number of 0 to 255 and a dot.
  private mutating func add(octet: UInt32, to buffer: UnsafeMutableBufferPointer<UInt8>) {
    let entry = octets[Int(octet)]
    store(UInt32(truncatingIfNeeded: entry), at: count, buffer)
    count += Int(entry >> 32)
  }

  /// Writes a number, its lowest byte first; what is too much of it is written over by what follows.
  private func store<Number: FixedWidthInteger>(
    _ number: Number, at offset: Int, _ buffer: UnsafeMutableBufferPointer<UInt8>
  ) {
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

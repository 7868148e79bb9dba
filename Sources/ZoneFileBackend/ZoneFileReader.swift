import DNSModel
import FileReplacement

/// Reads a zone file of ours, also where somebody brought it into another form: SOA, NS and A, and what is not ours.
struct ZoneFileReader {
  /// Where we are in the file.
  var records: ZoneFileRecordReader
  /// The zone that the file's name says.
  let origin: DomainName
  /// The SOA record, once it was found.
  var startOfAuthority: (record: StartOfAuthority, serial: SerialNumber)?
  /// The targets of the NS records.
  var nameServers: [String] = []
  /// The TTL of the NS records; 0 where they have several.
  var nameServersTTL: UInt32?
  /// The A records.
  var addresses: FoundAddresses
  /// All other records.
  var foreign: [ForeignRecord] = []
  /// Whether it is certain what was found of the expected sets.
  private var isCertain = true

  /// Reads a whole file.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - zone: the zone that the file's name says, with the record sets that the file should have.
  /// - Returns: all that the file says.
  /// - Throws: ``ZoneFileError`` for the first thing that it cannot read.
  static func contents(of bytes: [UInt8], expecting zone: Zone) throws(ZoneFileError) -> FoundZone {
    // Where records are not in our order, a set that was found could have another record somewhere.
    if let found = try contents(of: bytes, zone, lookingFor: zone.recordSets) { return found }
    if let found = try contents(of: bytes, zone, lookingFor: RecordSetList()) { return found }
    preconditionFailure("nothing is uncertain where nothing is looked for")
  }

  /// Reads a whole file; gives nothing where it is not certain what of the sets it has.
  private static func contents(
    of bytes: [UInt8], _ zone: Zone, lookingFor sets: RecordSetList
  ) throws(ZoneFileError) -> FoundZone? {
    var reader = ZoneFileReader(
      records: ZoneFileRecordReader(bytes, zone: Array("\(zone.origin).".utf8)), origin: zone.origin,
      addresses: FoundAddresses(expecting: zone.recordSets.count))
    try sets.withParts { (sets) throws(ZoneFileError) in
      var expected = ExpectedSets(sets, tail: zone.origin.tailLength)
      try reader.read(bytes, &expected)
    }
    return reader.isCertain ? try reader.finish(length: bytes.count) : nil
  }

  /// Reads a file of ours piece by piece, and compares it with what it should say.
  ///
  /// - Parameters:
  ///   - path: the file, just as ``ZoneFileWriter`` writes it.
  ///   - contents: what it should say.
  ///   - pieceSize: about how many bytes are in memory at once.
  /// - Returns: whether it says exactly that.
  /// - Throws: `FileError` when it cannot be read.
  static func isFile(_ path: String, saying contents: ZoneFileContents, pieceSize: Int = 1 << 20) throws(FileError)
    -> Bool
  {
    let file = try PiecewiseFile(path)
    let zone = contents.zone
    var reader = ZoneFileReader(
      records: ZoneFileRecordReader([], zone: Array("\(zone.origin).".utf8)), origin: zone.origin,
      addresses: FoundAddresses(expecting: zone.recordSets.count))
    return try zone.recordSets.withParts { (sets) throws(FileError) in
      var expected = ExpectedSets(sets, tail: zone.origin.tailLength)
      var (start, size) = (0, pieceSize)
      while start < file.size {
        guard let piece = try file.lines(start..<min(start + size, file.size)) else {
          size *= 2
          continue
        }
        start += piece.count - 1
        reader.records.goOn(with: piece)
        guard (try? reader.read(piece, &expected)) != nil, reader.isCertain else { return false }
      }
      let found = try? reader.finish(length: start)
      return found?.says(contents) ?? false
    }
  }

  /// Reads all records of a file, or of a piece of it that begins behind a line.
  private mutating func read(_ bytes: [UInt8], _ expected: inout ExpectedSets) throws(ZoneFileError) {
    try bytes.withUnsafeBufferPointer { (buffer) throws(ZoneFileError) in
      isCertain = records.takePlainAddresses(buffer, &expected, into: &addresses)
      while isCertain, let head = try records.next() {
        if isOurAddress(head), !pass(head.owner, &expected) {
          isCertain = false
          return
        }
        try read(head)
        isCertain = records.takePlainAddresses(buffer, &expected, into: &addresses)
      }
    }
  }

  /// Goes on behind an A record that is written otherwise; see ``ExpectedSets/pass(_:)``.
  private func pass(_ owner: ZoneFileRecordReader.Owner, _ expected: inout ExpectedSets) -> Bool {
    records.names.withUnsafeBufferPointer { expected.pass($0.part(owner.name)) }
  }

  /// Begins to read.
  private init(records: ZoneFileRecordReader, origin: DomainName, addresses: FoundAddresses) {
    self.records = records
    self.origin = origin
    self.addresses = addresses
  }

  /// Puts together what was read.
  private mutating func finish(length: Int) throws(ZoneFileError) -> FoundZone {
    guard let (record, serial) = startOfAuthority else {
      throw ZoneFileError(at: length, "the file ends without an SOA record")
    }
    addresses.others.names = records.names
    return FoundZone(
      origin: origin,
      apex: ZoneApex(record, nameServers: nameServers, nameServersTTL: nameServersTTL ?? record.ttl),
      serial: serial, addresses: addresses, foreign: foreign)
  }
}

extension PiecewiseFile {
  /// Reads whole lines, a line's end before them.
  ///
  /// - Parameter part: where they begin, and where the last one ends at the latest.
  /// - Returns: nothing where not a single line ends in that part.
  /// - Throws: `FileError` when a read fails.
  fileprivate borrowing func lines(_ part: Range<Int>) throws(FileError) -> [UInt8]? {
    let newline = UInt8(ascii: "\n")
    var piece = [UInt8](repeating: newline, count: part.count + 1)
    let count = try piece.withUnsafeMutableBufferPointer { (buffer) throws(FileError) in
      try read(part, into: UnsafeMutableBufferPointer(rebasing: buffer.dropFirst()))
    }
    piece.removeLast(part.count - count)
    if part.upperBound == size { return piece }
    while piece.last != newline { piece.removeLast() }
    return piece.count > 1 ? piece : nil
  }
}

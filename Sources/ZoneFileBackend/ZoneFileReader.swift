import DNSModel
import FileReplacement

/// Reads a zone file of ours, also where somebody brought it into another form: SOA, NS and A, and what is not ours.
struct ZoneFileReader {
  /// Where we are in the file.
  private var records: ZoneFileRecordReader
  /// The zone that the file's name says.
  private let origin: DomainName
  /// The SOA record, once it was found.
  private var startOfAuthority: (record: StartOfAuthority, serial: SerialNumber)?
  /// The targets of the NS records.
  private var nameServers: [DomainName] = []
  /// The TTL of the NS records.
  private var nameServersTTL: TimeToLive?
  /// The A records.
  private var addresses: FoundAddresses
  /// All other records.
  private var foreign: [ForeignRecord] = []
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
        if head.type == .address, !pass(head.owner, &expected) {
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

  /// Reads the data of a record.
  private mutating func read(_ head: ZoneFileRecordReader.Head) throws(ZoneFileError) {
    switch head.type {
    case .address: try readAddress(head)
    case .startOfAuthority: try readStartOfAuthority(head)
    case .nameServer where isApex(head.owner): try readNameServer(head)
    default: foreign.append(try ForeignRecord(head, from: &records))
    }
  }

  /// Whether an owner is the zone itself.
  private func isApex(_ owner: ZoneFileRecordReader.Owner) -> Bool { owner.isInZone && owner.name.isEmpty }

  /// Reads an A record, also where its data is written as that of an unknown type.
  private mutating func readAddress(_ head: ZoneFileRecordReader.Head) throws(ZoneFileError) {
    guard head.owner.isInZone, !(head.owner.name.isEmpty && origin.isPolicyZone) else {
      throw ZoneFileError(
        at: head.typeWord.lowerBound,
        "\(records.scanner.shown(head.owner.word)) is no name that this zone can answer for")
    }
    let word = try records.word("an address")
    let bytes = records.scanner.bytes
    if let address = IPv4Address(bytes[word]) {
      addresses.others.add(address, named: head.owner.name, ttl: head.ttl)
    } else {
      addresses.others.add(try genericAddress(word), named: head.owner.name, ttl: head.ttl)
    }
    try records.endEntry()
  }

  /// Reads the address in `\# 4 0A000001` ([RFC 3597 §5](https://www.rfc-editor.org/rfc/rfc3597#section-5)).
  private mutating func genericAddress(_ first: Range<Int>) throws(ZoneFileError) -> IPv4Address {
    let problem = ZoneFileError(at: first.lowerBound, "\(records.scanner.shown(first)) is no IPv4 address")
    guard records.scanner.bytes[first].elementsEqual("\\#".utf8) else { throw problem }
    guard decimal(try records.word("the length of the data")) == 4 else { throw problem }
    var digits: [UInt8] = []
    while let word = try records.nextWord() { digits += records.scanner.bytes[word] }
    guard digits.count == 8, digits.allSatisfy({ $0 != UInt8(ascii: "+") }),
      let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw problem }
    return IPv4Address(number: number)
  }

  /// Reads an NS record of the zone itself.
  private mutating func readNameServer(_ head: ZoneFileRecordReader.Head) throws(ZoneFileError) {
    let ttl = try timeToLive(head)
    guard nameServersTTL ?? ttl == ttl else {
      throw ZoneFileError(at: head.typeWord.lowerBound, "the NS records have different TTLs")
    }
    nameServersTTL = ttl
    nameServers.append(try hostName("the name of a name server"))
    try records.endEntry()
  }

  /// Reads the seven fields of an SOA record.
  private mutating func readStartOfAuthority(_ head: ZoneFileRecordReader.Head) throws(ZoneFileError) {
    guard isApex(head.owner) else {
      throw ZoneFileError(
        at: head.typeWord.lowerBound,
        "\(records.scanner.shown(head.owner.word)) is not the zone that the file's name says, which is '\(origin).'")
    }
    guard startOfAuthority == nil else {
      throw ZoneFileError(at: head.typeWord.lowerBound, "the zone has a second SOA record")
    }
    let primary = try hostName("the primary name server")
    let (word, mailbox) = try records.name("the contact")
    guard let contact = ResponsiblePerson(zoneFileText: mailbox[...]) else {
      throw ZoneFileError(
        at: word.lowerBound, "\(records.scanner.shown(word)) is no contact like 'hostmaster.corp.example.'")
    }
    let serialWord = try records.word("the serial")
    guard let serial = decimal(serialWord) else {
      throw ZoneFileError(
        at: serialWord.lowerBound,
        "\(records.scanner.shown(serialWord)) is not the serial as a number of 0 to 4294967295")
    }
    var record = StartOfAuthority(primary: primary, contact: contact)
    record.refresh = try time("the refresh time")
    record.retry = try time("the retry time")
    record.expire = try time("the expire time")
    record.minimum = try time("the minimum TTL")
    record.ttl = try timeToLive(head)
    startOfAuthority = (record, SerialNumber(number: serial))
    try records.endEntry()
  }

  /// Takes the name of a host.
  private mutating func hostName(_ expected: String) throws(ZoneFileError) -> DomainName {
    let (word, name) = try records.name(expected)
    guard let name = try? DomainName(String(decoding: name, as: UTF8.self)) else {
      throw ZoneFileError(at: word.lowerBound, "\(records.scanner.shown(word)) is no host's name")
    }
    return name
  }

  /// The TTL of a record that is ours beside the addresses.
  private func timeToLive(_ head: ZoneFileRecordReader.Head) throws(ZoneFileError) -> TimeToLive {
    guard let ttl = TimeToLive(seconds: Int(head.ttl)) else {
      throw ZoneFileError(at: head.typeWord.lowerBound, "the record has a TTL of 0, which means 'do not cache'")
    }
    return ttl
  }

  /// Takes the next word as a time.
  private mutating func time(_ expected: String) throws(ZoneFileError) -> UInt32 {
    let word = try records.word(expected)
    guard let seconds = records.time(word) else {
      throw ZoneFileError(
        at: word.lowerBound, "\(records.scanner.shown(word)) is not \(expected) as a number of 0 to 4294967295")
    }
    return seconds
  }

  /// Reads decimal digits.
  private func decimal(_ word: Range<Int>) -> UInt32? {
    let bytes = records.scanner.bytes[word]
    guard bytes.first != UInt8(ascii: "+") else { return nil }
    return UInt32(String(decoding: bytes, as: UTF8.self))
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

import DNSModel

/// Reads a zone file that ``ZoneFileWriter`` wrote, and tolerates what a person may do to it without changing its meaning.
///
/// That is: comments, blank lines, other blanks, `$TTL`, an owner, TTL or class left out. It goes over the bytes once.
struct ZoneFileReader {
  /// Where we are in the file.
  private var scanner: ZoneFileScanner
  /// The zone that the file's name says.
  private let origin: DomainName
  /// The TTL of records that have none, where there was a `$TTL`.
  private var defaultTTL: TimeToLive?
  /// The owner of the entry before.
  private var owner: DomainName?
  /// The SOA record, once it was found.
  private var startOfAuthority: (record: StartOfAuthority, serial: SerialNumber)?
  /// The targets of the NS records.
  private var nameServers: [DomainName] = []
  /// The TTL of the NS records.
  private var nameServersTTL: TimeToLive?
  /// The addresses under each name, in the order of the file.
  private var addresses = AddressCollector()

  /// Reads a whole file.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - origin: the zone that the file's name says.
  /// - Returns: all that the file says.
  /// - Throws: ``ZoneFileError`` for the first thing that it cannot read.
  static func contents(of bytes: [UInt8], origin: DomainName) throws(ZoneFileError) -> ZoneFileContents {
    var reader = ZoneFileReader(scanner: ZoneFileScanner(bytes), origin: origin)
    while let beginsWithBlank = reader.scanner.beginEntry() {
      try reader.readEntry(inheritingOwner: beginsWithBlank)
    }
    return try reader.finish()
  }

  /// Begins to read.
  private init(scanner: ZoneFileScanner, origin: DomainName) {
    self.scanner = scanner
    self.origin = origin
  }

  /// Puts together what was read.
  private func finish() throws(ZoneFileError) -> ZoneFileContents {
    guard let (record, serial) = startOfAuthority else {
      throw ZoneFileError(at: scanner.bytes.count, "the file ends without an SOA record")
    }
    let apex = ZoneApex(record, nameServers: nameServers, nameServersTTL: nameServersTTL ?? record.ttl)
    return ZoneFileContents(zone: Zone(origin: origin, recordSets: addresses.recordSets), apex: apex, serial: serial)
  }

  /// Reads a directive or a record.
  private mutating func readEntry(inheritingOwner: Bool) throws(ZoneFileError) {
    if !inheritingOwner {
      let first = try word("a name")
      if scanner.bytes[first.lowerBound] == UInt8(ascii: "$") {
        try readDirective(first)
        return
      }
      owner = try name(first)
    }
    guard let owner else { throw ZoneFileError(at: scanner.offset, "the first record has no owner name") }
    var type = try word("a record type")
    var ttl = defaultTTL
    if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(scanner.bytes[type.lowerBound]) {
      ttl = try timeToLive(type)
      type = try word("a record type")
    }
    if scanner.is(type, "IN") { type = try word("a record type") }
    guard let ttl else {
      throw ZoneFileError(at: type.lowerBound, "the record has no TTL, and there is no $TTL before it")
    }
    try readData(of: type, owner, ttl)
    try endEntry()
  }

  /// Reads `$ORIGIN` or `$TTL`.
  private mutating func readDirective(_ directive: Range<Int>) throws(ZoneFileError) {
    if scanner.is(directive, "$TTL") {
      defaultTTL = try timeToLive(word("a TTL"))
    } else if scanner.is(directive, "$ORIGIN") {
      let word = try word("the origin")
      guard try name(word) == origin, scanner.bytes[word].last == UInt8(ascii: ".") else {
        throw ZoneFileError(
          at: word.lowerBound,
          "\(scanner.shown(word)) is not the zone that the file's name says, which is '\(origin).'")
      }
    } else {
      throw ZoneFileError(
        at: directive.lowerBound, "\(scanner.shown(directive)) is not read here, only $ORIGIN and $TTL are")
    }
    try endEntry()
  }

  /// Reads what follows the type of a record.
  private mutating func readData(
    of type: Range<Int>, _ owner: DomainName, _ ttl: TimeToLive
  ) throws(ZoneFileError) {
    if scanner.is(type, "A") {
      try readAddress(of: type, owner, ttl)
    } else if scanner.is(type, "SOA"), owner == origin {
      guard startOfAuthority == nil else {
        throw ZoneFileError(at: type.lowerBound, "the zone has a second SOA record")
      }
      startOfAuthority = try readStartOfAuthority(ttl)
    } else if scanner.is(type, "NS"), owner == origin {
      guard nameServersTTL ?? ttl == ttl else {
        throw ZoneFileError(at: type.lowerBound, "the NS records have different TTLs")
      }
      nameServersTTL = ttl
      nameServers.append(try name(word("the name of a name server")))
    } else {
      throw ZoneFileError(
        at: type.lowerBound,
        "\(scanner.shown(type)) at '\(owner).' is not ours: our zones have SOA and NS at '\(origin).' and A")
    }
  }

  /// Reads the data of an A record.
  private mutating func readAddress(
    of type: Range<Int>, _ owner: DomainName, _ ttl: TimeToLive
  ) throws(ZoneFileError) {
    guard let asked = origin.askedName(of: owner) else {
      throw ZoneFileError(at: type.lowerBound, "'\(owner).' is no name that this zone can answer for")
    }
    let word = try word("an address")
    guard let address = IPv4Address(scanner.bytes[word]) else {
      throw ZoneFileError(at: word.lowerBound, "\(scanner.shown(word)) is no IPv4 address")
    }
    guard addresses.add(address, to: asked, ttl) else {
      throw ZoneFileError(at: type.lowerBound, "the A records of '\(owner).' have different TTLs")
    }
  }

  /// Reads the seven fields of an SOA record.
  private mutating func readStartOfAuthority(
    _ ttl: TimeToLive
  ) throws(ZoneFileError) -> (record: StartOfAuthority, serial: SerialNumber) {
    let primary = try name(word("the primary name server"))
    let mailbox = try word("the contact")
    guard let contact = ResponsiblePerson(zoneFileText: scanner.bytes[mailbox]) else {
      throw ZoneFileError(
        at: mailbox.lowerBound, "\(scanner.shown(mailbox)) is no absolute contact like 'hostmaster.corp.example.'")
    }
    let serial = SerialNumber(number: try number("the serial"))
    var record = StartOfAuthority(primary: primary, contact: contact)
    record.refresh = try number("the refresh time")
    record.retry = try number("the retry time")
    record.expire = try number("the expire time")
    record.minimum = try number("the minimum TTL")
    record.ttl = ttl
    return (record, serial)
  }

  /// Takes the next word, which must be there.
  private mutating func word(_ expected: String) throws(ZoneFileError) -> Range<Int> {
    guard let word = scanner.word() else {
      throw ZoneFileError(at: scanner.offset, "the line ends where \(expected) should follow")
    }
    return word
  }

  /// Sees to it that nothing but a comment follows.
  private mutating func endEntry() throws(ZoneFileError) {
    guard let word = scanner.word() else { return }
    throw ZoneFileError(at: word.lowerBound, "\(scanner.shown(word)) should not follow here")
  }

  /// Reads a name, relative to the origin where it has no dot at its end.
  private func name(_ word: Range<Int>) throws(ZoneFileError) -> DomainName {
    let bytes = scanner.bytes[word]
    if bytes.elementsEqual([UInt8(ascii: "@")]) { return origin }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let name = try? DomainName(bytes.last == UInt8(ascii: ".") ? text : "\(text).\(origin)") else {
      throw ZoneFileError(at: word.lowerBound, "\(scanner.shown(word)) is no name that we write")
    }
    return name
  }

  /// Reads a TTL in seconds.
  private func timeToLive(_ word: Range<Int>) throws(ZoneFileError) -> TimeToLive {
    guard let seconds = decimal(word), let ttl = TimeToLive(seconds: Int(seconds)) else {
      throw ZoneFileError(at: word.lowerBound, "\(scanner.shown(word)) is no TTL of 1 to 2147483647 seconds")
    }
    return ttl
  }

  /// Takes the next word as a number of 32 bits.
  private mutating func number(_ expected: String) throws(ZoneFileError) -> UInt32 {
    let word = try word(expected)
    guard let number = decimal(word) else {
      throw ZoneFileError(
        at: word.lowerBound, "\(scanner.shown(word)) is not \(expected) as a number of 0 to 4294967295")
    }
    return number
  }

  /// Reads decimal digits.
  private func decimal(_ word: Range<Int>) -> UInt32? {
    guard scanner.bytes[word.lowerBound] != UInt8(ascii: "+") else { return nil }
    return UInt32(String(decoding: scanner.bytes[word], as: UTF8.self))
  }
}

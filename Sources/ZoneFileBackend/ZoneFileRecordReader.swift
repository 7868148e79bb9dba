/// Reads a zone file record by record, in any form of
/// [RFC 1035 §5.1](https://www.rfc-editor.org/rfc/rfc1035#section-5.1) and
/// [RFC 2308 §4](https://www.rfc-editor.org/rfc/rfc2308#section-4).
///
/// It knows of owners, TTLs, classes and types. What stands behind the type is the caller's to read, to the entry's end.
struct ZoneFileRecordReader {
  /// The head of a record.
  struct Head {
    /// Whose record it is.
    let owner: Owner
    /// Its TTL in seconds.
    let ttl: UInt32
    /// What it is a record of.
    let type: RecordTypeName
    /// Where the type stands.
    let typeWord: Range<Int>
  }

  /// The owner of a record.
  struct Owner {
    /// Where it is written.
    let word: Range<Int>
    /// Which of the origins held there.
    let origin: Int
    /// Where its name stands among ``ZoneFileRecordReader/names``.
    let name: Range<Int>
    /// Whether it lies in the zone, and the name is relative to it; otherwise the name is absolute.
    let isInZone: Bool
  }

  /// Where we are in the file.
  var scanner: ZoneFileScanner
  /// The names of all owners, one behind the other, in canonical form: in the zone without the zone's own name.
  var names: [UInt8] = []
  /// The canonical name of the zone.
  let zone: [UInt8]
  /// All origins that held so far, the present one last.
  var origins: [[UInt8]]
  /// The TTL of records that have none, from `$TTL`.
  private var defaultTTL: UInt32?
  /// The TTL that a record said last.
  var lastTTL: UInt32?
  /// The owner of the record before.
  var owner: Owner?

  /// Begins to read.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - zone: the canonical name of the zone, which is the first origin.
  init(_ bytes: [UInt8], zone: [UInt8]) {
    scanner = ZoneFileScanner(bytes)
    self.zone = zone
    origins = [zone]
    names.reserveCapacity(bytes.count / 3)
  }

  /// Goes on with the next piece of the file, which begins with the end of a line.
  mutating func goOn(with piece: [UInt8]) {
    scanner = ZoneFileScanner(piece)
    owner = nil
  }

  /// Goes to the next record, and obeys the directives before it.
  ///
  /// - Returns: its head; nothing at the end of the file.
  mutating func next() throws(ZoneFileError) -> Head? {
    while let beginsWithBlank = scanner.beginEntry() {
      if !beginsWithBlank {
        let first = try word("a name")
        if scanner.bytes[first.lowerBound] == UInt8(ascii: "$") {
          try obey(first)
          continue
        }
        owner = try readOwner(first)
      }
      guard let owner else { throw ZoneFileError(at: scanner.offset, "the first record has no owner name") }
      return try readHead(owner)
    }
    return nil
  }

  /// Takes the next word, which must be there.
  mutating func word(_ expected: String) throws(ZoneFileError) -> Range<Int> {
    guard let word = try scanner.word() else {
      throw ZoneFileError(at: scanner.offset, "the line ends where \(expected) should follow")
    }
    // Before anything is made of it: a file may be one endless word.
    guard word.count <= CanonicalName.longestWord else {
      throw ZoneFileError(at: word.lowerBound, "a word of \(word.count) bytes is too long for \(expected)")
    }
    return word
  }

  /// Takes the next word of the record.
  ///
  /// - Returns: nothing at its end.
  mutating func nextWord() throws(ZoneFileError) -> Range<Int>? { try scanner.word() }

  /// Sees to it that nothing but a comment follows.
  mutating func endEntry() throws(ZoneFileError) {
    guard let word = try scanner.word() else { return }
    throw ZoneFileError(at: word.lowerBound, "\(scanner.shown(word)) should not follow here")
  }

  /// The present origin.
  var origin: [UInt8] { origins[origins.count - 1] }

  /// The origin that names in the data of the present record have behind them, where they are relative.
  var dataOrigin: [UInt8] { origin }

  /// Reads what stands between the owner and the data: class and TTL in either order, and the type.
  private mutating func readHead(_ owner: Owner) throws(ZoneFileError) -> Head {
    var typeWord = try word("a record type")
    var said: UInt32?
    if try isClass(typeWord) { typeWord = try word("a record type") }
    if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(scanner.bytes[typeWord.lowerBound]) {
      said = try timeToLive(typeWord)
      lastTTL = said
      typeWord = try word("a record type")
      if try isClass(typeWord) { typeWord = try word("a record type") }
    }
    guard let type = RecordTypeName(scanner.bytes[typeWord]) else {
      throw ZoneFileError(
        at: typeWord.lowerBound, "\(scanner.shown(typeWord)) is no record type: a new one is written like TYPE65280")
    }
    if said == nil, defaultTTL == nil, lastTTL == nil, type == .startOfAuthority { defaultTTL = try minimumAhead() }
    guard let ttl = said ?? defaultTTL ?? lastTTL else {
      throw ZoneFileError(at: typeWord.lowerBound, "the record has no TTL, and there is none before it")
    }
    return Head(owner: owner, ttl: ttl, type: type, typeWord: typeWord)
  }

  /// Whether a word is our class; any other class is refused.
  private func isClass(_ word: Range<Int>) throws(ZoneFileError) -> Bool {
    if scanner.is(word, "IN") { return true }
    guard word.count > 1 else { return false }
    if scanner.is(word, "CLASS1") { return true }
    guard scanner.is(word, "CH") || scanner.is(word, "HS") || scanner.is(word, "CHAOS") || scanner.is(word, "HESIOD")
    else { return false }
    throw ZoneFileError(at: word.lowerBound, "\(scanner.shown(word)) is another class than IN")
  }

  /// The last field of an SOA record that lies ahead: its TTL where nobody says one, as BIND has it.
  private func minimumAhead() throws(ZoneFileError) -> UInt32? {
    var ahead = scanner
    var last: Range<Int>?
    while let word = try ahead.word() { last = word }
    return try last.map { (word) throws(ZoneFileError) in try timeToLive(word) }
  }

  /// Obeys `$ORIGIN` and `$TTL`.
  private mutating func obey(_ directive: Range<Int>) throws(ZoneFileError) {
    if scanner.is(directive, "$TTL") {
      defaultTTL = try timeToLive(word("a TTL"))
    } else if scanner.is(directive, "$ORIGIN") {
      origins.append(try name("the origin").name)
    } else if scanner.is(directive, "$INCLUDE") {
      throw ZoneFileError(at: directive.lowerBound, "$INCLUDE is not followed: put the other file's records here")
    } else if scanner.is(directive, "$GENERATE") {
      throw ZoneFileError(at: directive.lowerBound, "$GENERATE is only known to BIND: write its records out")
    } else {
      throw ZoneFileError(
        at: directive.lowerBound, "\(scanner.shown(directive)) is not read here, only $ORIGIN and $TTL are")
    }
    try endEntry()
  }
}

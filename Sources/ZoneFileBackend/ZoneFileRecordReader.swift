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
    let type: RecordType
    /// Where the type stands.
    let typeWord: Range<Int>
  }

  /// The owner of a record.
  struct Owner {
    /// Where it is written.
    let word: Range<Int>
    /// Which of the origins held there.
    let origin: Int
    /// Its name in canonical form: in the zone without the zone's own name.
    let name: ArraySlice<UInt8>
    /// Whether it lies in the zone; elsewhere the name is absolute.
    let isInZone: Bool
  }

  /// Where we are in the file.
  private(set) var scanner: ZoneFileScanner
  /// The canonical name of the zone.
  private let zone: [UInt8]
  /// All origins that held so far, the present one last.
  private var origins: [[UInt8]]
  /// The TTL of records that have none, from `$TTL`.
  private var defaultTTL: UInt32?
  /// The TTL that a record said last.
  private var lastTTL: UInt32?
  /// The owner of the record before.
  private var owner: Owner?

  /// Begins to read.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - zone: the canonical name of the zone, which is the first origin.
  init(_ bytes: [UInt8], zone: [UInt8]) {
    scanner = ZoneFileScanner(bytes)
    self.zone = zone
    origins = [zone]
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

  /// The present origin, which relative names have behind them.
  var origin: [UInt8] { origins[origins.count - 1] }

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
    guard let type = RecordType(scanner.bytes[typeWord]) else {
      throw ZoneFileError(
        at: typeWord.lowerBound, "\(scanner.shown(typeWord)) is no record type: a new one is written like TYPE65280")
    }
    if said == nil, defaultTTL == nil, lastTTL == nil, type == .soa { defaultTTL = try minimumAhead() }
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

  /// Takes a name in the data of a record, in canonical form.
  mutating func name(_ expected: String) throws(ZoneFileError) -> (word: Range<Int>, name: [UInt8]) {
    let word = try word(expected)
    return (word, try canonicalName(word))
  }

  /// Reads the owner at the beginning of an entry.
  private mutating func readOwner(_ word: Range<Int>) throws(ZoneFileError) -> Owner {
    // Nearly every owner in our own files is relative to the zone, and canonical already.
    if origin == zone, isPlainRelativeName(word) {
      return Owner(word: word, origin: origins.count - 1, name: scanner.bytes[word], isInZone: true)
    }
    let name = try canonicalName(word)
    let length = CanonicalName.prefixLength(of: name, in: zone)
    return Owner(
      word: word, origin: origins.count - 1, name: name.prefix(length ?? name.count), isInZone: length != nil)
  }

  /// Whether a word is a relative name of lower-case letters, digits, `-` and `_`, and short enough.
  private func isPlainRelativeName(_ word: Range<Int>) -> Bool {
    guard word.count + 1 + zone.count < 254 else { return false }
    var labelStart = word.lowerBound
    for index in word {
      switch scanner.bytes[index] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
        UInt8(ascii: "_"):
        continue
      case UInt8(ascii: "."):
        guard index > labelStart, index - labelStart <= 63 else { return false }
        labelStart = index + 1
      default: return false
      }
    }
    return word.upperBound > labelStart && word.upperBound - labelStart <= 63
  }

  /// Reads a name.
  private func canonicalName(_ word: Range<Int>) throws(ZoneFileError) -> [UInt8] {
    guard let name = CanonicalName.read(scanner.bytes[word], origin: origin) else {
      throw ZoneFileError(at: word.lowerBound, "\(scanner.shown(word)) is no domain name")
    }
    return name
  }

  /// The name that an owner has in the file, absolute and in its own words.
  func writtenName(of owner: Owner) -> [UInt8] {
    let word = scanner.bytes[owner.word]
    let origin = origins[owner.origin]
    if word.first == UInt8(ascii: "\"") { return CanonicalName.read(word, origin: origin) ?? Array(word) }
    if word.elementsEqual([UInt8(ascii: "@")]) { return origin }
    let backslashes = word.dropLast().reversed().prefix { $0 == UInt8(ascii: "\\") }.count
    if word.last == UInt8(ascii: "."), backslashes.isMultiple(of: 2) { return Array(word) }
    return word + [UInt8(ascii: ".")] + (origin == [UInt8(ascii: ".")] ? [] : origin)
  }

  /// Takes the next word as a time of 0 to 4294967295 seconds.
  mutating func time(_ expected: String) throws(ZoneFileError) -> UInt32 {
    let word = try word(expected)
    guard let seconds = ZoneFileTime.seconds(scanner.bytes[word]) else {
      throw ZoneFileError(
        at: word.lowerBound, "\(scanner.shown(word)) is not \(expected) as a number of 0 to 4294967295")
    }
    return seconds
  }

  /// Reads a TTL.
  private func timeToLive(_ word: Range<Int>) throws(ZoneFileError) -> UInt32 {
    guard let seconds = ZoneFileTime.seconds(scanner.bytes[word]), seconds <= 2_147_483_647 else {
      throw ZoneFileError(at: word.lowerBound, "\(scanner.shown(word)) is no TTL of 0 to 2147483647 seconds")
    }
    return seconds
  }
}

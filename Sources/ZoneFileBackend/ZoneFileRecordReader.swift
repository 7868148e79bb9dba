/// Reads a zone file record by record, in any form of
/// [RFC 1035 §5.1](https://www.rfc-editor.org/rfc/rfc1035#section-5.1) and
/// [RFC 2308 §4](https://www.rfc-editor.org/rfc/rfc2308#section-4).
///
/// It reads owner names, TTLs, classes and types. The caller reads the data, up to the end of the entry.
struct ZoneFileRecordReader {
  /// The part of a record before its data.
  struct Head {
    let owner: Owner
    /// The TTL in seconds.
    let ttl: UInt32
    let type: RecordType
    /// The bytes of the type in the file.
    let typeWord: Range<Int>
  }

  /// The owner name of a record.
  struct Owner {
    /// The bytes of the name in the file.
    let word: Range<Int>
    /// The index of the origin in force.
    let origin: Int
    /// The canonical name: relative if it is in the zone, otherwise absolute.
    let name: ArraySlice<UInt8>
    /// Whether the name is in the zone.
    let isInZone: Bool
  }

  private(set) var scanner: ZoneFileScanner
  /// The canonical name of the zone.
  private let zone: [UInt8]
  /// All origins so far, the current one last.
  private var origins: [[UInt8]]
  /// The TTL from `$TTL`, for records without one.
  private var defaultTTL: UInt32?
  /// The last explicit TTL of a record.
  private var lastTTL: UInt32?
  /// The owner name of the previous record.
  private var owner: Owner?

  /// Starts at the first byte of a file.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - zone: the canonical name of the zone, which is the first origin.
  init(_ bytes: [UInt8], zone: [UInt8]) {
    scanner = ZoneFileScanner(bytes)
    self.zone = zone
    origins = [zone]
  }

  /// Reads up to the data of the next record, including the directives before it.
  ///
  /// - Returns: the head of the record; nil at the end of the file.
  mutating func next() throws(ZoneFileError) -> Head? {
    while let beginsWithBlank = scanner.beginEntry() {
      if !beginsWithBlank {
        let first = try word("owner name")
        if scanner.bytes[first.lowerBound] == UInt8(ascii: "$") {
          try readDirective(first)
          continue
        }
        owner = try readOwner(first)
      }
      guard let owner else { throw ZoneFileError(at: scanner.offset, "the first record has no owner name") }
      return try readHead(owner)
    }
    return nil
  }

  /// Reads the next word of the entry, which must exist.
  mutating func word(_ expected: String) throws(ZoneFileError) -> Range<Int> {
    guard let word = try scanner.word() else {
      throw ZoneFileError(at: scanner.offset, "the line ends before the \(expected)")
    }
    // The limit keeps later steps fast even if the file is one huge word.
    guard word.count <= CanonicalName.longestWord else {
      throw ZoneFileError(at: word.lowerBound, "a word of \(word.count) bytes is too long for the \(expected)")
    }
    return word
  }

  /// Reads the next word of the entry; nil at its end.
  mutating func nextWord() throws(ZoneFileError) -> Range<Int>? { try scanner.word() }

  /// Makes sure that nothing but a comment follows.
  mutating func endEntry() throws(ZoneFileError) {
    guard let word = try scanner.word() else { return }
    throw ZoneFileError(at: word.lowerBound, "unexpected \(scanner.quoted(word)) after the last field")
  }

  /// The current origin, which completes relative names.
  var origin: [UInt8] { origins[origins.count - 1] }

  /// Reads the part between the owner name and the data: class and TTL in either order, and the type.
  private mutating func readHead(_ owner: Owner) throws(ZoneFileError) -> Head {
    var typeWord = try word("record type")
    var explicitTTL: UInt32?
    if try isClass(typeWord) { typeWord = try word("record type") }
    if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(scanner.bytes[typeWord.lowerBound]) {
      explicitTTL = try timeToLive(typeWord)
      lastTTL = explicitTTL
      typeWord = try word("record type")
      if try isClass(typeWord) { typeWord = try word("record type") }
    }
    guard let type = RecordType(scanner.bytes[typeWord]) else {
      throw ZoneFileError(
        at: typeWord.lowerBound,
        "unknown record type \(scanner.quoted(typeWord)); a type without a name is TYPE and its number")
    }
    if explicitTTL == nil, defaultTTL == nil, lastTTL == nil, type == .soa { defaultTTL = try minimumAhead() }
    guard let ttl = explicitTTL ?? defaultTTL ?? lastTTL else {
      throw ZoneFileError(
        at: typeWord.lowerBound, "the record has no TTL, and neither $TTL nor an earlier record sets one")
    }
    return Head(owner: owner, ttl: ttl, type: type, typeWord: typeWord)
  }

  /// Whether a word is the class IN.
  ///
  /// - Throws: ``ZoneFileError`` if it is another class.
  private func isClass(_ word: Range<Int>) throws(ZoneFileError) -> Bool {
    if scanner.is(word, "IN") { return true }
    guard word.count > 1 else { return false }
    if scanner.is(word, "CLASS1") { return true }
    guard scanner.is(word, "CH") || scanner.is(word, "HS") || scanner.is(word, "CHAOS") || scanner.is(word, "HESIOD")
    else { return false }
    throw ZoneFileError(at: word.lowerBound, "class \(scanner.quoted(word)) is not supported; only IN is")
  }

  /// The last field of the SOA record ahead, which BIND takes as its TTL if none is set.
  private func minimumAhead() throws(ZoneFileError) -> UInt32? {
    var ahead = scanner
    var last: Range<Int>?
    while let word = try ahead.word() { last = word }
    return try last.map { (word) throws(ZoneFileError) in try timeToLive(word) }
  }

  /// Reads `$ORIGIN` or `$TTL`.
  private mutating func readDirective(_ directive: Range<Int>) throws(ZoneFileError) {
    if scanner.is(directive, "$TTL") {
      defaultTTL = try timeToLive(word("TTL"))
    } else if scanner.is(directive, "$ORIGIN") {
      origins.append(try name("origin").name)
    } else if scanner.is(directive, "$INCLUDE") {
      throw ZoneFileError(
        at: directive.lowerBound, "$INCLUDE is not supported in a managed zone file",
        fix: "Replace the line with the records of the other file.")
    } else if scanner.is(directive, "$GENERATE") {
      throw ZoneFileError(
        at: directive.lowerBound, "$GENERATE is not supported in a managed zone file",
        fix: "Replace the line with the records that it generates.")
    } else {
      throw ZoneFileError(
        at: directive.lowerBound, "unknown directive \(scanner.quoted(directive)); only $ORIGIN and $TTL are supported")
    }
    try endEntry()
  }

  /// Reads a domain name in the data of a record, and its canonical form.
  mutating func name(_ expected: String) throws(ZoneFileError) -> (word: Range<Int>, name: [UInt8]) {
    let word = try word(expected)
    return (word, try canonicalName(word))
  }

  /// Parses the owner name at the beginning of an entry.
  private mutating func readOwner(_ word: Range<Int>) throws(ZoneFileError) -> Owner {
    // A fast path: nearly every owner name that this program writes is relative and canonical.
    if origin == zone, isPlainRelativeName(word) {
      return Owner(word: word, origin: origins.count - 1, name: scanner.bytes[word], isInZone: true)
    }
    let name = try canonicalName(word)
    let length = CanonicalName.prefixLength(of: name, in: zone)
    return Owner(
      word: word, origin: origins.count - 1, name: name.prefix(length ?? name.count), isInZone: length != nil)
  }

  /// Whether a word is a relative name of valid length with only lower-case letters, digits, `-` and `_`.
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

  private func canonicalName(_ word: Range<Int>) throws(ZoneFileError) -> [UInt8] {
    guard let name = CanonicalName.read(scanner.bytes[word], origin: origin) else {
      throw ZoneFileError(at: word.lowerBound, "\(scanner.quoted(word)) is not a valid domain name")
    }
    return name
  }

  /// The owner name as the file spells it, made absolute.
  func writtenName(of owner: Owner) -> [UInt8] {
    let word = scanner.bytes[owner.word]
    let origin = origins[owner.origin]
    if word.first == UInt8(ascii: "\"") { return CanonicalName.read(word, origin: origin) ?? Array(word) }
    if word.elementsEqual([UInt8(ascii: "@")]) { return origin }
    let backslashes = word.dropLast().reversed().prefix { $0 == UInt8(ascii: "\\") }.count
    if word.last == UInt8(ascii: "."), backslashes.isMultiple(of: 2) { return Array(word) }
    return word + [UInt8(ascii: ".")] + (origin == [UInt8(ascii: ".")] ? [] : origin)
  }

  /// Reads a time of 0 to 4294967295 seconds.
  mutating func time(_ expected: String) throws(ZoneFileError) -> UInt32 {
    let word = try word(expected)
    guard let seconds = ZoneFileTime.seconds(scanner.bytes[word]) else {
      throw ZoneFileError(
        at: word.lowerBound, "\(scanner.quoted(word)) is not a valid \(expected) from 0 to 4294967295 seconds")
    }
    return seconds
  }

  /// Parses a TTL of 0 to 2147483647 seconds.
  private func timeToLive(_ word: Range<Int>) throws(ZoneFileError) -> UInt32 {
    guard let seconds = ZoneFileTime.seconds(scanner.bytes[word]), seconds <= 2_147_483_647 else {
      throw ZoneFileError(
        at: word.lowerBound, "\(scanner.quoted(word)) is not a valid TTL from 0 to 2147483647 seconds")
    }
    return seconds
  }
}

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
  private(set) var scanner: ZoneFileScanner
  /// The names of all owners, one behind the other, in canonical form: in the zone without the zone's own name.
  private(set) var names: [UInt8] = []
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
    names.reserveCapacity(bytes.count / 3)
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

  /// Takes the A records that stand just as we write them, up to the first line that is anything else.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - table: what the records are added to; names in it are parts of ``names``.
  mutating func takePlainAddresses(_ bytes: UnsafeBufferPointer<UInt8>, into table: inout AddressTable) {
    guard origin == zone else { return }
    let longestOwner = 253 - zone.count
    var end = scanner.offset
    var last: Owner?
    while let line = PlainAddressLine(bytes, after: end, longestOwner: longestOwner) {
      let start = names.count
      names.append(contentsOf: bytes.part(line.owner))
      table.add(line.address, named: start..<names.count, ttl: line.ttl)
      last = Owner(word: line.owner, origin: origins.count - 1, name: start..<names.count, isInZone: true)
      lastTTL = line.ttl
      end = line.end
    }
    guard let last else { return }
    owner = last
    scanner.skip(to: end)
  }

  /// Takes the next word, which must be there.
  mutating func word(_ expected: String) throws(ZoneFileError) -> Range<Int> {
    guard let word = try scanner.word() else {
      throw ZoneFileError(at: scanner.offset, "the line ends where \(expected) should follow")
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

  /// Takes a name in the data of a record, in canonical form.
  mutating func name(_ expected: String) throws(ZoneFileError) -> (word: Range<Int>, name: [UInt8]) {
    let word = try word(expected)
    return (word, try canonicalName(word))
  }

  /// Reads a time in seconds, or with units such as `1h30m`, as BIND takes it.
  ///
  /// - Returns: nothing where the word is none, or the time does not fit into 32 bits.
  func time(_ word: Range<Int>) -> UInt32? {
    var total: UInt64 = 0
    var number: UInt64?
    var hasUnits = false
    for byte in scanner.bytes[word] {
      if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        let digits = (number ?? 0) * 10 + UInt64(byte - UInt8(ascii: "0"))
        guard digits <= UInt32.max else { return nil }
        number = digits
        continue
      }
      guard let count = number, let unit = Self.seconds(of: byte) else { return nil }
      total += count * unit
      number = nil
      hasUnits = true
      guard total <= UInt32.max else { return nil }
    }
    guard let number else { return hasUnits ? UInt32(total) : nil }
    return hasUnits ? nil : UInt32(number)
  }

  /// The present origin.
  private var origin: [UInt8] { origins[origins.count - 1] }

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
    if said == nil, defaultTTL == nil, lastTTL == nil, type == .startOfAuthority { defaultTTL = minimumAhead() }
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
  private func minimumAhead() -> UInt32? {
    var ahead = scanner
    var last: Range<Int>?
    while let word = try? ahead.word() { last = word }
    return last.flatMap { time($0) }
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

  /// Reads the owner at the beginning of an entry.
  private mutating func readOwner(_ word: Range<Int>) throws(ZoneFileError) -> Owner {
    let start = names.count
    // In our own files nearly every owner is relative to the zone and already in canonical form.
    if origins.count == 1 || origin == zone, isPlainRelativeName(word) {
      names += scanner.bytes[word]
      return Owner(word: word, origin: origins.count - 1, name: start..<names.count, isInZone: true)
    }
    let name = try canonicalName(word)
    let length = CanonicalName.prefixLength(of: name, in: zone)
    names += name.prefix(length ?? name.count)
    return Owner(word: word, origin: origins.count - 1, name: start..<names.count, isInZone: length != nil)
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

  /// Reads a TTL.
  private func timeToLive(_ word: Range<Int>) throws(ZoneFileError) -> UInt32 {
    guard let seconds = time(word), seconds <= 2_147_483_647 else {
      throw ZoneFileError(at: word.lowerBound, "\(scanner.shown(word)) is no TTL of 0 to 2147483647 seconds")
    }
    return seconds
  }

  /// How many seconds a unit of time has.
  private static func seconds(of unit: UInt8) -> UInt64? {
    switch unit | 0x20 {
    case UInt8(ascii: "s"): 1
    case UInt8(ascii: "m"): 60
    case UInt8(ascii: "h"): 3_600
    case UInt8(ascii: "d"): 86_400
    case UInt8(ascii: "w"): 604_800
    default: nil
    }
  }
}

/// Owners, and names in the data of records.
extension ZoneFileRecordReader {
  /// Takes a name in the data of a record, in canonical form.
  mutating func name(_ expected: String) throws(ZoneFileError) -> (word: Range<Int>, name: [UInt8]) {
    let word = try word(expected)
    return (word, try canonicalName(word))
  }

  /// Reads the owner at the beginning of an entry.
  mutating func readOwner(_ word: Range<Int>) throws(ZoneFileError) -> Owner {
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
}

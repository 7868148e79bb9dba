/// What an unquoted key is made of ([ECMAScript 5.1 §7.6](https://262.ecma-international.org/5.1/#sec-7.6)).
enum JSON5Identifier {
  /// Whether an ASCII byte may stand in a key.
  static func isPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"):
      true
    default: false
    }
  }

  /// Whether a character may stand in a key, or begin one.
  ///
  /// - Parameters:
  ///   - scalar: the character.
  ///   - first: whether it is the first one of the key.
  /// - Returns: whether it may.
  static func allows(_ scalar: Unicode.Scalar, first: Bool) -> Bool {
    if scalar == "$" || scalar == "_" { return true }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber: return true
    case .nonspacingMark, .spacingMark, .decimalNumber, .connectorPunctuation: return !first
    default: return !first && (scalar.value == 0x200C || scalar.value == 0x200D)
    }
  }

  /// Whether a byte is a hexadecimal digit.
  static func isHexDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): true
    default: false
    }
  }
}

extension JSON5Parser {
  /// Reads a key without quotes.
  mutating func parseIdentifier() throws(JSON5SyntaxError) {
    let start = index
    if let first = peek(), (0x30...0x39).contains(first) { throw unexpected("a key or '}'") }
    while index < bytes.count, JSON5Identifier.isPart(bytes[index]) { index += 1 }
    if let next = peek(), next == UInt8(ascii: "\\") || next >= 0x80 {
      return try parseWideIdentifier(from: start)
    }
    guard index > start else { throw unexpected("a key or '}'") }
    nodes.append(JSON5Node(.bareText, at: start, payload: index))
  }

  /// Reads the rest of a key from its first escape or character beyond ASCII on.
  private mutating func parseWideIdentifier(from start: Int) throws(JSON5SyntaxError) {
    var key = String(decoding: bytes[start..<index], as: UTF8.self)
    while index < bytes.count {
      let before = index
      var scalar = scalar(at: index)
      if scalar == "\\" {
        index += 1
        guard take(UInt8(ascii: "u")) else {
          throw JSON5SyntaxError(
            offset: before, message: "only '\\u' and four digits may stand in a key without quotes")
        }
        scalar = try parseUnicode(from: before)
        guard JSON5Identifier.allows(scalar, first: key.isEmpty) else {
          throw JSON5SyntaxError(offset: before, message: "this character may not stand in a key without quotes")
        }
      } else {
        guard JSON5Identifier.allows(scalar, first: key.isEmpty) else { break }
        index += UTF8.width(scalar)
      }
      key.unicodeScalars.append(scalar)
    }
    guard !key.isEmpty else { throw unexpected("a key or '}'") }
    nodes.append(JSON5Node(.escapedText, at: start, payload: texts.count))
    texts.append(key)
  }
}

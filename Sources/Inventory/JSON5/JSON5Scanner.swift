/// Reads the tokens of a JSON5 text: blanks, texts, keys and numbers.
struct JSON5Scanner {
  /// A string or a key.
  enum Text {
    /// It has no escapes and ends before this offset.
    case plain(end: Int)
    /// It has escapes; this is the decoded text as UTF-8.
    case escaped([UInt8])
  }

  let bytes: [UInt8]
  /// The offset of the next byte.
  private(set) var index = 0

  /// The text must be valid UTF-8.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The next byte; nil at the end.
  func peek() -> UInt8? { index < bytes.count ? bytes[index] : nil }

  mutating func skip(_ count: Int) { index += count }

  /// Skips the next byte if it is this one.
  mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    index += 1
    return true
  }

  /// The ASCII letters, digits, `_` and `$` that come next, at most `length` of them.
  func word(upTo length: Int) -> String {
    String(decoding: bytes[index...].prefix(length).prefix(while: Self.isWordPart), as: UTF8.self)
  }

  /// The error for an unexpected token, with optional advice at the end of the message.
  func unexpected(_ expectation: String, advice: String = "") -> JSON5SyntaxError {
    let sentence = "expected \(expectation), found \(found)\(advice)"
    let redacted = index < bytes.count ? "expected \(expectation)\(advice)" : sentence
    return JSON5SyntaxError(.structure, at: index, sentence, redacted: redacted)
  }

  /// The next token in the words of a message.
  private var found: String {
    guard index < bytes.count else { return "the end of the file" }
    let word = word(upTo: 24)
    guard word.isEmpty else { return "'\(word)'" }
    let scalar = scalar(at: index)
    guard scalar.value > 0x20, scalar.value != 0x7F else {
      return "the control character 0x\(String(scalar.value, radix: 16, uppercase: true))"
    }
    return scalar == "'" ? "a quotation mark" : "'\(scalar)'"
  }

  private func scalar(at offset: Int) -> Unicode.Scalar {
    var iterator = bytes[offset...].makeIterator()
    var decoder = UTF8()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return "\u{FFFD}" }
    return scalar
  }

  // MARK: Blanks

  /// Skips white space, line ends and comments ([JSON5 §7, §8](https://spec.json5.org/#comments)).
  mutating func skipBlanks() throws(JSON5SyntaxError) {
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: " "), 0x09...0x0D: index += 1
      case UInt8(ascii: "/"): try skipComment()
      case 0x80...: guard skipWideBlank() else { return }
      default: return
      }
    }
  }

  /// Skips a non-ASCII blank, if one comes next: no-break space, byte order mark, the Unicode line ends, category Zs.
  @inline(never)  // Inlined, it would look up Unicode properties for every blank.
  private mutating func skipWideBlank() -> Bool {
    let scalar = scalar(at: index)
    let isBlank =
      switch scalar.value {
      case 0xA0, 0xFEFF, 0x2028, 0x2029: true
      default: scalar.properties.generalCategory == .spaceSeparator
      }
    if isBlank { index += UTF8.width(scalar) }
    return isBlank
  }

  /// Skips a comment.
  private mutating func skipComment() throws(JSON5SyntaxError) {
    let start = index
    index += 1
    if take(UInt8(ascii: "/")) {
      while index < bytes.count, !isLineEnd(at: index) { index += 1 }
    } else if take(UInt8(ascii: "*")) {
      while index < bytes.count {
        if take(UInt8(ascii: "*")) {
          if take(UInt8(ascii: "/")) { return }
        } else {
          index += 1
        }
      }
      throw JSON5SyntaxError(.comment, at: start, "this comment is not closed. Close it with '*/'.")
    } else {
      throw JSON5SyntaxError(
        .comment, at: start, "unexpected '/'. Start a comment with '//' or '/*'.")
    }
  }

  /// Whether the byte begins a line end: LF, CR, U+2028 or U+2029.
  private func isLineEnd(at offset: Int) -> Bool {
    switch bytes[offset] {
    case 0x0A, 0x0D: true
    case 0xE2: bytes[offset + 1] == 0x80 && bytes[offset + 2] & 0xFE == 0xA8
    default: false
    }
  }

  // MARK: Texts

  /// Reads a text in double or single quotes ([JSON5 §5](https://spec.json5.org/#strings)).
  mutating func readText() throws(JSON5SyntaxError) -> Text {
    let (start, quote) = (index, bytes[index])
    index += 1
    skipPlain(to: quote)
    if take(quote) { return .plain(end: index - 1) }
    var content = Array(bytes[start + 1..<index])
    while !take(quote) {
      guard let next = peek() else {
        let name = quote == UInt8(ascii: "'") ? "a single quote" : "'\"'"
        throw JSON5SyntaxError(.text, at: start, "this string is not closed. Close it with \(name).")
      }
      guard next == UInt8(ascii: "\\") else {
        throw JSON5SyntaxError(
          .text, at: index,
          "a string cannot contain a line break. Write '\\n', or end the line with '\\' to continue the string.")
      }
      if let scalar = try readEscape() { content += Array(String(scalar).utf8) }
      let part = index
      skipPlain(to: quote)
      content += bytes[part..<index]
    }
    return .escaped(content)
  }

  /// Skips characters that stand for themselves in a text: all but its quote, backslashes and line ends.
  private mutating func skipPlain(to quote: UInt8) {
    // A local variable is faster, and a large file is mostly texts.
    var end = index
    while end < bytes.count {
      let byte = bytes[end]
      if byte == quote || byte == UInt8(ascii: "\\") || byte == 0x0A || byte == 0x0D { break }
      end += 1
    }
    index = end
  }

  /// Reads an escape; nil for a continued line, which stands for no character.
  private mutating func readEscape() throws(JSON5SyntaxError) -> Unicode.Scalar? {
    let start = index
    index += 1
    guard index < bytes.count else { return nil }
    if isLineEnd(at: index) {
      let isReturn = bytes[index] == 0x0D
      index += bytes[index] == 0xE2 ? 3 : 1
      if isReturn { _ = take(0x0A) }
      return nil
    }
    let scalar = scalar(at: index)
    index += UTF8.width(scalar)
    switch scalar {
    case "x": return Unicode.Scalar(UInt8(try readHex(2, from: start)))
    case "u": return try readUnicode(from: start)
    case "0":
      guard let next = peek(), Self.isDigit(next) else { return "\0" }
      throw JSON5SyntaxError(.escape, at: start, "a digit cannot follow '\\0'. Use '\\x00' instead.")
    case "1"..."9":
      throw JSON5SyntaxError(
        .escape, at: start, "'\\\(scalar)' is not a valid escape: JSON5 has no octal escapes. Use '\\x' instead.",
        redacted: "JSON5 has no octal escapes. Use '\\x' instead.")
    default: return Self.controls[scalar] ?? scalar
    }
  }

  /// The control characters that an escape writes as a letter.
  private static let controls: [Unicode.Scalar: Unicode.Scalar] = [
    "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t", "v": "\u{B}",
  ]

  /// Reads the digits after `\u`, and the second escape of a surrogate pair.
  private mutating func readUnicode(from start: Int) throws(JSON5SyntaxError) -> Unicode.Scalar {
    let unit = try readHex(4, from: start)
    if let scalar = Unicode.Scalar(unit) { return scalar }
    if (0xD800...0xDBFF).contains(unit), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
      let second = try readHex(4, from: start)
      if (0xDC00...0xDFFF).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00))
      {
        return scalar
      }
    }
    throw JSON5SyntaxError(.escape, at: start, "this is only half of a surrogate pair. Write both halves.")
  }

  private mutating func readHex(_ count: Int, from start: Int) throws(JSON5SyntaxError) -> UInt32 {
    let digits = bytes[index...].prefix(count)
    guard digits.count == count, digits.allSatisfy(Self.isHexDigit),
      let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else {
      throw JSON5SyntaxError(
        .escape, at: start,
        count == 2
          ? "'\\x' needs two hexadecimal digits. Add them." : "'\\u' needs four hexadecimal digits. Add them.")
    }
    index += count
    return number
  }

  // MARK: Keys

  /// Reads a key without quotes ([ECMAScript 5.1 §7.6](https://262.ecma-international.org/5.1/#sec-7.6)).
  mutating func readKey() throws(JSON5SyntaxError) -> Text {
    let start = index
    if let first = peek(), Self.isDigit(first) { throw unexpected("a key or '}'") }
    while index < bytes.count, Self.isWordPart(bytes[index]) { index += 1 }
    if let next = peek(), next == UInt8(ascii: "\\") || next >= 0x80 { return try readWideKey(from: start) }
    guard index > start else { throw unexpected("a key or '}'") }
    return .plain(end: index)
  }

  /// Reads a key from its first escape or non-ASCII character on.
  private mutating func readWideKey(from start: Int) throws(JSON5SyntaxError) -> Text {
    var key = String(decoding: bytes[start..<index], as: UTF8.self)
    while index < bytes.count {
      let before = index
      var scalar = scalar(at: index)
      if scalar == "\\" {
        index += 1
        guard take(UInt8(ascii: "u")) else {
          throw JSON5SyntaxError(
            .key, at: before, "a key without quotes can only have '\\u' escapes. Put the key in quotes.")
        }
        scalar = try readUnicode(from: before)
        guard Self.isKeyPart(scalar, first: key.isEmpty) else {
          throw JSON5SyntaxError(
            .key, at: before, "a key without quotes cannot have this character. Put the key in quotes.")
        }
      } else {
        guard Self.isKeyPart(scalar, first: key.isEmpty) else { break }
        index += UTF8.width(scalar)
      }
      key.unicodeScalars.append(scalar)
    }
    guard !key.isEmpty else { throw unexpected("a key or '}'") }
    return .escaped(Array(key.utf8))
  }

  /// Whether a key without quotes can contain a character, or begin with it.
  private static func isKeyPart(_ scalar: Unicode.Scalar, first: Bool) -> Bool {
    if scalar == "$" || scalar == "_" { return true }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber: return true
    case .nonspacingMark, .spacingMark, .decimalNumber, .connectorPunctuation: return !first
    default: return !first && (scalar.value == 0x200C || scalar.value == 0x200D)
    }
  }

  /// Whether a key without quotes can contain an ASCII byte.
  private static func isWordPart(_ byte: UInt8) -> Bool {
    byte.isLetterOrDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
  }

  // MARK: Numbers

  /// Reads a number: decimal or hexadecimal, infinite or none ([JSON5 §6](https://spec.json5.org/#numbers)).
  mutating func readNumber() throws(JSON5SyntaxError) -> Double {
    let start = index
    let isNegative = take(UInt8(ascii: "-"))
    if !isNegative { _ = take(UInt8(ascii: "+")) }
    let magnitude = try readMagnitude(from: start)
    if let next = peek(), Self.isWordPart(next) || next == UInt8(ascii: ".") || next == UInt8(ascii: "\\") {
      throw JSON5SyntaxError(.number, at: start, "this is not a valid number. Put text in quotes.")
    }
    return isNegative ? -magnitude : magnitude
  }

  /// Reads a number without its sign.
  private mutating func readMagnitude(from start: Int) throws(JSON5SyntaxError) -> Double {
    if take("Infinity") { return .infinity }
    if take("NaN") { return .nan }
    guard take("0x") || take("0X") else { return try readDecimal(from: start) }
    let digits = bytes[index...].prefix(while: Self.isHexDigit)
    guard !digits.isEmpty else {
      throw JSON5SyntaxError(.number, at: start, "'0x' needs hexadecimal digits. Add them.")
    }
    index += digits.count
    return Double("0x" + String(decoding: digits, as: UTF8.self)) ?? .infinity
  }

  private mutating func readDecimal(from start: Int) throws(JSON5SyntaxError) -> Double {
    let first = index
    let whole = skipDigits()
    let fraction = take(UInt8(ascii: ".")) ? skipDigits() : 0
    guard whole + fraction > 0 else {
      throw JSON5SyntaxError(.number, at: start, "a number needs digits. Add them.")
    }
    guard whole < 2 || bytes[first] != UInt8(ascii: "0") else {
      throw JSON5SyntaxError(.number, at: start, "a number cannot start with an extra 0. Remove the 0.")
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      guard skipDigits() > 0 else {
        throw JSON5SyntaxError(.number, at: start, "an exponent needs digits. Add them after the 'e'.")
      }
    }
    // Double needs digits on both sides of the point.
    var digits = String(decoding: bytes[first..<index], as: UTF8.self)
    if whole == 0 { digits = "0" + digits }
    if fraction == 0, let point = digits.utf8.firstIndex(of: UInt8(ascii: ".")) { digits.remove(at: point) }
    return Double(digits) ?? .infinity
  }

  /// Skips decimal digits and returns their number.
  private mutating func skipDigits() -> Int {
    let start = index
    while index < bytes.count, Self.isDigit(bytes[index]) { index += 1 }
    return index - start
  }

  /// Skips a word if it comes next.
  private mutating func take(_ word: String) -> Bool {
    guard bytes[index...].starts(with: word.utf8) else { return false }
    index += word.utf8.count
    return true
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }
}

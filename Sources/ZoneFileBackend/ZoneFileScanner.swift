/// Splits a zone file into entries, and entries into words, in one pass over its bytes.
///
/// An entry ends with its line, except within parentheses. The scanner skips blanks, blank lines and comments. A quoted
/// string is one word ([RFC 1035 §5.1](https://www.rfc-editor.org/rfc/rfc1035#section-5.1)).
struct ZoneFileScanner {
  /// The whole file.
  let bytes: [UInt8]
  /// The offset of the next byte.
  private(set) var offset = 0
  /// The number of open parentheses.
  private var depth = 0
  /// The offset of the outermost open parenthesis.
  private var opening = 0

  /// Starts at the first byte of a file.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Moves to the next entry, once the previous one has been read to its end.
  ///
  /// - Returns: whether the line begins with a blank, which means the owner name of the previous entry; nil at the end of the
  ///   file.
  mutating func beginEntry() -> Bool? {
    while offset < bytes.count {
      let start = offset
      while offset < bytes.count, isBlank(bytes[offset]) { offset += 1 }
      guard offset < bytes.count else { return nil }
      switch bytes[offset] {
      case UInt8(ascii: ";"): skipComment()
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): offset += 1
      default: return offset > start
      }
    }
    return nil
  }

  /// Reads the next word of the entry.
  ///
  /// - Returns: the bytes of the word with its quotes; nil at the end of the entry.
  /// - Throws: ``ZoneFileError`` for an unbalanced parenthesis or quote.
  mutating func word() throws(ZoneFileError) -> Range<Int>? {
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"): offset += 1
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        if depth == 0 { return nil }
        offset += 1
      case UInt8(ascii: ";"): skipComment()
      case UInt8(ascii: "("):
        if depth == 0 { opening = offset }
        depth += 1
        offset += 1
      case UInt8(ascii: ")"):
        guard depth > 0 else { throw ZoneFileError(at: offset, "this ')' has no opening '('") }
        depth -= 1
        offset += 1
      case UInt8(ascii: "\""): return try quotedWord()
      default: return try plainWord()
      }
    }
    guard depth == 0 else { throw ZoneFileError(at: opening, "this '(' has no closing ')'") }
    return nil
  }

  /// A word in quotes for a message, shortened and without control characters.
  func quoted(_ word: Range<Int>) -> String {
    let visible = bytes[word.prefix(60)].map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: "?") : $0 }
    return "'\(String(decoding: visible, as: UTF8.self))\(word.count > 60 ? "…" : "")'"
  }

  /// Whether a word is a keyword, in any case.
  ///
  /// - Parameters:
  ///   - word: the bytes of the word.
  ///   - keyword: the keyword in upper case.
  /// - Returns: whether both are the same.
  func `is`(_ word: Range<Int>, _ keyword: StaticString) -> Bool {
    keyword.withUTF8Buffer { expected in
      guard word.count == expected.count else { return false }
      return zip(bytes[word], expected).allSatisfy { byte, letter in
        byte == letter || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) && byte & 0xDF == letter
      }
    }
  }

  /// Reads a word up to the next separator, including escapes and quoted parts in it
  /// ([RFC 9460 §2.1](https://www.rfc-editor.org/rfc/rfc9460#section-2.1) has `alpn="h3"`).
  private mutating func plainWord() throws(ZoneFileError) -> Range<Int> {
    let start = offset
    var end = offset
    scan: while end < bytes.count {
      let byte = bytes[end]
      // A fast path: nearly every byte is greater than all bytes that can end the word.
      if byte > UInt8(ascii: ")"), byte != UInt8(ascii: ";"), byte != UInt8(ascii: "\\") {
        end += 1
        continue
      }
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: ";"),
        UInt8(ascii: "("), UInt8(ascii: ")"):
        break scan
      case UInt8(ascii: "\""):
        offset = end
        end = try quotedWord().upperBound
      case UInt8(ascii: "\\"):
        // The byte after a backslash is part of the word, unless it ends the line.
        if end + 1 < bytes.count, bytes[end + 1] != UInt8(ascii: "\n"), bytes[end + 1] != UInt8(ascii: "\r") {
          end += 1
        }
        end += 1
      default: end += 1
      }
    }
    offset = end
    return start..<end
  }

  /// Reads a quoted string with its quotes.
  private mutating func quotedWord() throws(ZoneFileError) -> Range<Int> {
    let start = offset
    var end = offset + 1
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n"), bytes[end] != UInt8(ascii: "\r") {
      if bytes[end] == UInt8(ascii: "\"") {
        offset = end + 1
        return start..<offset
      }
      let isEscape = bytes[end] == UInt8(ascii: "\\") && end + 1 < bytes.count && bytes[end + 1] != UInt8(ascii: "\n")
      end += isEscape ? 2 : 1
    }
    throw ZoneFileError(at: start, "the quoted string does not end on its line")
  }

  /// Skips a comment up to the end of its line.
  private mutating func skipComment() {
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n"), bytes[offset] != UInt8(ascii: "\r") { offset += 1 }
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}

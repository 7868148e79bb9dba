/// Walks once over the bytes of a zone file, entry by entry and word by word.
///
/// An entry ends with its line, save within parentheses. Blanks between words, blank lines and comments are passed over, and
/// a quoted text is one word ([RFC 1035 §5.1](https://www.rfc-editor.org/rfc/rfc1035#section-5.1)).
struct ZoneFileScanner {
  /// The whole file.
  let bytes: [UInt8]
  /// The byte that is looked at next.
  private(set) var offset = 0
  /// How many parentheses are open.
  private var depth = 0
  /// Where the outermost of them was opened.
  private var opening = 0

  /// Begins at the first byte of a file.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Goes to the next line that has words; the entry before must have been read to its end.
  ///
  /// - Returns: whether the line begins with a blank, which stands for the owner of the entry before; nothing at the end.
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

  /// Takes the next word of the entry.
  ///
  /// - Returns: where it stands, with its quotes; nothing at the end of the entry.
  /// - Throws: ``ZoneFileError`` for a parenthesis or a quote without its other half.
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
        guard depth > 0 else { throw ZoneFileError(at: offset, "')' closes nothing") }
        depth -= 1
        offset += 1
      case UInt8(ascii: "\""): return try quotedWord()
      default: return try plainWord()
      }
    }
    guard depth == 0 else { throw ZoneFileError(at: opening, "'(' is never closed") }
    return nil
  }

  /// A word as it may be shown to a person: not too long, and without anything that would move a terminal's cursor.
  func shown(_ word: Range<Int>) -> String {
    let visible = bytes[word.prefix(60)].map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: "?") : $0 }
    return "'\(String(decoding: visible, as: UTF8.self))\(word.count > 60 ? "…" : "")'"
  }

  /// Whether a word is this one in any case.
  ///
  /// - Parameters:
  ///   - word: where the word stands.
  ///   - keyword: the word to compare with, in upper case.
  /// - Returns: true where both are the same.
  func `is`(_ word: Range<Int>, _ keyword: StaticString) -> Bool {
    keyword.withUTF8Buffer { expected in
      guard word.count == expected.count else { return false }
      return zip(bytes[word], expected).allSatisfy { byte, letter in
        byte == letter || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) && byte & 0xDF == letter
      }
    }
  }

  /// Takes a word up to what separates words, escapes and quoted parts in it as they are
  /// ([RFC 9460 §2.1](https://www.rfc-editor.org/rfc/rfc9460#section-2.1) has `alpn="h3"`).
  private mutating func plainWord() throws(ZoneFileError) -> Range<Int> {
    let start = offset
    var end = offset
    scan: while end < bytes.count {
      let byte = bytes[end]
      // Nearly every byte lies above all that could end the word.
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
        // What follows a backslash is part of the word, whatever it is, save the end of the line.
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

  /// Takes a text between quotes, with them.
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
    throw ZoneFileError(at: start, "the quote is not closed on its line")
  }

  /// Passes over a comment up to the end of its line.
  private mutating func skipComment() {
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n"), bytes[offset] != UInt8(ascii: "\r") { offset += 1 }
  }

  /// Whether a byte separates words.
  private func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}

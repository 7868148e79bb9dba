/// Walks once over the bytes of a zone file, entry by entry and word by word.
///
/// Blanks between words, blank lines and comments are passed over
/// ([RFC 1035 §5.1](https://www.rfc-editor.org/rfc/rfc1035#section-5.1)).
struct ZoneFileScanner {
  /// The whole file.
  let bytes: [UInt8]
  /// The byte that is looked at next.
  private(set) var offset = 0

  /// Begins at the first byte of a file.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Goes to the next line that has words.
  ///
  /// - Returns: whether the line begins with a blank, which stands for the owner of the entry before; nothing at the end.
  mutating func beginEntry() -> Bool? {
    while offset < bytes.count {
      let start = offset
      skipBlanks()
      if !isAtEndOfLine { return offset > start }
      skipLine()
    }
    return nil
  }

  /// Takes the next word of the line.
  ///
  /// - Returns: where it stands; nothing at the end of the line.
  mutating func word() -> Range<Int>? {
    skipBlanks()
    guard !isAtEndOfLine else { return nil }
    let start = offset
    while !isAtEndOfLine, !isBlank(bytes[offset]) {
      // What follows a backslash is part of the word, whatever it is, save the end of the line.
      if bytes[offset] == UInt8(ascii: "\\"), offset + 1 < bytes.count, bytes[offset + 1] != UInt8(ascii: "\n") {
        offset += 1
      }
      offset += 1
    }
    return start..<offset
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

  /// Passes over the blanks before a word.
  private mutating func skipBlanks() {
    while offset < bytes.count, isBlank(bytes[offset]) { offset += 1 }
  }

  /// Passes over the rest of the line and its end.
  private mutating func skipLine() {
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
    offset += 1
  }

  /// Whether only a comment, if anything, is left of the line.
  private var isAtEndOfLine: Bool {
    offset >= bytes.count || bytes[offset] == UInt8(ascii: "\n") || bytes[offset] == UInt8(ascii: ";")
  }

  /// Whether a byte separates words.
  private func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}

extension JSON5Parser {
  /// Steps over white space, line ends and comments ([JSON5 §7, §8](https://spec.json5.org/#comments)).
  @inline(__always)
  mutating func skipBlanks() throws(JSON5SyntaxError) {
    // Mostly there are none.
    if index < bytes.count, (0x21...0x7F).contains(bytes[index]), bytes[index] != UInt8(ascii: "/") { return }
    try skipSomeBlanks()
  }

  /// Steps over white space, line ends and comments, if there are any.
  private mutating func skipSomeBlanks() throws(JSON5SyntaxError) {
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: " "), 0x09...0x0D: index += 1
      case UInt8(ascii: "/"): try skipComment()
      case 0x80...:
        let scalar = scalar(at: index)
        guard Self.isWideBlank(scalar) else { return }
        index += UTF8.width(scalar)
      default: return
      }
    }
  }

  /// Steps over a comment to the end of its line, or to its closing mark.
  private mutating func skipComment() throws(JSON5SyntaxError) {
    let start = index
    switch index + 1 < bytes.count ? bytes[index + 1] : 0 {
    case UInt8(ascii: "/"):
      index += 2
      while index < bytes.count, !isLineEnd(at: index) { index += 1 }
    case UInt8(ascii: "*"):
      index += 2
      while index + 1 < bytes.count {
        if bytes[index] == UInt8(ascii: "*"), bytes[index + 1] == UInt8(ascii: "/") {
          index += 2
          return
        }
        index += 1
      }
      throw JSON5SyntaxError(offset: start, message: "this comment has no end; close it with '*/'")
    default:
      throw JSON5SyntaxError(offset: start, message: "a single '/' means nothing; a comment begins with '//' or '/*'")
    }
  }

  /// Whether a line ends at a byte: LF, CR, U+2028 or U+2029.
  func isLineEnd(at offset: Int) -> Bool {
    switch bytes[offset] {
    case 0x0A, 0x0D: true
    case 0xE2: bytes[offset + 1] == 0x80 && bytes[offset + 2] & 0xFE == 0xA8
    default: false
    }
  }

  /// White space beyond ASCII: no-break space, byte order mark, the Unicode line ends, and category Zs.
  private static func isWideBlank(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xA0, 0xFEFF, 0x2028, 0x2029: true
    default: scalar.properties.generalCategory == .spaceSeparator
    }
  }
}

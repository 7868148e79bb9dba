extension JSON5Parser {
  /// Reads a text in double or single quotes ([JSON5 §5](https://spec.json5.org/#strings)).
  mutating func parseText() throws(JSON5SyntaxError) {
    let start = index
    let quote = bytes[index]
    // In a variable of its own, since a large file is mostly texts.
    var end = index + 1
    while end < bytes.count, bytes[end] != quote, bytes[end] != UInt8(ascii: "\\"), bytes[end] > 0x0D { end += 1 }
    index = end
    while index < bytes.count {
      switch bytes[index] {
      case quote:
        nodes.append(JSON5Node(.quotedText, at: start, payload: index))
        index += 1
        return
      case UInt8(ascii: "\\"): return try parseEscapedText(from: start, quote)
      case 0x0A, 0x0D: throw brokenLine
      default: index += 1
      }
    }
    throw JSON5SyntaxError(offset: start, message: "this text has no end; close it with \(Self.name(of: quote))")
  }

  /// Reads the rest of a text from its first escape on.
  private mutating func parseEscapedText(from start: Int, _ quote: UInt8) throws(JSON5SyntaxError) {
    var content = Array(bytes[start + 1..<index])
    while index < bytes.count {
      switch bytes[index] {
      case quote:
        nodes.append(JSON5Node(.escapedText, at: start, payload: texts.count))
        texts.append(String(decoding: content, as: UTF8.self))
        index += 1
        return
      case UInt8(ascii: "\\"):
        if let scalar = try parseEscape() { content.append(contentsOf: Array(String(scalar).utf8)) }
      case 0x0A, 0x0D: throw brokenLine
      default:
        content.append(bytes[index])
        index += 1
      }
    }
    throw JSON5SyntaxError(offset: start, message: "this text has no end; close it with \(Self.name(of: quote))")
  }

  /// The error about a line that ends within a text.
  private var brokenLine: JSON5SyntaxError {
    JSON5SyntaxError(
      offset: index,
      message: "a text ends on its own line; write '\\n' for a line end, or '\\' at the end to go on below")
  }

  /// How a message names a quotation mark.
  private static func name(of quote: UInt8) -> String { quote == UInt8(ascii: "'") ? "a single quote" : "'\"'" }

  /// Reads a backslash and what follows it; a continued line stands for nothing.
  private mutating func parseEscape() throws(JSON5SyntaxError) -> Unicode.Scalar? {
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
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "v": return "\u{B}"
    case "x": return Unicode.Scalar(UInt8(try parseHex(2, from: start)))
    case "u": return try parseUnicode(from: start)
    case "0":
      guard let next = peek(), (0x30...0x39).contains(next) else { return "\0" }
      throw JSON5SyntaxError(offset: start, message: "'\\0' stands for a zero byte, and no digit may follow it")
    case "1"..."9":
      throw JSON5SyntaxError(
        offset: start, message: "'\\\(scalar)' means nothing: there are no octal escapes",
        discreetMessage: "there are no octal escapes")
    default: return scalar
    }
  }

  /// Reads the digits behind `\u`, and the second half where they are the first half of a pair.
  mutating func parseUnicode(from start: Int) throws(JSON5SyntaxError) -> Unicode.Scalar {
    let unit = try parseHex(4, from: start)
    if let scalar = Unicode.Scalar(unit) { return scalar }
    if (0xD800...0xDBFF).contains(unit), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
      let second = try parseHex(4, from: start)
      if (0xDC00...0xDFFF).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00))
      {
        return scalar
      }
    }
    throw JSON5SyntaxError(offset: start, message: "this is half a surrogate pair, and no character")
  }

  /// Reads so many hexadecimal digits.
  private mutating func parseHex(_ count: Int, from start: Int) throws(JSON5SyntaxError) -> UInt32 {
    let digits = bytes[index...].prefix(count)
    guard digits.count == count, digits.allSatisfy(JSON5Identifier.isHexDigit),
      let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else {
      throw JSON5SyntaxError(
        offset: start,
        message: count == 2 ? "two hexadecimal digits follow '\\x'" : "four hexadecimal digits follow '\\u'")
    }
    index += count
    return number
  }
}

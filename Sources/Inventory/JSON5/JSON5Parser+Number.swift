extension JSON5Parser {
  /// Reads a number: decimal or hexadecimal, infinite or none ([JSON5 §6](https://spec.json5.org/#numbers)).
  mutating func parseNumber() throws(JSON5SyntaxError) {
    let start = index
    let isNegative = peek() == UInt8(ascii: "-")
    if isNegative || peek() == UInt8(ascii: "+") { index += 1 }
    let magnitude = try parseMagnitude(from: start)
    if let next = peek(), JSON5Identifier.isPart(next) || next == UInt8(ascii: ".") || next == UInt8(ascii: "\\") {
      throw JSON5SyntaxError(offset: start, message: "this is no number; a text stands in quotes")
    }
    nodes.append(JSON5Node(.number, at: start, payload: numbers.count))
    numbers.append(isNegative ? -magnitude : magnitude)
  }

  /// Reads what stands behind the sign.
  private mutating func parseMagnitude(from start: Int) throws(JSON5SyntaxError) -> Double {
    if skipWord("Infinity") { return .infinity }
    if skipWord("NaN") { return .nan }
    if skipWord("0x") || skipWord("0X") { return try parseHexadecimal(from: start) }
    return try parseDecimal(from: start)
  }

  /// Reads the digits behind `0x`.
  private mutating func parseHexadecimal(from start: Int) throws(JSON5SyntaxError) -> Double {
    let digits = bytes[index...].prefix { JSON5Identifier.isHexDigit($0) }
    guard !digits.isEmpty else {
      throw JSON5SyntaxError(offset: start, message: "hexadecimal digits follow '0x'")
    }
    index += digits.count
    return Double("0x" + String(decoding: digits, as: UTF8.self)) ?? .infinity
  }

  /// Reads a decimal number.
  private mutating func parseDecimal(from start: Int) throws(JSON5SyntaxError) -> Double {
    let first = index
    let whole = skipDigits()
    let fraction = take(UInt8(ascii: ".")) ? skipDigits() : 0
    guard whole + fraction > 0 else {
      throw JSON5SyntaxError(offset: start, message: "this is no number: it has no digits")
    }
    guard whole < 2 || bytes[first] != UInt8(ascii: "0") else {
      throw JSON5SyntaxError(offset: start, message: "a number does not begin with a needless 0")
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      guard skipDigits() > 0 else {
        throw JSON5SyntaxError(offset: start, message: "this is no number: digits follow the 'e'")
      }
    }
    // The standard library wants digits on both sides of the point.
    var digits = String(decoding: bytes[first..<index], as: UTF8.self)
    if whole == 0 { digits = "0" + digits }
    if fraction == 0, let point = digits.utf8.firstIndex(of: UInt8(ascii: ".")) { digits.remove(at: point) }
    return Double(digits) ?? .infinity
  }

  /// Steps over decimal digits, and gives how many there were.
  private mutating func skipDigits() -> Int {
    let start = index
    while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
    return index - start
  }

  /// Steps over a word if it is there.
  private mutating func skipWord(_ word: StaticString) -> Bool {
    guard bytes[index...].starts(with: "\(word)".utf8) else { return false }
    index += word.utf8CodeUnitCount
    return true
  }
}

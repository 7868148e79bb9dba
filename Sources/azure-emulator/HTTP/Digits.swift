extension FixedWidthInteger {
  /// Reads a number that is written in digits and nothing else; `Int` itself takes a sign before them.
  ///
  /// - Parameters:
  ///   - digits: the digits, at least one.
  ///   - radix: the base, up to 36.
  init?(digits: some StringProtocol, radix: Int = 10) {
    guard let first = digits.utf8.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-") else { return nil }
    self.init(digits, radix: radix)
  }
}

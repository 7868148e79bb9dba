extension FixedWidthInteger {
  /// Reads a number that consists of digits only; `Int` itself also accepts a sign.
  ///
  /// - Parameters:
  ///   - digits: at least one digit.
  ///   - radix: the base, up to 36.
  init?(digits: some StringProtocol, radix: Int = 10) {
    guard let first = digits.utf8.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-") else { return nil }
    self.init(digits, radix: radix)
  }
}

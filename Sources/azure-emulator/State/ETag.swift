import FoundationEssentials

/// The two forms of ETags that private DNS gives.
enum ETag {
  /// A new one for a zone or a record set: a bare GUID.
  static func fresh() -> String { UUID().uuidString.lowercased() }

  /// A new one for a link: like a GUID, with the time in it, and with quotation marks around it.
  static func freshQuoted() -> String {
    let time = UInt32(truncatingIfNeeded: Int(Date.now.timeIntervalSince1970))
    return "\"\(hexadecimal(UInt32.random(in: 0...UInt32.max)))-0000-0100-0000-\(hexadecimal(time))0000\""
  }

  /// A number in eight hexadecimal digits.
  private static func hexadecimal(_ number: UInt32) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 8 - digits.utf8.count) + digits
  }
}

/// A text in base64.
func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

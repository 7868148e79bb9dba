import FoundationEssentials

/// The two formats of ETags in private DNS.
enum ETag {
  /// A new ETag of a zone or record set: a bare GUID.
  static func fresh() -> String { UUID().uuidString.lowercased() }

  /// A new ETag of a link: similar to a GUID, with the time in it, and with quotation marks.
  static func freshQuoted() -> String {
    let time = UInt32(truncatingIfNeeded: Int(Date.now.timeIntervalSince1970))
    return "\"\(hexadecimal(UInt32.random(in: 0...UInt32.max)))-0000-0100-0000-\(hexadecimal(time))0000\""
  }

  /// A number with eight hexadecimal digits.
  private static func hexadecimal(_ number: UInt32) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 8 - digits.utf8.count) + digits
  }
}

/// A text in base64.
func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

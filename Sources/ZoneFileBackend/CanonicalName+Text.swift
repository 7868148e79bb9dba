import DNSModel

/// Canonical names as texts: their order, and how people and all servers read them.
extension CanonicalName {
  /// Whether a name comes before another one in canonical order.
  static func isBefore(_ left: String, _ right: String) -> Bool {
    CanonicalOrder.isBefore(String(left.dropLast()), String(right.dropLast()))
  }

  /// A name as a person writes it: without the dot at its end.
  static func shown(_ name: String) -> String { name == "." ? name : String(name.dropLast()) }

  /// The same name as every server reads it: Knot refuses `+` and its like, and NSD `\\#`, but all take three digits.
  static func portable(_ name: String) -> String {
    var text = ""
    var rest = Array(name.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte != UInt8(ascii: "\\"), isPlain(byte) else {
        let octet = byte == UInt8(ascii: "\\") ? unescape(&rest) ?? byte : byte
        let digits = "00\(octet)".suffix(3)
        text += octet == UInt8(ascii: ".") ? "\\." : "\\\(digits)"
        continue
      }
      text.unicodeScalars.append(Unicode.Scalar(byte))
    }
    return text
  }

  /// Whether every server takes a character of a canonical name as it is.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: "-_*/.".utf8.contains(byte)
    }
  }
}

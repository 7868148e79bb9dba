/// An IPv4 address, read only from a strict dotted quad.
public struct IPv4Address: Hashable, Sendable {
  /// The address as a number in host order: `10.1.0.5` is 0x0A010005.
  public let number: UInt32

  /// Makes an address from its number in host order.
  public init(number: UInt32) {
    self.number = number
  }

  /// Reads four decimal numbers without leading zeros, such as `10.1.0.5`.
  ///
  /// Short forms, octal and hexadecimal are refused, as `inet_pton` does
  /// ([RFC 6943 §3.1.1](https://www.rfc-editor.org/rfc/rfc6943#section-3.1.1)).
  ///
  /// - Returns: nothing when the text is no dotted quad.
  public init?(_ text: some Sequence<UInt8>) {
    var number: UInt32 = 0
    var octet: UInt32?
    var octets = 0
    for byte in text {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let digit = UInt32(byte - UInt8(ascii: "0"))
        guard let before = octet else {
          octet = digit
          continue
        }
        guard before != 0, before * 10 + digit <= 255 else { return nil }
        octet = before * 10 + digit
      case UInt8(ascii: "."):
        guard let value = octet, octets < 3 else { return nil }
        number = number << 8 | value
        octets += 1
        octet = nil
      default: return nil
      }
    }
    guard let value = octet, octets == 3 else { return nil }
    self.number = number << 8 | value
  }

  /// Reads a dotted quad from a string.
  ///
  /// - Returns: nothing when the text is no dotted quad.
  public init?(_ text: String) {
    self.init(text.utf8)
  }
}

extension IPv4Address: CustomStringConvertible {
  /// The dotted quad.
  public var description: String {
    [number >> 24, number >> 16 & 255, number >> 8 & 255, number & 255].map { String($0) }.joined(separator: ".")
  }
}

extension IPv4Address: Comparable {
  /// Numeric order.
  public static func < (left: IPv4Address, right: IPv4Address) -> Bool { left.number < right.number }
}

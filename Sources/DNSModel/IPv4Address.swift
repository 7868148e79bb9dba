/// An IPv4 address, read only from dotted-decimal notation with four numbers.
public struct IPv4Address: Hashable, Sendable {
  /// The address as a number in host order: `10.1.0.5` is 0x0A010005.
  package let number: UInt32

  /// Makes an address from its number in host order.
  package init(number: UInt32) {
    self.number = number
  }

  /// Reads four decimal numbers without leading zeros, such as `10.1.0.5`.
  ///
  /// It rejects short forms, octal and hexadecimal numbers, as `inet_pton` does
  /// ([RFC 6943 §3.1.1](https://www.rfc-editor.org/rfc/rfc6943#section-3.1.1)).
  ///
  /// - Returns: nil if the text is not an IPv4 address.
  package init?(_ text: Span<UInt8>) {
    var number: UInt32 = 0
    var octet: UInt32?
    var octets = 0
    for index in text.indices {
      let byte = text[index]
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

  /// Reads four decimal numbers without leading zeros, such as `10.1.0.5`.
  ///
  /// - Returns: nil if the text is not an IPv4 address.
  public init?(_ text: String) {
    self.init(text.utf8.span)
  }
}

extension IPv4Address: CustomStringConvertible {
  /// The dotted-decimal notation.
  public var description: String {
    var text: [UInt8] = []
    write(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the dotted-decimal notation to a text.
  package func write(to text: inout [UInt8]) {
    for shift in [24, 16, 8] as [UInt32] {
      text.appendDecimal(number >> shift & 255)
      text.append(UInt8(ascii: "."))
    }
    text.appendDecimal(number & 255)
  }
}

extension IPv4Address: Comparable {
  /// Numeric order.
  public static func < (left: IPv4Address, right: IPv4Address) -> Bool { left.number < right.number }
}

extension [UInt8] {
  /// Appends the decimal digits of a number.
  package mutating func appendDecimal(_ number: UInt32) {
    if number > 9 { appendDecimal(number / 10) }
    append(UInt8(ascii: "0") + UInt8(number % 10))
  }
}

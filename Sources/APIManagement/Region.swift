/// An Azure region by its programmatic name, such as `westeurope`.
public struct Region: Hashable, Sendable, CustomStringConvertible {
  /// The name in lower case without spaces.
  package let name: String

  /// Reads a region's name or display name: `westeurope`, "West Europe".
  ///
  /// The programmatic name of every physical region is its display name in lower case without the spaces.
  ///
  /// - Returns: nil if the text has anything but letters, digits and spaces, or does not begin with a letter.
  public init?(_ text: String) {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: " "): continue
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): bytes.append(byte)
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): bytes.append(byte | 0x20)
      default: return nil
      }
    }
    guard let first = bytes.first, first >= UInt8(ascii: "a"), bytes.count <= 40 else { return nil }
    name = String(decoding: bytes, as: UTF8.self)
  }

  /// The same as ``name``.
  public var description: String { name }
}

/// The name of an API Management instance in lower case.
///
/// Source: parameter `serviceName` of the
/// [API Management REST specification](https://learn.microsoft.com/rest/api/apimanagement/api-management-service/get):
/// `^[a-zA-Z](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$`, 1 to 50 characters. Azure compares it without regard to case.
public struct InstanceName: Hashable, Sendable, CustomStringConvertible {
  /// The name in lower case.
  package let text: String

  /// Reads a name in any case.
  ///
  /// - Returns: nil if Azure does not allow the name.
  public init?(_ text: String) {
    let bytes = text.utf8.span
    guard (1...50).contains(bytes.count), Self.isLetter(bytes[0]), bytes[bytes.count - 1] != UInt8(ascii: "-") else {
      return nil
    }
    var isLowercase = true
    for index in bytes.indices {
      switch bytes[index] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): continue
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): isLowercase = false
      default: return nil
      }
    }
    self.text = isLowercase ? text : text.lowercased()
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }

  /// The same as ``text``.
  public var description: String { text }
}

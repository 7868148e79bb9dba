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
  /// - Returns: nothing when Azure would refuse it.
  public init?(_ text: String) {
    let bytes = text.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    guard (1...50).contains(bytes.count), Self.isLetter(bytes[0]), bytes.last != UInt8(ascii: "-"),
      bytes.allSatisfy({ Self.isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") })
    else { return nil }
    self.text = String(decoding: bytes, as: UTF8.self)
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

  /// The same as ``text``.
  public var description: String { text }
}

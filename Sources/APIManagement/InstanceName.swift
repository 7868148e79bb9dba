/// The name of an API Management instance in lower case.
///
/// Source: parameter `serviceName` of the
/// [API Management REST specification](https://learn.microsoft.com/rest/api/apimanagement/api-management-service/get):
/// `^[a-zA-Z](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$`, 1 to 50 characters. Azure compares it without regard to case.
public struct InstanceName: Hashable, Sendable, CustomStringConvertible {
  /// The name in lower case.
  public let text: String

  /// Reads a name in any case.
  ///
  /// - Returns: nothing when Azure would refuse it.
  public init?(_ text: String) {
    let bytes = text.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    guard Self.isCanonical(bytes.span) else { return nil }
    self.init(canonical: bytes[...])
  }

  /// Takes a name that ``isCanonical(_:)``.
  init(canonical bytes: ArraySlice<UInt8>) {
    text = String(decoding: bytes, as: UTF8.self)
  }

  /// Whether a text is a name in lower case.
  package static func isCanonical(_ bytes: Span<UInt8>) -> Bool {
    guard (1...50).contains(bytes.count), isLetter(bytes[0]), bytes[bytes.count - 1] != UInt8(ascii: "-") else {
      return false
    }
    for index in bytes.indices {
      let byte = bytes[index]
      guard isLetter(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-") else { return false }
    }
    return true
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

  /// The same as ``text``.
  public var description: String { text }
}

/// The identifier in owner marks, which says whose records are managed: one for each team or pipeline.
public struct Owner: Hashable, Sendable, CustomStringConvertible {
  /// The identifier, 1-63 letters, digits, `-`, `_` or `.`.
  public let identifier: String

  /// The default owner, `apim-dns`.
  public static let standard = Owner(unchecked: "apim-dns")

  private init(unchecked identifier: String) {
    self.identifier = identifier
  }

  /// Accepts 1-63 letters, digits, `-`, `_` and `.`.
  ///
  /// - Returns: nil for any other text, so that an owner mark cannot break out of its line.
  public init?(_ text: String) {
    guard (1...63).contains(text.utf8.count) else { return nil }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
        continue
      default: return nil
      }
    }
    identifier = text
  }

  /// The same as ``identifier``.
  public var description: String { identifier }
}

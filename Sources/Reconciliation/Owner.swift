/// The mark by which we know what is ours: one identifier for each team or pipeline.
public struct Owner: Hashable, Sendable, CustomStringConvertible {
  /// The identifier.
  public let identifier: String

  /// The owner where nobody chose one.
  public static let standard = Owner(unchecked: "apim-dns")

  private init(unchecked identifier: String) {
    self.identifier = identifier
  }

  /// Takes letters, digits, `-`, `_` and `.`, 1 to 63 of them.
  ///
  /// - Returns: nothing for any other text, so that no mark can break out of its line.
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

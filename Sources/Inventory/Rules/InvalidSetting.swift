/// Why a value is refused.
public struct InvalidSetting: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong with the value.
  public enum Code: Hashable, Sendable {
    /// It is not written as such a value is.
    case malformed
    /// It is none of the words or regions that there are.
    case unknown
    /// It is well written, and cannot be used here.
    case unusable
    /// There are too many values, or too few.
    case wrongCount
    /// It is already there.
    case repeated
    /// No hostname can be made of it.
    case underivable
    /// Another instance has the same hostname with other addresses.
    case mismatch
  }

  /// What is wrong with the value.
  public let code: Code
  /// What is wrong and what would be right: one sentence without a full stop.
  public let description: String

  /// Makes an error.
  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}

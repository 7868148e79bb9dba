/// An invalid value of an inventory or an option.
public struct InvalidSetting: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of the error.
  public enum Code: Hashable, Sendable {
    /// The value has the wrong syntax.
    case malformed
    /// The value is not one of the known words or regions.
    case unknown
    /// The value has the right syntax, but cannot be used here.
    case unusable
    /// There are too many or too few values.
    case wrongCount
    /// The value is there twice.
    case duplicate
    /// No hostname can be derived from the value.
    case underivable
    /// Another instance has the same hostname with different addresses.
    case mismatch
  }

  /// The kind of the error.
  public let code: Code
  /// What is wrong, and how to fix it.
  public let description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}

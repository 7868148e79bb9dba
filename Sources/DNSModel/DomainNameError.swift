/// Why a text is no domain name that every backend could hold.
public struct DomainNameError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Code: Hashable, Sendable {
    /// There is no name at all.
    case empty
    /// The name is longer than 253 characters.
    case nameTooLong
    /// Two dots follow each other, or the name begins with one.
    case emptyLabel
    /// A label is longer than 63 characters.
    case labelTooLong
    /// A label begins or ends with a hyphen.
    case hyphenAtEdge
    /// A character is no letter, digit, hyphen, underscore or dot.
    case badCharacter
    /// The last label has only digits, so the name would be read as an address.
    case looksLikeAddress
  }

  /// What is wrong.
  public let code: Code
  /// The text that was given.
  public let text: String

  /// Makes the error for a text.
  init(code: Code, text: String) {
    self.code = code
    self.text = text
  }

  /// One sentence without a full stop, fit to follow `file:line:column: `.
  public var description: String {
    let name = "'\(text)' is no domain name:"
    return switch code {
    case .empty: "a domain name is empty"
    case .nameTooLong: "\(name) it is longer than 253 characters"
    case .emptyLabel: "\(name) it has an empty label"
    case .labelTooLong: "\(name) a label is longer than 63 characters"
    case .hyphenAtEdge: "\(name) a label begins or ends with a hyphen"
    case .badCharacter: "\(name) use letters, digits, '-', '_' and '.' only"
    case .looksLikeAddress: "\(name) the last label is a number, so it would be read as an address"
    }
  }
}

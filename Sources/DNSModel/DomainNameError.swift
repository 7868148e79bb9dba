/// Why a text is not a domain name that every backend supports.
public struct DomainNameError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The rule that the text violates.
  public enum Code: Hashable, Sendable {
    /// The text has no name.
    case empty
    /// The name is longer than 253 characters.
    case nameTooLong
    /// Two dots follow each other, or the name begins with one.
    case emptyLabel
    /// A label is longer than 63 characters.
    case labelTooLong
    /// A label begins or ends with a hyphen.
    case hyphenAtEdge
    /// A character is not a letter, digit, hyphen, underscore or dot.
    case badCharacter
    /// The last label has only digits, so programs would read the name as an IPv4 address.
    case looksLikeAddress
  }

  /// The rule that the text violates.
  public let code: Code
  /// The text that is not a domain name.
  public let text: String

  init(code: Code, text: String) {
    self.code = code
    self.text = text
  }

  /// What is wrong, without a fix and without a full stop, so that it can follow `file:line:column: `.
  public var description: String {
    let name = "'\(text)' is not a valid domain name:"
    return switch code {
    case .empty: "the domain name is empty"
    case .nameTooLong: "\(name) it is longer than 253 characters"
    case .emptyLabel: "\(name) it has an empty label"
    case .labelTooLong: "\(name) a label is longer than 63 characters"
    case .hyphenAtEdge: "\(name) a label begins or ends with a hyphen"
    case .badCharacter: "\(name) only letters, digits, '-', '_' and '.' are allowed"
    case .looksLikeAddress: "\(name) the last label is a number, so programs would read it as an IPv4 address"
    }
  }
}

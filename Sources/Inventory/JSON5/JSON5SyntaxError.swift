/// The first syntax error in a JSON5 text.
struct JSON5SyntaxError: Error, Hashable, Sendable {
  /// The kind of the error.
  enum Code: Hashable, Sendable {
    /// The file is not UTF-8, or it exceeds a limit.
    case encoding, size, depth
    /// A value, a key or a punctuation mark is missing.
    case structure
    /// A token is malformed.
    case comment, text, escape, key, number
  }

  let code: Code
  /// The offset of the error in bytes, counted from 0; the size of the text if the text ends too early.
  let offset: Int
  /// What is wrong, and how to fix it.
  let description: String
  /// The same without any part of the text.
  let redactedDescription: String

  init(_ code: Code, at offset: Int, _ description: String, redacted: String? = nil) {
    self.code = code
    self.offset = offset
    self.description = description
    redactedDescription = redacted ?? description
  }
}

/// Why a text is no JSON5: the first thing in it that cannot be read.
struct JSON5SyntaxError: Error, Hashable, Sendable {
  /// What cannot be read.
  enum Code: Hashable, Sendable {
    /// The file is no UTF-8, or larger or deeper than what is read.
    case encoding, size, depth
    /// Something else stands where a value, a key or a mark belongs.
    case structure
    /// A part of the text is not written as one of its kind is.
    case comment, text, escape, key, number
  }

  /// What cannot be read.
  let code: Code
  /// The byte at which it stands, counted from 0; the size of the text where the text ends too early.
  let offset: Int
  /// One sentence without a full stop.
  let description: String
  /// The same without what was found of the text.
  let redactedDescription: String

  /// Makes the error.
  init(_ code: Code, at offset: Int, _ description: String, redacted: String? = nil) {
    self.code = code
    self.offset = offset
    self.description = description
    redactedDescription = redacted ?? description
  }
}

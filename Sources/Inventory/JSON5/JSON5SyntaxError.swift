/// Why a text is no JSON5: the first thing in it that cannot be read.
struct JSON5SyntaxError: Error, Hashable, Sendable {
  /// The byte at which it stands, counted from 0; the size of the text where the text ends too early.
  let offset: Int
  /// One sentence without a full stop.
  let message: String
  /// The same without what was found of the text.
  let discreetMessage: String

  /// Makes the error.
  init(offset: Int, message: String, discreetMessage: String? = nil) {
    self.offset = offset
    self.message = message
    self.discreetMessage = discreetMessage ?? message
  }
}

extension JSON5Parser {
  /// The error that something else stands at the present byte than what may stand there.
  ///
  /// - Parameters:
  ///   - expectation: what may stand there.
  ///   - advice: what is added behind the sentence.
  /// - Returns: the error with what was found.
  func unexpected(_ expectation: String, advice: String = "") -> JSON5SyntaxError {
    let message = "expected \(expectation), found \(found)\(advice)"
    return JSON5SyntaxError(
      offset: index, message: message,
      discreetMessage: index < bytes.count ? "expected \(expectation)\(advice)" : message)
  }

  /// What stands at the present byte, in words.
  var found: String {
    guard index < bytes.count else { return "the end of the file" }
    let word = bytes[index...].prefix(24).prefix { JSON5Identifier.isPart($0) }
    guard word.isEmpty else { return "'\(String(decoding: word, as: UTF8.self))'" }
    let scalar = scalar(at: index)
    guard scalar.value > 0x20, scalar.value != 0x7F else {
      return "the control character 0x\(String(scalar.value, radix: 16, uppercase: true))"
    }
    return scalar == "'" ? "a quotation mark" : "'\(scalar)'"
  }
}

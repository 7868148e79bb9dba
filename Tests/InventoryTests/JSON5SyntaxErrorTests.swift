import Testing

@testable import Inventory

/// A document that is no JSON5, the byte where that shows, and the message.
struct JSON5Mistake: Sendable, CustomTestStringConvertible {
  let bytes: [UInt8]
  let offset: Int
  let message: String

  init(_ text: String, _ offset: Int, _ message: String) {
    self.init(Array(text.utf8), offset, message)
  }

  init(_ bytes: [UInt8], _ offset: Int, _ message: String) {
    self.bytes = bytes
    self.offset = offset
    self.message = message
  }

  var testDescription: String { String(decoding: bytes, as: UTF8.self) }
}

@Suite("Documents that are no JSON5")
struct JSON5SyntaxErrorTests {
  @Test(
    "Errors in the structure are reported",
    arguments: [
      JSON5Mistake("", 0, "expected a value, found the end of the file"),
      JSON5Mistake(" // nothing\n", 12, "expected a value, found the end of the file"),
      JSON5Mistake("{} {}", 3, "expected the end of the file, found '{'"),
      JSON5Mistake("{,}", 1, "expected a key or '}', found ','"),
      JSON5Mistake("[,]", 1, "expected a value, found ','"),
      JSON5Mistake("[1,,]", 3, "expected a value, found ','"),
      JSON5Mistake("[1 2]", 3, "expected ',' or ']', found '2'"),
      JSON5Mistake("{a: 1 b: 2}", 6, "expected ',' or '}', found 'b'"),
      JSON5Mistake("{a: 1", 5, "expected ',' or '}', found the end of the file"),
      JSON5Mistake("[1", 2, "expected ',' or ']', found the end of the file"),
      JSON5Mistake("[1,", 3, "expected a value, found the end of the file"),
      JSON5Mistake("{a", 2, "expected ':' after the key, found the end of the file"),
      JSON5Mistake("{a = 1}", 3, "expected ':' after the key, found '='"),
      JSON5Mistake("{a: }", 4, "expected a value, found '}'"),
      JSON5Mistake("{a: 1]", 5, "expected ',' or '}', found ']'"),
      JSON5Mistake("{1: 2}", 1, "expected a key or '}', found '1'"),
      JSON5Mistake("{a-b: 2}", 2, "expected ':' after the key, found '-'"),
      JSON5Mistake("{☃: 2}", 1, "expected a key or '}', found '☃'"),
      JSON5Mistake("{[]: 2}", 1, "expected a key or '}', found '['"),
      JSON5Mistake("{a: westus}", 4, "expected a value, found 'westus'. Put text in quotes."),
      JSON5Mistake("True", 0, "expected a value, found 'True'. Put text in quotes."),
      JSON5Mistake("nullx", 0, "expected a value, found 'nullx'. Put text in quotes."),
      JSON5Mistake("{a: \u{201C}x\u{201D}}", 4, "expected a value, found '\u{201C}'"),
      JSON5Mistake("[\u{1}]", 1, "expected a value, found the control character 0x1"),
      JSON5Mistake("[1'", 2, "expected ',' or ']', found a quotation mark"),
    ])
  func structure(_ mistake: JSON5Mistake) { check(mistake) }

  @Test(
    "Errors in texts, keys and comments are reported",
    arguments: [
      JSON5Mistake("'abc", 0, "this string is not closed. Close it with a single quote."),
      JSON5Mistake(#"["abc]"#, 1, #"this string is not closed. Close it with '"'."#),
      JSON5Mistake(#"["ab\n]"#, 1, #"this string is not closed. Close it with '"'."#),
      JSON5Mistake(#"'abc\"#, 0, "this string is not closed. Close it with a single quote."),
      JSON5Mistake(
        "'ab\nc'", 3,
        #"a string cannot contain a line break. Write '\n', or end the line with '\' to continue the string."#),
      JSON5Mistake(
        "'\\tb\rc'", 4,
        #"a string cannot contain a line break. Write '\n', or end the line with '\' to continue the string."#),
      JSON5Mistake(#"'a\x4g'"#, 2, #"'\x' needs two hexadecimal digits. Add them."#),
      JSON5Mistake(#"'a\u12'"#, 2, #"'\u' needs four hexadecimal digits. Add them."#),
      JSON5Mistake(#"'\u+123'"#, 1, #"'\u' needs four hexadecimal digits. Add them."#),
      JSON5Mistake(#"'\1'"#, 1, #"'\1' is not a valid escape: JSON5 has no octal escapes. Use '\x' instead."#),
      JSON5Mistake(#"'\01'"#, 1, #"a digit cannot follow '\0'. Use '\x00' instead."#),
      JSON5Mistake(#"'\uD83D'"#, 1, "this is only half of a surrogate pair. Write both halves."),
      JSON5Mistake(#"'\uDE00\uD83D'"#, 1, "this is only half of a surrogate pair. Write both halves."),
      JSON5Mistake(#"'\uD83D\u0041'"#, 1, "this is only half of a surrogate pair. Write both halves."),
      JSON5Mistake(#"{a\n: 1}"#, 2, #"a key without quotes can only have '\u' escapes. Put the key in quotes."#),
      JSON5Mistake(#"{\u002D: 1}"#, 1, "a key without quotes cannot have this character. Put the key in quotes."),
      JSON5Mistake(#"{\u0030a: 1}"#, 1, "a key without quotes cannot have this character. Put the key in quotes."),
      JSON5Mistake("1 /* never", 2, "this comment is not closed. Close it with '*/'."),
      JSON5Mistake("1 /*/", 2, "this comment is not closed. Close it with '*/'."),
      JSON5Mistake("1 / 2", 2, "unexpected '/'. Start a comment with '//' or '/*'."),
      JSON5Mistake("# no comment", 0, "expected a value, found '#'"),
    ])
  func texts(_ mistake: JSON5Mistake) { check(mistake) }

  @Test(
    "Errors in numbers are reported",
    arguments: [
      JSON5Mistake("010", 0, "a number cannot start with an extra 0. Remove the 0."),
      JSON5Mistake("-00.5", 0, "a number cannot start with an extra 0. Remove the 0."),
      JSON5Mistake("[.]", 1, "a number needs digits. Add them."),
      JSON5Mistake("- 1", 0, "a number needs digits. Add them."),
      JSON5Mistake("+-1", 0, "a number needs digits. Add them."),
      JSON5Mistake("1e", 0, "an exponent needs digits. Add them after the 'e'."),
      JSON5Mistake("1e+", 0, "an exponent needs digits. Add them after the 'e'."),
      JSON5Mistake("0x", 0, "'0x' needs hexadecimal digits. Add them."),
      JSON5Mistake("0xg", 0, "'0x' needs hexadecimal digits. Add them."),
      JSON5Mistake("[5m]", 1, "this is not a valid number. Put text in quotes."),
      JSON5Mistake("[10.1.0.5]", 1, "this is not a valid number. Put text in quotes."),
      JSON5Mistake("-Infinityx", 0, "this is not a valid number. Put text in quotes."),
      JSON5Mistake("0b1", 0, "this is not a valid number. Put text in quotes."),
    ])
  func numbers(_ mistake: JSON5Mistake) { check(mistake) }

  @Test(
    "Invalid UTF-8 is reported",
    arguments: [
      JSON5Mistake([0x22, 0xFF, 0x22], 1, "the file is not valid UTF-8 here. Save it as UTF-8."),
      JSON5Mistake([0x22, 0xC0, 0x80, 0x22], 1, "the file is not valid UTF-8 here. Save it as UTF-8."),
      JSON5Mistake([0x31, 0x20, 0xE2, 0x80], 2, "the file is not valid UTF-8 here. Save it as UTF-8."),
      JSON5Mistake([0x22, 0xED, 0xA0, 0x80, 0x22], 1, "the file is not valid UTF-8 here. Save it as UTF-8."),
      JSON5Mistake([0xFF, 0xFE, 0x31, 0x00], 0, "the file is not valid UTF-8 here. Save it as UTF-8."),
    ])
  func encoding(_ mistake: JSON5Mistake) { check(mistake) }

  private func check(_ mistake: JSON5Mistake) {
    let error = JSON5Document(mistake.bytes).error
    #expect(error?.offset == mistake.offset)
    #expect(error?.description == mistake.message)
  }
}

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
    "Structure",
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
      JSON5Mistake("{a: westus}", 4, "expected a value, found 'westus'; a text stands in quotes"),
      JSON5Mistake("True", 0, "expected a value, found 'True'; a text stands in quotes"),
      JSON5Mistake("nullx", 0, "expected a value, found 'nullx'; a text stands in quotes"),
      JSON5Mistake("{a: \u{201C}x\u{201D}}", 4, "expected a value, found '\u{201C}'"),
      JSON5Mistake("[\u{1}]", 1, "expected a value, found the control character 0x1"),
      JSON5Mistake("[1'", 2, "expected ',' or ']', found a quotation mark"),
    ])
  func structure(_ mistake: JSON5Mistake) { check(mistake) }

  @Test(
    "Texts, keys and comments",
    arguments: [
      JSON5Mistake("'abc", 0, "this text has no end; close it with a single quote"),
      JSON5Mistake(#"["abc]"#, 1, #"this text has no end; close it with '"'"#),
      JSON5Mistake(#"["ab\n]"#, 1, #"this text has no end; close it with '"'"#),
      JSON5Mistake(#"'abc\"#, 0, "this text has no end; close it with a single quote"),
      JSON5Mistake(
        "'ab\nc'", 3, #"a text ends on its own line; write '\n' for a line end, or '\' at the end to go on below"#),
      JSON5Mistake(
        "'\\tb\rc'", 4, #"a text ends on its own line; write '\n' for a line end, or '\' at the end to go on below"#),
      JSON5Mistake(#"'a\x4g'"#, 2, #"two hexadecimal digits follow '\x'"#),
      JSON5Mistake(#"'a\u12'"#, 2, #"four hexadecimal digits follow '\u'"#),
      JSON5Mistake(#"'\u+123'"#, 1, #"four hexadecimal digits follow '\u'"#),
      JSON5Mistake(#"'\1'"#, 1, #"'\1' means nothing: there are no octal escapes"#),
      JSON5Mistake(#"'\01'"#, 1, #"'\0' stands for a zero byte, and no digit may follow it"#),
      JSON5Mistake(#"'\uD83D'"#, 1, "this is half a surrogate pair, and no character"),
      JSON5Mistake(#"'\uDE00\uD83D'"#, 1, "this is half a surrogate pair, and no character"),
      JSON5Mistake(#"'\uD83D\u0041'"#, 1, "this is half a surrogate pair, and no character"),
      JSON5Mistake(#"{a\n: 1}"#, 2, #"only '\u' and four digits may stand in a key without quotes"#),
      JSON5Mistake(#"{\u002D: 1}"#, 1, "this character may not stand in a key without quotes"),
      JSON5Mistake(#"{\u0030a: 1}"#, 1, "this character may not stand in a key without quotes"),
      JSON5Mistake("1 /* never", 2, "this comment has no end; close it with '*/'"),
      JSON5Mistake("1 /*/", 2, "this comment has no end; close it with '*/'"),
      JSON5Mistake("1 / 2", 2, "a single '/' means nothing; a comment begins with '//' or '/*'"),
      JSON5Mistake("# no comment", 0, "expected a value, found '#'"),
    ])
  func texts(_ mistake: JSON5Mistake) { check(mistake) }

  @Test(
    "Numbers",
    arguments: [
      JSON5Mistake("010", 0, "a number does not begin with a needless 0"),
      JSON5Mistake("-00.5", 0, "a number does not begin with a needless 0"),
      JSON5Mistake("[.]", 1, "this is no number: it has no digits"),
      JSON5Mistake("- 1", 0, "this is no number: it has no digits"),
      JSON5Mistake("+-1", 0, "this is no number: it has no digits"),
      JSON5Mistake("1e", 0, "this is no number: digits follow the 'e'"),
      JSON5Mistake("1e+", 0, "this is no number: digits follow the 'e'"),
      JSON5Mistake("0x", 0, "hexadecimal digits follow '0x'"),
      JSON5Mistake("0xg", 0, "hexadecimal digits follow '0x'"),
      JSON5Mistake("[5m]", 1, "this is no number; a text stands in quotes"),
      JSON5Mistake("[10.1.0.5]", 1, "this is no number; a text stands in quotes"),
      JSON5Mistake("-Infinityx", 0, "this is no number; a text stands in quotes"),
      JSON5Mistake("0b1", 0, "this is no number; a text stands in quotes"),
    ])
  func numbers(_ mistake: JSON5Mistake) { check(mistake) }

  @Test(
    "What is no UTF-8",
    arguments: [
      JSON5Mistake([0x22, 0xFF, 0x22], 1, "the file is not in UTF-8 here"),
      JSON5Mistake([0x22, 0xC0, 0x80, 0x22], 1, "the file is not in UTF-8 here"),
      JSON5Mistake([0x31, 0x20, 0xE2, 0x80], 2, "the file is not in UTF-8 here"),
      JSON5Mistake([0x22, 0xED, 0xA0, 0x80, 0x22], 1, "the file is not in UTF-8 here"),
      JSON5Mistake([0xFF, 0xFE, 0x31, 0x00], 0, "the file is not in UTF-8 here"),
    ])
  func encoding(_ mistake: JSON5Mistake) { check(mistake) }

  private func check(_ mistake: JSON5Mistake) {
    let error = JSON5Document(mistake.bytes).error
    #expect(error?.offset == mistake.offset)
    #expect(error?.description == mistake.message)
  }
}

import Testing

@testable import Inventory

/// A document and what it means, as plain JSON with the keys in their order.
struct JSON5Case: Sendable, CustomTestStringConvertible {
  let text: String
  let meaning: String

  init(_ text: String, _ meaning: String) {
    self.text = text
    self.meaning = meaning
  }

  var testDescription: String { text }

  /// Writes a document down as JSON would, with numbers as Swift shows them.
  static func write(_ document: JSON5Document) -> String { write(document.values[0], of: document) }

  private static func write(_ value: JSON5Value, of document: JSON5Document) -> String {
    switch value.kind {
    case .null: return "null"
    case .no, .yes: return "\(value.boolean ?? false)"
    case .number: return "\(document.number(of: value) ?? 0)"
    case .quotedText, .bareText, .escapedText: return quote(document.text(of: value) ?? "?")
    case .list:
      return "[" + document.children(of: value).map { write($0, of: document) }.joined(separator: ",") + "]"
    case .object:
      var children = document.children(of: value)
      var members: [String] = []
      while let key = children.next(), let value = children.next() {
        members.append("\(write(key, of: document)):\(write(value, of: document))")
      }
      return "{" + members.joined(separator: ",") + "}"
    }
  }

  private static func quote(_ text: String) -> String {
    let shown = text.unicodeScalars.map { scalar in
      (0x20...0x7E).contains(scalar.value) ? String(scalar) : "<\(String(scalar.value, radix: 16))>"
    }
    return "\"\(shown.joined())\""
  }
}

@Suite("Documents that are JSON5, by the sections of https://spec.json5.org")
struct JSON5DocumentTests {
  @Test(
    "Each kind of value is parsed",
    arguments: [
      // §2 and §1.2: what JSON has.
      JSON5Case("null", "null"),
      JSON5Case("true", "true"),
      JSON5Case("false", "false"),
      JSON5Case("{}", "{}"),
      JSON5Case("[]", "[]"),
      JSON5Case(#"{"a":[1,{"b":null}],"c":"d"}"#, #"{"a":[1.0,{"b":null}],"c":"d"}"#),
      // §3 objects: keys without quotes, in single quotes, trailing commas; keys that are reserved words elsewhere.
      JSON5Case("{a:1,}", #"{"a":1.0}"#),
      JSON5Case("{'a b': 1, \"c-d\": 2}", #"{"a b":1.0,"c-d":2.0}"#),
      JSON5Case(
        "{$_0: 1, _$: 2, null: 3, while: 4, NaN: 5}", #"{"$_0":1.0,"_$":2.0,"null":3.0,"while":4.0,"NaN":5.0}"#),
      JSON5Case("{ümlaut: 1, \u{3C0}2: 2, Ⅷ: 3}", #"{"<fc>mlaut":1.0,"<3c0>2":2.0,"<2167>":3.0}"#),
      JSON5Case(#"{\u0061b\u0063: 1, a\u200D: 2}"#, #"{"abc":1.0,"a<200d>":2.0}"#),
      JSON5Case("{a: 1, a: 2}", #"{"a":1.0,"a":2.0}"#),
      JSON5Case("{b: 1, a: 2}", #"{"b":1.0,"a":2.0}"#),
      // §4 arrays.
      JSON5Case("[1, 2,]", "[1.0,2.0]"),
      JSON5Case("[[],[[]],]", "[[],[[]]]"),
      // §5 strings: both quotes, escapes, continued lines, U+2028 and U+2029 as they are.
      JSON5Case(#"'it\'s "so"'"#, #""it's "so"""#),
      JSON5Case(#""it's \"so\"""#, #""it's "so"""#),
      JSON5Case(#"'\b\f\n\r\t\v\0\\\/\"'"#, #""<8><c><a><d><9><b><0>\/"""#),
      JSON5Case(#"'\x41\u0042\uD83D\uDE00\a\C\é'"#, #""AB<1f600>aC<e9>""#),
      JSON5Case("'one \\\nline \\\r\nof \\\rfive \\\u{2028}parts\\\u{2029}.'", #""one line of five parts.""#),
      JSON5Case("'a\u{2028}b\u{2029}c\td'", #""a<2028>b<2029>c<9>d""#),
      JSON5Case("''", #""""#),
      JSON5Case("'\u{1F600}'", #""<1f600>""#),
      // §6 numbers.
      JSON5Case("[0, 7, 123, -5, +5]", "[0.0,7.0,123.0,-5.0,5.0]"),
      JSON5Case("[.5, 5., 0.5, 123.456, -.25, +5.]", "[0.5,5.0,0.5,123.456,-0.25,5.0]"),
      JSON5Case("[1e3, 1E+3, 25e-2, 5.e1, .5e1, 0e9]", "[1000.0,1000.0,0.25,50.0,5.0,0.0]"),
      JSON5Case("[0xdecaf, 0XC0FFEE, -0x10, +0x0]", "[912559.0,12648430.0,-16.0,0.0]"),
      JSON5Case("[Infinity, -Infinity, +Infinity, NaN, -NaN]", "[inf,-inf,inf,nan,-nan]"),
      JSON5Case("[-0, 1e999, -1e999]", "[-0.0,inf,-inf]"),
      // §7 comments, §8 white space.
      JSON5Case("// first\n1 // last", "1.0"),
      JSON5Case("/* a * b ** / */ [ /**/ 1 /* , 2 */ ] //", "[1.0]"),
      JSON5Case("// ends at a return\r1", "1.0"),
      JSON5Case("// ends at U+2028\u{2028}1// and U+2029\u{2029}", "1.0"),
      JSON5Case("\u{FEFF}1", "1.0"),
      JSON5Case(
        "\t\u{B}\u{C} \u{A0}\u{FEFF}\u{1680}\u{2000}\u{200A}\u{202F}\u{205F}\u{3000}\r\n\u{2028}\u{2029}1 ", "1.0"),
      JSON5Case("{//\na/**/:/**/1/**/,/**/}", #"{"a":1.0}"#),
    ])
  func values(_ json5: JSON5Case) throws {
    let document = JSON5Document(Array(json5.text.utf8))
    try #require(document.error == nil)
    #expect(JSON5Case.write(document) == json5.meaning)
  }

  @Test("Every value and key has its byte offset")
  func offsets() throws {
    let document = JSON5Document(Array("{ a: [1, 'ü', \"x\\n\"], 'é': { b: null } }".utf8))
    try #require(document.error == nil)
    let found = document.values.map { "\($0.noun)@\($0.offset)" }
    #expect(
      found == [
        "an object@0", "a string@2", "a list@5", "a number@6", "a string@9", "a string@15", "a string@23",
        "an object@29",
        "a string@31",
        "null@34",
      ])
  }

  @Test("A hundred nested lists are read, one more is refused")
  func nestingIsLimited() {
    let deepest = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
    #expect(JSON5Document(Array(deepest.utf8)).error == nil)
    let error = JSON5Document(Array("[\(deepest)]".utf8)).error
    #expect(
      error
        == JSON5SyntaxError(
          .depth, at: 100, "lists and objects are nested more than 100 levels deep. Remove some levels.")
    )
    let endless = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
    #expect(JSON5Document(endless).error?.code == .depth)
  }
}

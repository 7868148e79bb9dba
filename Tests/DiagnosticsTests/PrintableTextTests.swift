import Foundation
import Diagnostics
import Testing

@Suite("Text that is safe to print")
struct PrintableTextTests {
  @Test("Characters that a terminal interprets are escaped")
  func escapes() {
    #expect(PrintableText.escaped("a\u{1B}[2J\u{202E}é") == #"a\u{1B}[2J\u{202E}é"#)
    #expect(PrintableText.escapedLines("a\n\tb\u{7}") == "a\n\tb" + #"\u{7}"#)
    #expect(PrintableText.lines(Array("a\u{1B}b\n".utf8)) == "a?b\n")
  }

  @Test("A long text is cut")
  func cuts() {
    #expect(PrintableText.of(String(repeating: "x", count: 601)) == String(repeating: "x", count: 600) + "…")
    #expect(PrintableText.quoted(String(repeating: "x", count: 121)) == "'" + String(repeating: "x", count: 120) + "…'")
    #expect(PrintableText.quoted("x") == "'x'")
  }

  @Test("The output of another machine becomes trimmed lines without control characters")
  func messageLines() {
    #expect(PrintableText.messageLines(Array(" a\tb\r\n\n\u{1B}c".utf8)) == ["a b", "?c"])
  }

  @Test("The message of a server becomes a part of a sentence")
  func sentenceParts() {
    #expect(PrintableText.firstLine("Not found. \r\nMore.") == "Not found")
    #expect(PrintableText.firstLine("Denied. Trace ID: 1", before: " Trace ID: ") == "Denied")
    #expect(PrintableText.withoutFullStop("Denied.") == "Denied")
    #expect(PrintableText.withoutFullStop("Denied") == "Denied")
  }

  @Test("JSON with harmful characters means the same without them") func json() throws {
    let text = "\"a\u{9B}31m\u{7F}\u{202E}\u{E0001}é\\n\""
    let escaped = PrintableText.escapedJSON(text)
    #expect(escaped == #""a\u009b31m\u007f\u202e\udb40\udc01é\n""#)
    let options = JSONSerialization.ReadingOptions.fragmentsAllowed
    let meanings = try [text, escaped].map {
      try JSONSerialization.jsonObject(with: Data($0.utf8), options: options) as? String
    }
    #expect(meanings[0] != nil && meanings[0] == meanings[1])
  }
}

import Diagnostics
import Testing

@Suite("Positions in a text")
struct SourcePositionTests {
  @Test(
    "Lines and columns count from 1, columns in characters",
    arguments: [
      ("", 0, 1, 1), ("abc", 0, 1, 1), ("abc", 2, 1, 3), ("abc", 99, 1, 4), ("a\nbc", 1, 1, 2), ("a\nbc", 2, 2, 1),
      ("a\nbc", 3, 2, 2), ("é€😀x", 9, 1, 4), ("\n\n", 2, 3, 1),
    ])
  func positions(_ text: String, _ offset: Int, _ line: Int, _ column: Int) {
    let position = SourcePosition(ofByte: offset, in: Array(text.utf8), file: "f")
    #expect(position == SourcePosition(file: "f", line: line, column: column))
    #expect(position.description == "f:\(line):\(column)")
  }
}

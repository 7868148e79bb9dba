/// One line of a text file, as a range of the file's bytes.
struct TextLine {
  /// The line's number, counted from 1.
  let number: Int
  /// The bytes of the line without its end; a carriage return before the line feed belongs to the end.
  let content: Range<Int>
  /// The bytes of the line with its end.
  let whole: Range<Int>

  /// Whether the line ends in a carriage return and a line feed.
  var endsInCRLF: Bool { whole.upperBound - content.upperBound == 2 }
  /// Whether the line ends in a line feed alone.
  var endsInLF: Bool { whole.upperBound - content.upperBound == 1 }
}

/// The lines of a text file one after the other, split at line feeds only.
struct TextLines: Sequence, IteratorProtocol {
  private let bytes: [UInt8]
  private var number = 0
  private var position: Int

  /// Starts at the first line, after a byte order mark where there is one.
  init(of bytes: [UInt8]) {
    self.bytes = bytes
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// Gives the next line.
  mutating func next() -> TextLine? {
    guard position < bytes.count else { return nil }
    let start = position
    let feed = bytes[start...].firstIndex(of: UInt8(ascii: "\n"))
    position = feed.map { $0 + 1 } ?? bytes.count
    var end = feed ?? bytes.count
    if feed != nil, end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    number += 1
    return TextLine(number: number, content: start..<end, whole: start..<position)
  }
}

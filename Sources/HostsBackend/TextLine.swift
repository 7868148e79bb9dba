/// One line of a text file, as a range of the file's bytes.
struct TextLine {
  /// The bytes of the line without its end; a carriage return before the line feed belongs to the end.
  let content: Range<Int>
  /// The bytes of the line with its end.
  let whole: Range<Int>

  /// The line in which a byte stands, in the part of a file that is looked at.
  init(around index: Int, in bytes: [UInt8], within part: Range<Int>) {
    let start = bytes[part.lowerBound..<index].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? part.lowerBound
    let feed = bytes[index..<part.upperBound].firstIndex(of: UInt8(ascii: "\n"))
    whole = start..<(feed.map { $0 + 1 } ?? part.upperBound)
    var end = feed ?? part.upperBound
    if feed != nil, end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    content = start..<end
  }
}

/// The lines of a part of a text file one after the other, split at line feeds only.
struct TextLines: Sequence, IteratorProtocol {
  private let bytes: [UInt8]
  private var part: Range<Int>

  /// Starts at the beginning of a part, which must be the beginning of a line.
  init(of bytes: [UInt8], in part: Range<Int>) {
    self.bytes = bytes
    self.part = part
  }

  /// Gives the next line.
  mutating func next() -> TextLine? {
    guard !part.isEmpty else { return nil }
    let line = TextLine(around: part.lowerBound, in: bytes, within: part)
    part = line.whole.upperBound..<part.upperBound
    return line
  }
}

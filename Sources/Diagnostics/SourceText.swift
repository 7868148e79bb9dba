/// The text of a file, and where its lines begin.
///
/// Lines end with LF, CR or both, as editors count them. U+2028 and U+2029 end a comment in JSON5, but editors show what
/// follows on the same line, so they are columns here.
package struct SourceText: Sendable {
  /// The text as UTF-8.
  private let bytes: [UInt8]
  /// The file as the user named it.
  private let file: String
  /// The byte at which each line begins; a byte order mark is no part of the first.
  private let lineStarts: [Int]
  /// The last byte whose place was asked for, and its column: what comes behind it in a long line is counted from there.
  private var counted = (offset: 0, column: 1)

  /// Finds the lines of a text.
  package init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
    var starts = [bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0]
    for index in bytes.indices {
      switch bytes[index] {
      case 0x0A: starts.append(index + 1)
      case 0x0D where index + 1 == bytes.count || bytes[index + 1] != 0x0A: starts.append(index + 1)
      default: continue
      }
    }
    lineStarts = starts
  }

  /// The line of a byte, counted from 1.
  package func line(ofByte offset: Int) -> Int {
    var (low, high) = (0, lineStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// The place of a byte; a larger offset than the text has means its end.
  package mutating func position(ofByte offset: Int) -> SourcePosition {
    let line = line(ofByte: offset)
    let start = min(lineStarts[line - 1], bytes.count)
    let end = min(max(offset, start), bytes.count)
    if !(start...end).contains(counted.offset) { counted = (start, 1) }
    counted.column += bytes[counted.offset..<end].count { $0 & 0b1100_0000 != 0b1000_0000 }
    counted.offset = end
    return SourcePosition(file: file, line: line, column: counted.column)
  }

  /// How many characters of a line are shown before and behind a spot.
  private static let reach = 60

  /// The line of a byte, or the part of it around the byte, and below it a caret.
  package func excerpt(atByte offset: Int) -> String {
    let start = min(lineStarts[line(ofByte: offset) - 1], bytes.count)
    let spot = min(max(offset, start), bytes.count)
    // The rest of an endless line is not looked at: a character has at most four bytes, and one more tells that there are more.
    let most = 4 * Self.reach + 4
    let rest = bytes[spot...].prefix(most).prefix { $0 != 0x0A && $0 != 0x0D }
    let before = Self.shown(bytes[start..<spot].suffix(most))
    let behind = Self.shown(rest)
    let left = (before.count > Self.reach ? ["…"] : []) + before.suffix(Self.reach)
    let right = behind.prefix(Self.reach) + (behind.count > Self.reach ? ["…"] : [])
    // Tabs stand in both lines, so that the caret lies under its spot.
    return (left + right + ["\n"] + left.map { $0 == "\t" ? "\t" : " " } + ["^"]).map { String($0) }.joined()
  }

  /// Characters as they are shown: tabs as they are, other control characters as a mark.
  private static func shown(_ bytes: ArraySlice<UInt8>) -> [Unicode.Scalar] {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.map { scalar in
      scalar != "\t" && PrintableText.isHarmful(scalar) ? "\u{FFFD}" : scalar
    }
  }
}

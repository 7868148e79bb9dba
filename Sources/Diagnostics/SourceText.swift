/// The text of a file with an index of its lines.
///
/// Lines end with LF, CR or both, as in editors. U+2028 and U+2029 end a comment in JSON5, but editors show what follows on
/// the same line, so they count as columns here.
package struct SourceText: Sendable {
  private let bytes: [UInt8]
  /// The file as the user named it.
  private let file: String
  /// The offset of each line; a byte order mark is not part of the first line.
  private let lineStarts: [Int]
  /// The offset and column of the last position, where the count for a later position in the same line starts.
  private var counted = (offset: 0, column: 1)

  /// Indexes the lines of a text.
  ///
  /// - Parameters:
  ///   - bytes: the text as UTF-8.
  ///   - file: the file as the user named it.
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

  /// The position of a byte; an offset beyond the text means its end.
  package mutating func position(ofByte offset: Int) -> SourcePosition {
    let line = line(ofByte: offset)
    let start = min(lineStarts[line - 1], bytes.count)
    let end = min(max(offset, start), bytes.count)
    if !(start...end).contains(counted.offset) { counted = (start, 1) }
    counted.column += bytes[counted.offset..<end].count { $0 & 0b1100_0000 != 0b1000_0000 }
    counted.offset = end
    return SourcePosition(file: file, line: line, column: counted.column)
  }

  /// The number of characters that an excerpt shows on each side of its position.
  private static let excerptReach = 60

  /// The line of a byte, or the part of it around the byte, with a caret on the next line.
  package func excerpt(atByte offset: Int) -> String {
    let start = min(lineStarts[line(ofByte: offset) - 1], bytes.count)
    let offset = min(max(offset, start), bytes.count)
    // A character has at most four bytes. One more than shown tells that the line goes on, so the rest of it is not read.
    let limit = 4 * Self.excerptReach + 4
    let rest = bytes[offset...].prefix(limit).prefix { $0 != 0x0A && $0 != 0x0D }
    let before = Self.shown(bytes[start..<offset].suffix(limit))
    let after = Self.shown(rest)
    let left = (before.count > Self.excerptReach ? ["…"] : []) + before.suffix(Self.excerptReach)
    let right = after.prefix(Self.excerptReach) + (after.count > Self.excerptReach ? ["…"] : [])
    // Tabs are in both lines, so that the caret is below its character.
    return (left + right + ["\n"] + left.map { $0 == "\t" ? "\t" : " " } + ["^"]).map { String($0) }.joined()
  }

  /// The characters of a text, with U+FFFD for each harmful one except tabs.
  private static func shown(_ bytes: ArraySlice<UInt8>) -> [Unicode.Scalar] {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.map { scalar in
      scalar != "\t" && PrintableText.isHarmful(scalar) ? "\u{FFFD}" : scalar
    }
  }
}

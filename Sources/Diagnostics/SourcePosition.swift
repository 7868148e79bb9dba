/// A position in a text file: `file:line:column`.
public struct SourcePosition: Hashable, Sendable, CustomStringConvertible {
  /// The file as the user named it.
  public let file: String
  /// The line, counted from 1.
  public let line: Int
  /// The column, counted from 1 in Unicode scalars.
  public let column: Int

  /// Makes a position from its line and column, each counted from 1.
  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// Makes the position of a byte in a text.
  ///
  /// - Parameters:
  ///   - offset: the offset of the byte; an offset beyond the text means its end.
  ///   - text: the whole text as UTF-8.
  ///   - file: the file as the user named it.
  package init(ofByte offset: Int, in text: [UInt8], file: String) {
    var line = 1
    var column = 1
    for byte in text.prefix(offset) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0b1100_0000 != 0b1000_0000 {
        column += 1
      }
    }
    self.init(file: file, line: line, column: column)
  }

  /// `file:line:column`.
  public var description: String { "\(file):\(line):\(column)" }
}

/// One line of a file with a caret under a spot in it.
public struct SourceExcerpt: Hashable, Sendable, CustomStringConvertible {
  /// How many characters are shown before and behind the spot.
  private static let reach = 60
  /// How many bytes before and behind the spot are looked at: a character has at most four, and one more tells that there are more.
  static let mostBytes = 4 * reach + 4

  /// The line, or the part of it around the spot.
  public let line: String
  /// How many characters of ``line`` stand before the spot.
  public let indent: Int

  /// Cuts out the part of a line around a spot.
  ///
  /// - Parameters:
  ///   - line: the whole line as UTF-8, without its end.
  ///   - spot: the byte of the line under which the caret stands, counted from 0.
  init(line: ArraySlice<UInt8>, spot: Int) {
    let split = line.index(line.startIndex, offsetBy: min(spot, line.count))
    let before = String(decoding: line[..<split].suffix(Self.mostBytes), as: UTF8.self).unicodeScalars
    let behind = String(decoding: line[split...].prefix(Self.mostBytes), as: UTF8.self).unicodeScalars
    let left = (before.count > Self.reach ? ["…"] : []) + before.suffix(Self.reach).map(Self.shown)
    let right = behind.prefix(Self.reach).map(Self.shown) + (behind.count > Self.reach ? ["…"] : [])
    var text = String.UnicodeScalarView()
    text.append(contentsOf: left)
    text.append(contentsOf: right)
    self.line = String(text)
    indent = left.count
  }

  /// The line, and below it the caret; tabs stand in both, so that the caret lies under its spot.
  public var description: String {
    let margin = line.unicodeScalars.prefix(indent).map { $0 == "\t" ? "\t" : " " }.joined()
    return "\(line)\n\(margin)^"
  }

  /// A character as it is shown: tabs as they are, other control characters as a mark.
  private static func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    scalar != "\t" && PrintableText.isHarmful(scalar) ? "\u{FFFD}" : scalar
  }
}

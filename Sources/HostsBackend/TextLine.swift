/// One line of a hosts file, as a range of the file's bytes.
struct TextLine {
  /// The line's number, counted from 1 where the walk began.
  let number: Int
  /// The bytes of the line without its end; a carriage return before the line feed belongs to the end.
  let content: Range<Int>
  /// The bytes of the line with its end.
  let whole: Range<Int>
  /// Whether there is a NUL byte in it.
  let hasNUL: Bool
  /// Whether it may be an entry with one of the names that are searched for; ``HostsEntry`` tells.
  let mayHaveName: Bool

  /// How the line ends: 1 for a carriage return and a line feed, -1 for a line feed alone, 0 for the end of the file.
  ///
  /// The sum over some lines is above 0 where most of them end in both.
  var ending: Int {
    switch whole.count - content.count {
    case 0: 0
    case 1: -1
    default: 1
    }
  }
}

/// The lines of a part of a file one after the other, split at line feeds only; each byte is looked at once.
struct TextLines: Sequence, IteratorProtocol {
  private let bytes: [UInt8]
  private let search: NameSearch
  private var rest: Range<Int>
  private var number = 0

  /// Starts at the beginning of a part, which must be the beginning of a line.
  init(of bytes: [UInt8], in part: Range<Int>, searching search: NameSearch = NameSearch([])) {
    self.bytes = bytes
    self.search = search
    rest = part
  }

  /// Gives the next line.
  mutating func next() -> TextLine? {
    guard !rest.isEmpty else { return nil }
    number += 1
    let line = first()
    rest = line.whole.upperBound..<rest.upperBound
    return line
  }

  /// The line with which the rest begins.
  ///
  /// All that parts fields or lines, or ends what a line says, is at most a `#`, and names have nothing of it.
  private func first() -> TextLine {
    let span = bytes.span
    var end = rest.lowerBound
    var field = end
    var (isSilent, hasNUL, mayHaveName) = (false, false, false)
    while end < rest.upperBound {
      let byte = span[end]
      if byte <= UInt8(ascii: "#") {
        if !isSilent, search.mayFind(bytes, field..<end) { mayHaveName = true }
        if byte == UInt8(ascii: "\n") { break }
        if byte == 0 { hasNUL = true }
        if byte == 0 || byte == UInt8(ascii: "#") { isSilent = true }
        field = end + 1
      }
      end += 1
    }
    let hasFeed = end < rest.upperBound
    if !hasFeed, !isSilent, search.mayFind(bytes, field..<end) { mayHaveName = true }
    let whole = rest.lowerBound..<(hasFeed ? end + 1 : end)
    if hasFeed, end > whole.lowerBound, span[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return TextLine(
      number: number, content: whole.lowerBound..<end, whole: whole, hasNUL: hasNUL, mayHaveName: mayHaveName)
  }
}

/// Tells nearly all fields that are none of some names, without making a text of each.
struct NameSearch {
  /// The fewest and the most bytes of a field that is one of the names; there may be a dot behind it.
  private let (least, most): (Int, Int)
  private let hashes: Set<UInt64>

  /// Takes the names, in lower case and without the dot at the end.
  init(_ names: Set<String>) {
    let counts = names.map(\.utf8.count)
    least = max(counts.min() ?? .max, 1)
    most = (counts.max() ?? 0) + 1
    hashes = Set(names.map { Self.hash(Array($0.utf8)[...]) })
  }

  /// Whether a field may be one of the names.
  func mayFind(_ bytes: [UInt8], _ field: Range<Int>) -> Bool {
    guard field.count >= least, field.count <= most else { return false }
    let name = bytes[field].last == UInt8(ascii: ".") ? bytes[field].dropLast() : bytes[field]
    return hashes.contains(Self.hash(name))
  }

  /// A number for a name; capital and small letters have the same one.
  private static func hash(_ name: ArraySlice<UInt8>) -> UInt64 {
    name.reduce(0) { hash, byte in (hash << 5 | hash >> 59) ^ UInt64(byte | 0x20) }
  }
}

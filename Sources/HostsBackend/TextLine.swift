/// One line of a hosts file, as a range of the file's bytes.
struct TextLine {
  /// The number of the line, counted from 1 at the start of the iteration.
  let number: Int
  /// The bytes without the line end; a carriage return before the line feed belongs to the line end.
  let content: Range<Int>
  /// The bytes with the line end.
  let whole: Range<Int>
  /// Whether it has a NUL byte.
  let hasNUL: Bool
  /// Whether it may have one of the names that are searched for; ``HostsEntry`` decides.
  let mayHaveName: Bool

  /// The line end: 1 for CR LF, -1 for LF, 0 for the end of the file.
  ///
  /// The sum over several lines is positive if most of them end in CR LF.
  var ending: Int {
    switch whole.count - content.count {
    case 0: 0
    case 1: -1
    default: 1
    }
  }
}

/// The lines of a part of a file, separated by line feeds only; each byte is examined once.
struct TextLines: Sequence, IteratorProtocol {
  private let bytes: [UInt8]
  private let search: NameSearch
  private var rest: Range<Int>
  private var number = 0

  /// Iterates over a part, which must start at the start of a line.
  init(of bytes: [UInt8], in part: Range<Int>, searching search: NameSearch = NameSearch([])) {
    self.bytes = bytes
    self.search = search
    rest = part
  }

  /// The next line; nil at the end.
  mutating func next() -> TextLine? {
    guard !rest.isEmpty else { return nil }
    number += 1
    let line = first()
    rest = line.whole.upperBound..<rest.upperBound
    return line
  }

  /// The first line of the rest.
  ///
  /// Separators of fields and lines, NUL and `#` are all bytes up to `#`, and names have no byte up to `#`.
  private func first() -> TextLine {
    let span = bytes.span
    var end = rest.lowerBound
    var field = end
    var (isComment, hasNUL, mayHaveName) = (false, false, false)
    while end < rest.upperBound {
      let byte = span[end]
      if byte <= UInt8(ascii: "#") {
        if !isComment, search.mayFind(bytes, field..<end) { mayHaveName = true }
        if byte == UInt8(ascii: "\n") { break }
        if byte == 0 { hasNUL = true }
        if byte == 0 || byte == UInt8(ascii: "#") { isComment = true }
        field = end + 1
      }
      end += 1
    }
    let hasFeed = end < rest.upperBound
    if !hasFeed, !isComment, search.mayFind(bytes, field..<end) { mayHaveName = true }
    let whole = rest.lowerBound..<(hasFeed ? end + 1 : end)
    if hasFeed, end > whole.lowerBound, span[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return TextLine(
      number: number, content: whole.lowerBound..<end, whole: whole, hasNUL: hasNUL, mayHaveName: mayHaveName)
  }
}

/// Rules out nearly all fields that are not one of some names, without making a string of each.
struct NameSearch {
  /// The shortest and the longest field in bytes that can be one of the names, with a trailing dot.
  private let (shortest, longest): (Int, Int)
  private let hashes: Set<UInt64>

  /// Hashes the names, which are in lower case and without a trailing dot.
  init(_ names: Set<String>) {
    let counts = names.map(\.utf8.count)
    shortest = max(counts.min() ?? .max, 1)
    longest = (counts.max() ?? 0) + 1
    hashes = Set(names.map { Self.hash(Array($0.utf8)[...]) })
  }

  /// Whether a field may be one of the names.
  func mayFind(_ bytes: [UInt8], _ field: Range<Int>) -> Bool {
    guard field.count >= shortest, field.count <= longest else { return false }
    let name = bytes[field].last == UInt8(ascii: ".") ? bytes[field].dropLast() : bytes[field]
    return hashes.contains(Self.hash(name))
  }

  /// A hash of a name that ignores case.
  private static func hash(_ name: ArraySlice<UInt8>) -> UInt64 {
    name.reduce(0) { hash, byte in (hash << 5 | hash >> 59) ^ UInt64(byte | 0x20) }
  }
}

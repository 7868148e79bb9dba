/// The difference of two texts as `diff -u` writes it, where all that changes lies in one stretch of the first one.
///
/// Source: [POSIX, diff, unified format](https://pubs.opengroup.org/onlinepubs/9799919799/utilities/diff.html). There are no
/// times in it, so that the same difference gives the same text.
struct UnifiedDiff {
  /// The whole text, from the first `---`; empty where nothing differs.
  private(set) var text: [UInt8] = []

  /// How many lines around a change are shown.
  private static let context = 3
  /// Above so many lines on both sides together, no smaller difference is looked for than all lines.
  private static let limit = 4000
  /// What stands in the place of a line that is not shown.
  private static let placeholder = Array("(not shown: no line of a hosts file)\n".utf8)

  /// A line of either text, with the sign that stands before it.
  private struct Line {
    let sign: UInt8
    let content: ArraySlice<UInt8>
  }

  /// Compares a text with what it becomes.
  ///
  /// - Parameters:
  ///   - old: the text.
  ///   - range: what goes out of it.
  ///   - new: what comes into its place.
  ///   - path: the file's path.
  ///   - isNew: whether there is no file yet.
  ///   - shows: whether a line is shown, with its end.
  init(
    of old: [UInt8], replacing range: Range<Int>, by new: [UInt8], path: String, isNew: Bool,
    shows: (ArraySlice<UInt8>) -> Bool
  ) {
    // The change may begin or end within a line: whole lines are compared.
    let start = old[..<range.lowerBound].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    var end = range.upperBound
    var replacement = old[start..<range.lowerBound] + new
    if let last = replacement.last ?? (end > start ? old[end - 1] : nil), last != 0x0A || old[start..<end].last != 0x0A
    {
      let feed = old[end...].firstIndex(of: 0x0A).map { $0 + 1 } ?? old.count
      replacement += old[end..<feed]
      end = feed
    }
    let (before, first) = Self.lines(before: start, in: old)
    let after = Self.lines(of: old[end...], atMost: 2 * Self.context + 1)
    let middle = Self.differences(from: Self.lines(of: old[start..<end]), to: Self.lines(of: replacement[...]))
    let same = UInt8(ascii: " ")
    let lines = before.map { Line(sign: same, content: $0) } + middle + after.map { Line(sign: same, content: $0) }
    guard lines.contains(where: { $0.sign != same }) else { return }
    text += "--- \(isNew ? "/dev/null" : path)\n+++ \(path)\n".utf8
    write(lines, firstLine: first, shows)
  }

  /// The lines of a text, each with its line feed.
  private static func lines(of text: ArraySlice<UInt8>, atMost limit: Int = .max) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var rest = text
    while !rest.isEmpty, lines.count < limit {
      let end = rest.firstIndex(of: 0x0A).map { $0 + 1 } ?? rest.endIndex
      lines.append(rest[..<end])
      rest = rest[end...]
    }
    return lines
  }

  /// The lines of context before a place, and the number of the first of them.
  private static func lines(before place: Int, in text: [UInt8]) -> ([ArraySlice<UInt8>], Int) {
    var start = place
    var count = 0
    while start > 0, count < context {
      start = text[..<(start - 1)].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
      count += 1
    }
    return (lines(of: text[start..<place]), text[..<start].count { $0 == 0x0A } + 1)
  }

  /// Marks the lines that go and come; of those at one place, the ones that go stand first.
  private static func differences(from old: [ArraySlice<UInt8>], to new: [ArraySlice<UInt8>]) -> [Line] {
    var gone = Set(old.indices)
    var come = Set(new.indices)
    if old.count + new.count <= limit {
      let difference = new.difference(from: old)
      (gone, come) = ([], [])
      for change in difference {
        switch change {
        case .remove(let offset, _, _): gone.insert(offset)
        case .insert(let offset, _, _): come.insert(offset)
        }
      }
    }
    var lines: [Line] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if gone.contains(left) {
        lines.append(Line(sign: UInt8(ascii: "-"), content: old[left]))
        left += 1
      } else if come.contains(right) {
        lines.append(Line(sign: UInt8(ascii: "+"), content: new[right]))
        right += 1
      } else {
        lines.append(Line(sign: UInt8(ascii: " "), content: old[left]))
        left += 1
        right += 1
      }
    }
    return lines
  }

  /// Writes the hunks: changes with no more than twice the context between them stand in one.
  private mutating func write(_ lines: [Line], firstLine: Int, _ shows: (ArraySlice<UInt8>) -> Bool) {
    let changed = lines.indices.filter { lines[$0].sign != UInt8(ascii: " ") }
    var rest = changed[...]
    var numbered = 0
    var (left, right) = (firstLine, firstLine)
    while let first = rest.popFirst() {
      var last = first
      while let next = rest.first, next - last <= 2 * Self.context + 1 {
        last = next
        rest.removeFirst()
      }
      let hunk = max(numbered, first - Self.context)..<min(lines.count, last + Self.context + 1)
      for line in lines[numbered..<hunk.lowerBound] {
        left += line.sign == UInt8(ascii: "+") ? 0 : 1
        right += line.sign == UInt8(ascii: "-") ? 0 : 1
      }
      let oldCount = lines[hunk].count { $0.sign != UInt8(ascii: "+") }
      let newCount = lines[hunk].count { $0.sign != UInt8(ascii: "-") }
      text += "@@ -\(Self.span(left, oldCount)) +\(Self.span(right, newCount)) @@\n".utf8
      for line in lines[hunk] {
        text.append(line.sign)
        guard shows(line.content) else {
          text += Self.placeholder
          continue
        }
        text += line.content
        if line.content.last != 0x0A { text += "\n\\ No newline at end of file\n".utf8 }
      }
      left += oldCount
      right += newCount
      numbered = hunk.upperBound
    }
  }

  /// The first line and the number of lines; of no lines, the line before them.
  private static func span(_ first: Int, _ count: Int) -> String {
    switch count {
    case 0: "\(first - 1),0"
    case 1: "\(first)"
    default: "\(first),\(count)"
    }
  }
}

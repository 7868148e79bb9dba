/// The difference of two texts as `diff -u` writes it, if all changes are within one range of the old text.
///
/// Source: [POSIX, diff, unified format](https://pubs.opengroup.org/onlinepubs/9799919799/utilities/diff.html). It has no
/// times, so that the same difference has the same text.
struct UnifiedDiff {
  /// The whole text from `---`; empty if nothing differs.
  private(set) var text: [UInt8] = []

  /// The number of context lines around a change.
  private static let context = 3
  /// With more lines than this in both texts together, all old lines are removed and all new lines added.
  private static let lineLimit = 4000
  /// The text instead of a line that is not shown.
  private static let placeholder = Array("(not shown: not a hosts entry)\n".utf8)

  /// A line of either text, with its sign: `-`, `+` or a blank.
  private struct Line {
    let sign: UInt8
    let content: ArraySlice<UInt8>
  }

  /// Compares a text with the result of one replacement.
  ///
  /// - Parameters:
  ///   - old: the old text.
  ///   - range: the range that is replaced.
  ///   - new: the replacement.
  ///   - path: the file's path.
  ///   - isNew: whether there is no file yet.
  ///   - shows: whether to show a line, which is passed with its line end.
  init(
    of old: [UInt8], replacing range: Range<Int>, by new: [UInt8], path: String, isNew: Bool,
    shows: (ArraySlice<UInt8>) -> Bool
  ) {
    // The range may start or end within a line, but whole lines are compared.
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

  /// The context lines before an offset, and the number of the first of them.
  private static func lines(before offset: Int, in text: [UInt8]) -> ([ArraySlice<UInt8>], Int) {
    var start = offset
    var count = 0
    while start > 0, count < context {
      start = text[..<(start - 1)].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
      count += 1
    }
    return (lines(of: text[start..<offset]), text[..<start].count { $0 == 0x0A } + 1)
  }

  /// Signs the removed and added lines; at the same position, removed lines come first.
  private static func differences(from old: [ArraySlice<UInt8>], to new: [ArraySlice<UInt8>]) -> [Line] {
    var removed = Set(old.indices)
    var added = Set(new.indices)
    if old.count + new.count <= lineLimit {
      let difference = new.difference(from: old)
      (removed, added) = ([], [])
      for change in difference {
        switch change {
        case .remove(let offset, _, _): removed.insert(offset)
        case .insert(let offset, _, _): added.insert(offset)
        }
      }
    }
    var lines: [Line] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if removed.contains(left) {
        lines.append(Line(sign: UInt8(ascii: "-"), content: old[left]))
        left += 1
      } else if added.contains(right) {
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

  /// Writes the hunks; changes with at most twice the context between them share one.
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

  /// The range in a hunk header: the first line and the number of lines; for no lines, the line before and 0.
  private static func span(_ first: Int, _ count: Int) -> String {
    switch count {
    case 0: "\(first - 1),0"
    case 1: "\(first)"
    default: "\(first),\(count)"
    }
  }
}

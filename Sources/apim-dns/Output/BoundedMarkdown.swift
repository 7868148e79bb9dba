/// Markdown that fits into one comment of GitHub.
struct BoundedMarkdown {
  /// The bytes that are used: GitHub takes 65,536 characters, and the last sentences need some.
  private static let limit = 64_000
  /// The rows of a table beyond which it is folded.
  private static let longestOpenTable = 20

  /// What was written.
  private(set) var text = ""

  /// Adds some lines as they are, which the caller knows to be few and short.
  mutating func add(_ lines: String) { text += lines }

  /// Adds lines for as long as they fit.
  ///
  /// - Parameters:
  ///   - lines: the lines, each with its end.
  ///   - noun: what one of them is called.
  mutating func add(lines: [String], called noun: String) {
    let count = fitting(lines, Self.limit)
    text += lines.prefix(count).joined() + leftOut(lines.count - count, noun)
  }

  /// Adds a table, folded where it is long, with as many rows as fit.
  ///
  /// - Parameters:
  ///   - columns: what the columns are called.
  ///   - rows: the cells, row by row, each already Markdown.
  ///   - noun: what a row is called.
  mutating func add(table columns: [String], rows: [[String]], called noun: String) {
    let lines = rows.map(Self.line)
    let head = Self.line(columns) + Self.line(columns.map { _ in "---" })
    let count = fitting(lines, Self.limit - head.utf8.count - 200)
    if count > 0 {
      let isFolded = rows.count > Self.longestOpenTable
      if isFolded { text += "<details><summary>\(PlanCounts.counted(rows.count, noun))</summary>\n\n" }
      text += head + lines.prefix(count).joined() + "\n"
      if isFolded { text += "</details>\n\n" }
    }
    text += leftOut(rows.count - count, noun)
  }

  private static func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |\n" }

  /// How many of some lines have room before a limit.
  private func fitting(_ lines: [String], _ limit: Int) -> Int {
    var size = text.utf8.count
    return lines.prefix { line in
      size += line.utf8.count
      return size <= limit
    }.count
  }

  private func leftOut(_ count: Int, _ noun: String) -> String {
    count == 0 ? "" : "\n\(PlanCounts.counted(count, "more \(noun)")) left out here: `--format text` has them all.\n\n"
  }
}

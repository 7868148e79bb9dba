/// Markdown that fits into one GitHub comment.
struct BoundedMarkdown {
  /// The limit in bytes: GitHub allows 65,536 characters, and the last sentences need some of them.
  private static let limit = 64_000
  /// The number of rows beyond which a table is collapsed.
  private static let longestOpenTable = 20

  private(set) var text = ""

  /// Adds some lines without a limit; the caller makes sure that they are few and short.
  mutating func add(_ lines: String) { text += lines }

  /// Adds as many lines as fit.
  ///
  /// - Parameters:
  ///   - lines: the lines, each with its line end.
  ///   - noun: the name of one line.
  mutating func add(lines: [String], called noun: String) {
    let count = fitting(lines, Self.limit)
    text += lines.prefix(count).joined() + leftOut(lines.count - count, noun)
  }

  /// Adds a table with as many rows as fit; a long table is collapsed.
  ///
  /// - Parameters:
  ///   - columns: the names of the columns.
  ///   - rows: the cells, row by row, each already Markdown.
  ///   - noun: the name of one row.
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

  /// The number of lines that fit before a limit.
  private func fitting(_ lines: [String], _ limit: Int) -> Int {
    var size = text.utf8.count
    return lines.prefix { line in
      size += line.utf8.count
      return size <= limit
    }.count
  }

  private func leftOut(_ count: Int, _ noun: String) -> String {
    count == 0 ? "" : "\n\(PlanCounts.counted(count, "more \(noun)")) not shown here; `--format text` shows all.\n\n"
  }
}

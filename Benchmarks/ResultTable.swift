import Foundation

/// The results as a Markdown table, which reads well on a terminal too.
struct ResultTable {
  /// The rows so far.
  private(set) var rows = [["what", "ours", "beside it", "ratio", "target", "memory", "met"]]

  /// Adds a result.
  mutating func add(_ result: Comparison.Result) {
    let comparison = result.comparison
    let target =
      switch comparison.target {
      case .atMost(let factor, let plus): "at most \(short(factor)) times" + (plus > 0 ? " + \(seconds(plus))" : "")
      case .timesAsFast(let factor): "\(short(factor)) times as fast"
      case .none: "-"
      }
    let ratio =
      if case .timesAsFast = comparison.target { "\(short(1 / result.ratio)) times as fast" } else {
        "\(short(result.ratio)) times"
      }
    let memory = "\(Int(result.memory)) MiB" + (comparison.memoryLimit.map { " of \(Int($0))" } ?? "")
    let met = result.isMet.map { $0 ? "yes" : "NO" } ?? "-"
    rows.append([
      comparison.name, seconds(result.ours), "\(comparison.otherName) \(seconds(result.other))", ratio, target, memory,
      met,
    ])
  }

  /// The table.
  var text: String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      "| " + zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined(separator: " | ")
        + " |"
    }
    let rule = "|" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "|") + "|"
    return ([lines[0], rule] + lines.dropFirst()).joined(separator: "\n")
  }

  private func seconds(_ value: Double) -> String {
    value < 0.1 ? String(format: "%.2f ms", value * 1000) : String(format: "%.3f s", value)
  }

  private func short(_ value: Double) -> String { String(format: value < 10 ? "%.2f" : "%.0f", value) }
}

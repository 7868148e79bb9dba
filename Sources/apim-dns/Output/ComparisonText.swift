import DNSModel

/// The text output of `discover --compare`: two lines for each difference, and a summary.
struct ComparisonText {
  /// Whether the text has colors.
  let usesColor: Bool

  func of(_ comparison: InventoryComparison) -> String {
    let lines = comparison.differences.map { "  \(colored($0))\n      \($0.advice)\n" }
    let names = comparison.equalNames
    let count = comparison.differences.count
    let verdict =
      count == 0 ? "the inventory matches Azure" : "\(count) difference\(count == 1 ? "" : "s")"
    return lines.joined() + "\(verdict): \(comparison.instances) instance\(comparison.instances == 1 ? "" : "s"), "
      + "\(names) matching hostname\(names == 1 ? "" : "s")\n"
  }

  private func colored(_ difference: InventoryComparison.Difference) -> String {
    let text = sentence(difference)
    return usesColor ? "\u{1B}[33m\(text)\u{1B}[0m" : text
  }

  private func sentence(_ difference: InventoryComparison.Difference) -> String {
    let names = difference.names.map(\.text).joined(separator: ", ")
    let (before, after) = (difference.inventory, difference.azure)
    return switch difference.kind {
    case .addressMoved: "~ \(difference.instance)  \(listed(before)) -> \(listed(after))  \(names)"
    case .unknownName: "- \(names)  is not a hostname of \(difference.instance) in Azure"
    case .missingName: "+ \(names)  is not in the inventory"
    case .unknownInstance: "- instance \(difference.instance)  is not in Azure"
    case .missingInstance: "+ instance \(difference.instance)  is not in the inventory"
    case .unusableInstance: "! instance \(difference.instance)  \(difference.reason ?? "")"
    }
  }

  private func listed(_ addresses: [IPv4Address]) -> String {
    addresses.map(\.description).joined(separator: ", ")
  }
}

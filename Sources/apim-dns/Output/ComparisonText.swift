import DNSModel

/// The text output of `discover --compare`: two lines for each difference, one for each instance that was not compared, and a
/// summary.
struct ComparisonText {
  /// Whether the text has colors.
  let usesColor: Bool

  func of(_ comparison: InventoryComparison) -> String {
    let lines = comparison.differences.map { "  \(colored($0))\n      \($0.advice)\n" }
    let skipped = comparison.notCompared.map { "  . instance \($0.instance)  not compared: \($0.reason)\n" }
    let counts =
      [
        PlanCounts.counted(comparison.instances, "instance"),
        PlanCounts.counted(comparison.equalNames, "matching hostname"),
      ] + (skipped.isEmpty ? [] : ["\(skipped.count) not compared"])
    return lines.joined() + skipped.joined() + "\(verdict(of: comparison)): \(counts.joined(separator: ", "))\n"
  }

  private func verdict(of comparison: InventoryComparison) -> String {
    guard comparison.differences.isEmpty else { return PlanCounts.counted(comparison.differences.count, "difference") }
    return comparison.instances > 0 ? "the inventory matches Azure" : "nothing was compared"
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

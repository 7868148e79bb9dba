import Diagnostics
import DNSModel
import Inventory
import Reconciliation

/// A plan as text: `+` for creates, `~` for updates, `-` for deletes, `!` for conflicts.
struct PlanText {
  /// Whether the text has colors.
  let usesColor: Bool

  /// The width of names beyond which values are not aligned.
  private static let widestName = 64

  /// The changes of one target, zone by zone.
  func of(_ plan: BackendPlan) -> String {
    let title = PrintableText.escaped("\(plan.backend.rawValue)  \(plan.target)")
    guard !plan.isInSync else { return "\(title)  in sync, \(PlanCounts.counted(plan.unchanged, "record set"))\n" }
    let groups = plan.zoneGroups
    let column = groups.map(width).max() ?? 0
    return "\(colored(title, "1"))\n" + groups.map { text(of: $0, column) }.joined()
      + plan.sideEffects.map { "  \(PrintableText.escaped($0.sentence))\n" }.joined()
  }

  /// Conflicts under a heading; empty if there are none.
  func conflicts(_ conflicts: [Conflict], _ heading: String) -> String {
    let lines = conflicts.map { conflict in
      let text = PrintableText.escaped("! \(conflict.place): \(conflict.reason)")
      return "  \(colored(text, "35"))\n"
    }
    return lines.isEmpty ? "" : "\(colored(heading, "1"))\n" + lines.joined()
  }

  /// A unified diff with colors.
  func diff(_ bytes: [UInt8]) -> [UInt8] {
    guard usesColor else { return bytes }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line -> [UInt8] in
      let code: String? =
        switch line.first {
        case UInt8(ascii: "-"): "31"
        case UInt8(ascii: "+"): "32"
        case UInt8(ascii: "@"): "36"
        default: nil
        }
      return code.map { Array("\u{1B}[\($0)m".utf8) + line + Array("\u{1B}[0m".utf8) } ?? Array(line)
    }
    return Array(lines.joined(separator: [UInt8(ascii: "\n")]))
  }

  /// The summary of a plan.
  func summary(of plans: [BackendPlan]) -> String {
    guard !plans.allSatisfy(\.isInSync) else { return "everything is in sync\n" }
    let conflicts = plans.reduce(0) { $0 + $1.conflicts.count }
    let failures = plans.count { !$0.problems.isEmpty }
    let leftOut = plans.reduce(0) { $0 + $1.leftOut.count }
    let counts = PlanCounts(planned: plans.flatMap(\.changes), conflicts: conflicts, leftOut: leftOut).text
    return counts + (failures > 0 ? ", \(failures) failed" : "") + "\n"
  }

  /// The results of plans: a line for each change that was not made, and a summary.
  ///
  /// If a backend has several targets, each target has one line instead.
  func outcome(of plans: [BackendPlan]) -> String {
    let lines = plans.map { plan in
      guard isOnlyTarget(plan, plans) else {
        let state = isUnchanged(plan) ? "unchanged" : done([plan])
        return PrintableText.escaped("\(plan.backend.rawValue)  \(plan.target)  \(state)") + "\n"
      }
      return plan.changes.filter { $0.outcome != .applied }.map { change in
        colored(PrintableText.escaped(notApplied(change, ownReason(change, plan))), "31") + "\n"
      }.joined()
    }
    return lines.joined() + done(plans) + "\n"
  }

  /// A line for each change that failed for a reason of its own.
  func reasons(of plans: [BackendPlan]) -> [String] {
    plans.flatMap { plan in
      plan.changes.compactMap { change in ownReason(change, plan).map { notApplied(change, $0) } }
    }
  }

  private func notApplied(_ change: Change, _ reason: String?) -> String {
    let word = if case .unknown = change.outcome { "not known" } else { change.outcome.word }
    return "\(word): \(change.action.rawValue) \(change.fullSubject)\(reason.map { ": \($0)" } ?? "")"
  }

  /// The reason why a change was not made, unless it is a problem of the whole target, which was printed already.
  private func ownReason(_ change: Change, _ plan: BackendPlan) -> String? {
    change.outcome.reason.flatMap { plan.problems.contains($0) ? nil : $0 }
  }

  /// Whether a plan is the only one of its backend.
  private func isOnlyTarget(_ plan: BackendPlan, _ plans: [BackendPlan]) -> Bool {
    plans.count { $0.backend == plan.backend } == 1
  }

  /// The number of changes that were made, and of those that were not.
  private func done(_ plans: [BackendPlan]) -> String {
    let (changes, leftOut) = (plans.flatMap(\.changes), plans.reduce(0) { $0 + $1.leftOut.count })
    return changes.isEmpty && leftOut == 0 ? "nothing to do" : PlanCounts(done: changes, leftOut: leftOut).text
  }

  /// Whether none of the changes was made.
  private func isUnchanged(_ plan: BackendPlan) -> Bool {
    !plan.isInSync
      && !plan.changes.contains { change in
        switch change.outcome {
        case .applied, .unknown: true
        case .planned, .failed, .skipped, .conflict: false
        }
      }
  }

  private func text(of group: ZoneGroup, _ column: Int) -> String {
    var text = ""
    if let heading = group.heading {
      text += "  \(line(heading, width: 0))\n"
    } else if group.hasHeading, let zone = group.zone {
      text += "  zone \(zone)\n"
    }
    let indent = indent(of: group)
    for change in group.changes {
      text += String(repeating: " ", count: indent) + line(change, width: column - indent) + "\n"
    }
    return text
  }

  private func indent(of group: ZoneGroup) -> Int { group.hasHeading ? 4 : 2 }

  /// The width of the names of record sets, ignoring names that are too long.
  private func width(of group: ZoneGroup) -> Int {
    let records = group.changes.filter { $0.kind == .record }
    let widths = records.map { indent(of: group) + $0.name.utf8.count }.filter { $0 <= Self.widestName }
    return widths.max() ?? 0
  }

  /// One change; only values of record sets are aligned.
  private func line(_ change: Change, width: Int) -> String {
    let subject = PrintableText.escaped(change.subject)
    let values = [(change.beforeText, "31"), (change.afterText, "32")].compactMap { value, code in
      value.map { (PrintableText.escaped($0), code) }
    }
    let missing = change.kind == .record ? max(0, width - change.name.utf8.count) : 0
    let gap = values.isEmpty ? "" : String(repeating: " ", count: missing + 2)
    switch change.action {
    case .create: return colored("+ \(subject)\(gap)\(values.map(\.0).joined())", "32")
    case .delete: return colored("- \(subject)\(gap)\(values.map(\.0).joined())", "31")
    case .update:
      return colored("~ \(subject)", "33") + gap + values.map { colored($0.0, $0.1) }.joined(separator: " -> ")
    }
  }

  private func colored(_ text: String, _ code: String) -> String {
    usesColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

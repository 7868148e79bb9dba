import DNSModel
import Reconciliation

/// A plan as a person reads it: `+` what is created, `~` what is updated, `-` what is deleted, `!` what is in the way.
struct PlanText {
  /// Whether it is coloured.
  let usesColor: Bool

  /// Writes the plan of one backend.
  func of(_ plan: BackendPlan) -> String {
    let title = "\(plan.backend.rawValue)  \(plan.target)"
    guard !plan.isInSync else { return "\(title)  in sync, \(counted(plan.unchanged, "record set"))\n" }
    let lines = plan.changes.map(line) + plan.conflicts.map(line)
    return "\(title)\n\(lines.map { "  \($0)\n" }.joined())"
  }

  /// The line that sums up what a run would do.
  func summary(of plans: [BackendPlan]) -> String {
    let conflicts = plans.reduce(0) { $0 + $1.conflicts.count }
    let failures = plans.count { !$0.problems.isEmpty }
    guard !plans.allSatisfy(\.isInSync) else { return "everything is in sync\n" }
    let counts = [("create", Change.Action.create), ("update", .update), ("delete", .delete)].map { verb, action in
      "\(plans.flatMap(\.changes).count { $0.action == action }) to \(verb)"
    }
    let others = (conflicts > 0 ? [counted(conflicts, "conflict")] : []) + (failures > 0 ? ["\(failures) failed"] : [])
    return (counts + others).joined(separator: ", ") + "\n"
  }

  /// What became of the plans: a line for each change that did not come about, and one that counts the others.
  ///
  /// Where a backend has several places, each gets a line of its own before the one that counts them all.
  func outcome(of plans: [BackendPlan]) -> String {
    let kinds = Dictionary(grouping: plans, by: \.backend)
    let lines = plans.map { plan in
      let missed = plan.changes.filter { $0.outcome != .applied }
      guard kinds[plan.backend]?.count == 1 else {
        return "\(plan.backend.rawValue)  \(plan.target)  \(wasLeft(plan) ? "left as it was" : done(plan.changes))\n"
      }
      return missed.map { change in
        let reason = change.outcome.reason.map { ": \($0)" } ?? ""
        return "\(change.outcome.word): \(change.action.rawValue) \(subject(of: change))\(reason)\n"
      }.joined()
    }
    return lines.joined() + done(plans.flatMap(\.changes)) + "\n"
  }

  /// How many changes came about.
  private func done(_ changes: [Change]) -> String {
    guard !changes.isEmpty else { return "nothing to do" }
    return [("created", Change.Action.create), ("updated", .update), ("deleted", .delete)].map { verb, action in
      "\(changes.count { $0.action == action && $0.outcome == .applied }) \(verb)"
    }.joined(separator: ", ")
  }

  /// Whether nothing of a plan came about, though there was something to do.
  private func wasLeft(_ plan: BackendPlan) -> Bool {
    !plan.isInSync && !plan.changes.contains { $0.outcome == .applied }
  }

  private func line(_ change: Change) -> String {
    let values = self.values(of: change)
    let text = subject(of: change) + (values.isEmpty ? "" : "  \(values)")
    return switch change.action {
    case .create: colored("+ \(text)", "32")
    case .update: colored("~ \(text)", "33")
    case .delete: colored("- \(text)", "31")
    }
  }

  private func line(_ conflict: Conflict) -> String {
    colored("! \(conflict.place): \(conflict.reason)", "35")
  }

  /// The name of what is changed, with its sort where it is no record set.
  private func subject(of change: Change) -> String {
    let sort = change.kind == .record ? "" : "\(change.kind.rawValue) "
    guard let zone = change.zone, zone.text != change.name, change.kind != .zone else { return "\(sort)\(change.name)" }
    return "\(sort)\(change.name) in zone \(zone)"
  }

  /// What it held and is to hold; of a zone or a file as a whole, only what becomes another.
  private func values(of change: Change) -> String {
    let isWhole = [.zone, .configuration].contains(change.kind)
    guard !isWhole || (change.action == .update && change.kind == .zone) else { return "" }
    return [change.before, change.after].compactMap(\.self).map(text).joined(separator: " -> ")
  }

  private func text(_ value: Change.Value) -> String {
    let contents = value.contents.joined(separator: ", ")
    guard let ttl = value.ttl else { return contents }
    return contents.isEmpty ? "\(ttl)" : "\(ttl) \(contents)"
  }

  private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

  private func colored(_ text: String, _ code: String) -> String {
    usesColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

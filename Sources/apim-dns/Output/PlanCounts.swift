import Reconciliation

/// The number of changes by action, in words.
struct PlanCounts {
  /// The counts, such as `2 to create, 0 to update, 0 to delete`.
  let text: String

  /// Counts planned changes and conflicts.
  init(planned changes: [Change], conflicts: Int = 0) {
    let planned = Change.Action.allCases.map { action in
      "\(changes.count { $0.action == action }) to \(action.rawValue)"
    }
    text = (planned + (conflicts > 0 ? [Self.counted(conflicts, "conflict")] : [])).joined(separator: ", ")
  }

  /// Counts changes that were made, and those that were not.
  init(done changes: [Change]) {
    let applied = Change.Action.allCases.map { action in
      "\(changes.count { $0.action == action && $0.outcome == .applied }) \(action.rawValue)d"
    }
    let missed = changes.count { $0.outcome != .applied }
    text = (applied + (missed > 0 ? ["\(missed) not done"] : [])).joined(separator: ", ")
  }

  /// A number with its noun: `1 conflict`, `2 conflicts`.
  static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}

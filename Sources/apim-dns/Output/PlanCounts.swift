import Reconciliation

/// The number of changes by action, in words.
struct PlanCounts {
  /// The counts, such as `2 to create, 0 to update, 0 to delete`.
  let text: String

  /// Counts planned changes, conflicts, and conflicts that are left out.
  init(planned changes: [Change], conflicts: Int = 0, leftOut: Int = 0) {
    let planned = Change.Action.allCases.map { action in
      "\(changes.count { $0.action == action }) to \(action.rawValue)"
    }
    let refused = conflicts > 0 ? [Self.counted(conflicts, "conflict")] : []
    text = (planned + refused + (leftOut > 0 ? ["\(leftOut) left out"] : [])).joined(separator: ", ")
  }

  /// Counts changes that were made, that were not, and whose result is not known, and conflicts that are left out.
  init(done changes: [Change], leftOut: Int = 0) {
    let applied = Change.Action.allCases.map { action in
      "\(changes.count { $0.action == action && $0.outcome == .applied }) \(action.rawValue)d"
    }
    let unknown = changes.count { if case .unknown = $0.outcome { true } else { false } }
    let missed = changes.count { $0.outcome != .applied } - unknown
    let others = [(missed, "not done"), (unknown, "not known"), (leftOut, "left out")]
    text = (applied + others.filter { $0.0 > 0 }.map { "\($0) \($1)" }).joined(separator: ", ")
  }

  /// A number with its noun: `1 conflict`, `2 conflicts`.
  static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}

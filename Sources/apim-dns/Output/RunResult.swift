import Reconciliation

/// What a run came to: all that a report of it can show, in whatever format.
struct RunResult {
  /// The command: `plan`, `apply` or `remove`.
  let command: Command
  /// Whose records these are.
  let owner: Owner
  /// What each backend would change, or after an apply, what became of it.
  let plans: [BackendPlan]
  /// What went wrong.
  let problems: [PlanJSON.Problem]
  /// What forbids an apply of these plans, a sentence each without a full stop.
  let obstacles: [String]

  /// Whether nothing is to be done and nothing went wrong.
  var isInSync: Bool { problems.isEmpty && plans.allSatisfy(\.isInSync) }

  /// Whether `apply` or `remove` was refused, so that nothing was written.
  var isRefused: Bool { command != .plan && !obstacles.isEmpty }

  /// What happened or will happen, in one line without a full stop.
  var headline: String {
    let changes = plans.flatMap(\.changes)
    let conflicts = plans.reduce(0) { $0 + $1.conflicts.count }
    if !problems.isEmpty, changes.allSatisfy({ $0.outcome == .planned || $0.outcome == .skipped }) {
      let noun = PlanCounts.counted(problems.count, "backend")
      return command == .plan ? "\(noun) could not plan" : "nothing was written: \(noun) could not plan"
    }
    if isRefused { return "refused, nothing was written" }
    if isInSync { return "everything is in sync" }
    guard command == .plan else { return PlanCounts(done: changes).text }
    let counts = PlanCounts(planned: changes, conflicts: conflicts).text
    return obstacles.isEmpty ? counts : "apply will refuse this: \(counts)"
  }
}

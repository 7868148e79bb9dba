import Reconciliation

/// What a run came to: all that a report of it can show, in whatever format.
struct RunResult {
  /// The command: `plan`, `apply` or `remove`.
  let command: Command
  /// Whose records these are.
  let owner: Owner
  /// What each place would change, or after an apply, what became of it; those that could not plan are left out.
  let plans: [BackendPlan]
  /// What went wrong besides single changes.
  let problems: [PlanJSON.Problem]
  /// What forbids an apply of these plans, a sentence each without a full stop.
  let obstacles: [String]

  /// Takes what is known of all places.
  init(command: Command, owner: Owner, plans: [BackendPlan], obstacles: [String]) {
    self.command = command
    self.owner = owner
    self.plans = plans.filter { $0.problems.isEmpty || !$0.changes.isEmpty }
    problems = PlanJSON.Problem.all(in: plans)
    self.obstacles = obstacles
  }

  /// Whether nothing is to be done and nothing went wrong.
  var isInSync: Bool { problems.isEmpty && plans.allSatisfy(\.isInSync) }

  /// Whether `apply` or `remove` was refused, so that nothing was written.
  var isRefused: Bool {
    command != .plan && !obstacles.isEmpty && !plans.contains { $0.changes.contains { $0.outcome == .applied } }
  }

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

import Reconciliation

/// The result of a run, for reports in any format.
struct RunResult {
  /// The command: `plan`, `apply` or `remove`.
  let command: Command
  /// The owner of the records.
  let owner: Owner
  /// The plan of each target, with results after an apply; without targets that could not be planned.
  let plans: [BackendPlan]
  /// The problems besides failed changes.
  let problems: [PlanJSON.Problem]
  /// Why an apply of these plans is refused.
  let refusals: [String]

  init(command: Command, owner: Owner, plans: [BackendPlan], refusals: [String]) {
    self.command = command
    self.owner = owner
    self.plans = plans.filter { $0.problems.isEmpty || !$0.changes.isEmpty }
    problems = PlanJSON.Problem.all(in: plans)
    self.refusals = refusals
  }

  /// Whether there is nothing to do and no problem.
  var isInSync: Bool { problems.isEmpty && plans.allSatisfy(\.isInSync) }

  /// Whether `apply` or `remove` was refused, so that nothing was written.
  var isRefused: Bool {
    command != .plan && !refusals.isEmpty && !plans.contains { $0.changes.contains { $0.outcome == .applied } }
  }

  /// The result in one line.
  var headline: String {
    let changes = plans.flatMap(\.changes)
    let conflicts = plans.reduce(0) { $0 + $1.conflicts.count }
    let leftOut = plans.reduce(0) { $0 + $1.leftOut.count }
    let isPartial = plans.contains { !$0.problems.isEmpty }
    if !problems.isEmpty, !isPartial, changes.allSatisfy({ $0.outcome == .planned || $0.outcome == .skipped }) {
      let noun = PlanCounts.counted(problems.count, "backend")
      return command == .plan ? "planning failed for \(noun)" : "nothing was written: planning failed for \(noun)"
    }
    if isRefused { return "refused, nothing was written" }
    if isInSync { return "everything is in sync" }
    guard command == .plan else { return PlanCounts(done: changes, leftOut: leftOut).text }
    let failed = isPartial ? ", \(PlanCounts.counted(problems.count, "problem"))" : ""
    let counts = PlanCounts(planned: changes, conflicts: conflicts, leftOut: leftOut).text + failed
    return refusals.isEmpty ? counts : "apply will refuse this: \(counts)"
  }
}

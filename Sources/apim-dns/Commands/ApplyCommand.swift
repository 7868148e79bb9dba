import APIManagement
import Inventory
import Reconciliation

/// `apply` and `remove`: all places plan, and only when nothing stands against the run does the first one write.
struct ApplyCommand {
  let context: RunContext

  /// Runs the command.
  func run() async throws(Failure) -> ExitCode {
    let (report, console) = (context.report, context.console)
    let planning = Planning(context)
    let saved = context.saved
    let run = await planning.run(try context.backends.kinds())
    let ready = run.ready { !planning.obstacles(to: $0).isEmpty }
    let plans = ready.map { $0.map { run.places[$0].plan } } ?? run.plans
    let obstacles = run.plans.flatMap(planning.obstacles)
    let limits = planning.limits(on: plans)
    // Where a place failed, what stands against the others would have ended a run with them alone, too.
    let reasons = run.works.isEmpty ? [] : obstacles + limits
    for reason in reasons { console.complain("refused: \(reason)") }
    if let code = run.exitCode, ready == nil || saved != nil {
      try report.emit(run.plans.map { $0.refused() }, obstacles: reasons)
      return .first(of: reasons.isEmpty ? [code] : [code, .refused]) ?? code
    }
    let differences =
      saved?.differences(
        from: run.plans, of: context.inventory.owner, overridesConflicts: context.arguments.has(.force)) ?? []
    for difference in differences { console.complain(difference) }
    let isWhole = ready?.count == run.places.count
    guard let ready, limits.isEmpty, differences.isEmpty, saved == nil || isWhole, saved != nil || isConfirmed(plans)
    else {
      console.complain(
        differences.isEmpty ? "nothing was written" : "nothing was written; plan again with --out, and look at it")
      let refusals = reasons + differences
      try report.emit(
        run.plans.map { $0.refused() },
        obstacles: refusals.isEmpty ? ["the question whether to go on was answered with no"] : refusals)
      return .refused
    }
    let outcome = await AppliedPlans(run, ready, planning, console, context.progress)
    report.showOutcome(of: outcome.plans)
    // What stands against a place is in its plan, unless it is a limit.
    try report.emit(outcome.plans, obstacles: run.plans.flatMap(planning.excess))
    return outcome.exitCode
  }

  /// Asks once where a person is there and something would be updated or deleted.
  private func isConfirmed(_ plans: [BackendPlan]) -> Bool {
    let isRisky = plans.contains { $0.changes.contains { $0.action != .create } }
    guard isRisky, !context.arguments.has(.yes), context.console.canAsk else { return true }
    return context.console.ask(context.report.unseen(plans) + "Make these changes?")
  }
}

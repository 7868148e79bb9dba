import APIManagement
import Inventory
import Reconciliation

/// `apply` and `remove`: plans all targets, and writes the first one only if nothing prevents the run.
struct ApplyCommand {
  let context: RunContext

  func run() async throws(Failure) -> ExitCode {
    let (report, console) = (context.report, context.console)
    try requireConsent()
    let planning = Planning(context)
    let saved = context.saved
    let kinds = try context.backends.kinds()
    // No machine need be asked for this.
    if let reason = planning.emptyInventoryViolation, kinds == [.hosts], !context.backends.isOnThisMachine {
      for message in ["refused: \(reason)", "nothing was written"] { console.printError(message) }
      try report.emit([], refusals: [reason])
      return .refused
    }
    let run = await planning.run(kinds)
    guard !Task.isCancelled else { return try stop(run) }
    let ready = run.ready { !planning.refusals(of: $0).isEmpty }
    let plans = ready.map { $0.map { run.targets[$0].plan } } ?? run.plans
    let refusals = run.plans.flatMap(planning.refusals)
    let limits = planning.runLimitViolations(in: plans)
    // Refusals of the other targets count even if one target failed.
    let reasons = run.works.isEmpty ? [] : refusals + limits
    for reason in reasons { console.printError("refused: \(reason)") }
    if let code = run.exitCode, ready == nil || saved != nil {
      try report.emit(run.plans.map { $0.refused() }, refusals: reasons)
      return .first(of: reasons.isEmpty ? [code] : [code, .refused]) ?? code
    }
    let differences =
      saved?.differences(
        from: run.plans, of: context.inventory.owner, overridesConflicts: context.arguments.has(.force)) ?? []
    for difference in differences { console.printError(difference) }
    let isWhole = ready?.count == run.targets.count
    guard let ready, limits.isEmpty, differences.isEmpty, saved == nil || isWhole, saved != nil || isConfirmed(plans)
    else {
      guard !Task.isCancelled else { return try stop(run) }
      console.printError(
        differences.isEmpty ? "nothing was written" : "nothing was written. Plan again with --out and review the plan.")
      let all = reasons + differences
      try report.emit(
        run.plans.map { $0.refused() }, refusals: all.isEmpty ? ["the changes were not confirmed"] : all)
      return .refused
    }
    let outcome = await AppliedPlans(run, ready, planning, console, context.progress)
    report.showOutcome(of: outcome.plans)
    let summary = context.interruption.summary(of: outcome.plans)
    if let summary { console.printError(summary) }
    // The plan of a target has its conflicts, but not the limits that it exceeds.
    try report.emit(outcome.plans, refusals: run.plans.flatMap(planning.limitViolations))
    return summary == nil ? outcome.exitCode : .failed
  }

  /// Ends a run that was interrupted before the first write.
  private func stop(_ run: PlannedRun) throws(Failure) -> ExitCode {
    let message = context.interruption.nothingWritten
    context.console.printError(message)
    try context.report.emit(run.plans.map { $0.skipped() }, refusals: [message])
    return .failed
  }

  /// Refuses `remove` where nobody can be asked and nobody said yes.
  private func requireConsent() throws(Failure) {
    let (arguments, console) = (context.arguments, context.console)
    guard arguments.command == .remove, !arguments.has(.yes), !console.canAsk else { return }
    throw Failure(
      .usage,
      "remove deletes all records of owner \(context.inventory.owner), and without a terminal it cannot ask first. Add --yes "
        + "if you mean it.")
  }

  /// Asks for confirmation if there is a terminal and something would change.
  private func isConfirmed(_ plans: [BackendPlan]) -> Bool {
    let hasChanges = plans.contains { !$0.changes.isEmpty }
    guard hasChanges, !context.arguments.has(.yes), context.console.canAsk else { return true }
    return context.console.ask(context.report.hiddenPlans(plans) + "Make these changes?")
  }
}

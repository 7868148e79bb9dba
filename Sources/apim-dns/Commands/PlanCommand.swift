import Inventory
import Reconciliation

/// `plan`: shows what apply would change, and saves the plan with `--out`.
struct PlanCommand {
  let context: RunContext

  func run() async throws(Failure) -> ExitCode {
    let (report, console) = (context.report, context.console)
    let path = context.arguments.value(.out)
    let planning = Planning(context)
    let kinds = try context.backends.kinds()
    guard kinds.contains(.azure) || !context.arguments.has(.compareInstances) else {
      throw Failure(
        .usage, "--compare-instances is only for the azure backend. Add azure to the command, or remove the option.")
    }
    let run = await planning.run(kinds)
    guard !Task.isCancelled else {
      let message = context.interruption.nothingWritten
      console.printError(message)
      try report.emit(run.plans, refusals: [message])
      return .failed
    }
    let limits = planning.runLimitViolations(in: run.plans)
    let refusals = run.plans.flatMap(planning.refusals) + limits
    // In text format, the plan already lists the conflicts.
    for refusal in context.format == .text ? run.plans.flatMap(planning.limitViolations) + limits : refusals {
      console.printNote("note: apply will refuse this: \(refusal)")
    }
    if let code = run.exitCode ?? (run.plans.allSatisfy(\.problems.isEmpty) ? nil : .failed) {
      if path != nil { console.printError("the plan is not saved, because not all targets could be read") }
      try report.emit(run.plans)
      return code
    }
    if let path {
      do throws(Failure) {
        try await save(run.plans, refusals, kinds, to: path)
      } catch {
        try report.emit(run.plans, refusals: refusals)
        throw error
      }
    }
    try report.emit(run.plans, refusals: refusals)
    let hasChanges = !run.plans.allSatisfy(\.isInSync)
    return context.arguments.has(.detailedExitcode) && hasChanges ? .differs : .done
  }

  /// Saves the plan, and prints the command line that applies it.
  ///
  /// - Throws: ``Failure`` if it cannot be saved.
  private func save(
    _ plans: [BackendPlan], _ refusals: [String], _ kinds: [BackendKind], to path: String
  ) async throws(Failure) {
    let inventory = try await context.origin.savedFile()
    let settings = context.inventory.backends.zones
    var json = PlanJSON(owner: context.inventory.owner, plans: plans, refusals: refusals)
    json.moveTargets { context.backends.absoluteTarget($0, $1) }
    if let processSpecific = json.backends.map(\.target).first(where: SavedPlan.isProcessSpecific) {
      throw Failure(
        .usage,
        "cannot save the plan: \(processSpecific) can be another file in each process, like every path below /dev or "
          + "/proc. Use its real path.")
    }
    try SavedPlan.save(json, madeBy: SavedRun(context.arguments, kinds, settings, inventory), to: path)
    let condition = refusals.isEmpty ? "" : " after you resolve the refusals"
    let line = context.arguments.applyCommandLine(path, inventory)
    context.console.printNote("plan saved; to apply it\(condition), run: \(line)")
  }
}

import Inventory
import Reconciliation

/// `plan`: shows what apply would change, and saves it where that is asked for.
struct PlanCommand {
  let context: RunContext

  /// Runs the command.
  func run() async throws(Failure) -> ExitCode {
    let (report, console) = (context.report, context.console)
    let path = context.arguments.value(.out)
    let planning = Planning(context)
    let kinds = try context.backends.kinds()
    let run = await planning.run(kinds)
    let limits = planning.limits(on: run.plans)
    let obstacles = run.plans.flatMap(planning.obstacles) + limits
    // As text, the plan itself has said what is in the way.
    for obstacle in context.format == .text ? run.plans.flatMap(planning.excess) + limits : obstacles {
      console.remark("note: apply will refuse this: \(obstacle)")
    }
    if let code = run.exitCode {
      if path != nil { console.complain("no plan is saved, since not every place could be read") }
      try report.emit(run.plans)
      return code
    }
    if let path {
      let inventory = try await context.origin.savedFile()
      let settings = context.inventory.backends.zones
      var json = PlanJSON(owner: context.inventory.owner, plans: run.plans, refusals: obstacles)
      json.moveTargets { context.backends.absoluteTarget($0, $1) }
      if let processSpecific = json.backends.map(\.target).first(where: SavedPlan.isProcessSpecific) {
        throw Failure(
          .usage, "cannot save the plan: \(processSpecific) is another place for each process. Give its real path")
      }
      try SavedPlan.save(json, madeBy: SavedRun(context.arguments, kinds, settings, inventory), to: path)
      let condition = obstacles.isEmpty ? "" : " once nothing is in the way"
      let line = context.arguments.lineThatApplies(path, inventory)
      console.remark("the plan is saved; this carries it out\(condition): \(line)")
    }
    try report.emit(run.plans, obstacles: obstacles)
    let hasChanges = !run.plans.allSatisfy(\.isInSync)
    return context.arguments.has(.detailedExitcode) && hasChanges ? .differs : .done
  }
}

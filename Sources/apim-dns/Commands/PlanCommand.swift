import Inventory
import Reconciliation

/// `plan`: shows what apply would change, and saves it where that is asked for.
struct PlanCommand {
  let context: RunContext

  /// Runs the command.
  func run() async throws(Failure) -> ExitCode {
    let (report, console) = (context.report, context.console)
    let planning = try Planning(context)
    let outcome = await planning.run(try context.backends.kinds())
    if let code = outcome.exitCode {
      try report.emit(plans: outcome.plans, errors: outcome.problems)
      return code
    }
    let obstacles = planning.obstacles(to: outcome.plans)
    for obstacle in obstacles {
      console.remark("note: apply will refuse this: \(obstacle)")
    }
    if let path = context.arguments.value(.out) {
      try SavedPlan.save(outcome.plans, of: context.inventory.owner, to: path)
      console.remark("the plan is saved: apim-dns apply --plan \(path)")
    }
    try report.emit(plans: outcome.plans, errors: [], obstacles: obstacles)
    let hasChanges = !outcome.plans.allSatisfy(\.isInSync)
    return context.arguments.has(.detailedExitcode) && hasChanges ? .differs : .done
  }
}

import Inventory
import Reconciliation

/// `plan`: shows what apply would change, and saves it where that is asked for.
struct PlanCommand {
  let arguments: Arguments
  let inventory: Inventory
  let planning: Planning
  let report: RunReport
  let console: Console

  /// Runs the command.
  func run() async throws(Failure) -> ExitCode {
    let kinds = try planning.backends.kinds()
    let outcome = await planning.run(kinds)
    if let code = outcome.exitCode {
      try report.emit(plans: outcome.plans, errors: outcome.problems)
      return code
    }
    for obstacle in planning.obstacles(to: outcome.plans) {
      console.remark("note: apply will refuse this: \(obstacle)")
    }
    if let path = arguments.value(.out) {
      try SavedPlan.save(outcome.plans, of: inventory.owner, to: path)
      console.remark("the plan is saved: apim-dns apply --plan \(path)")
    }
    try report.emit(plans: outcome.plans, errors: [])
    let hasChanges = !outcome.plans.allSatisfy(\.isInSync)
    return arguments.has(.detailedExitcode) && hasChanges ? .differs : .done
  }
}

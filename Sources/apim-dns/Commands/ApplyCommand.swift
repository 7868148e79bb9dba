import APIManagement
import Inventory
import Reconciliation

/// `apply` and `remove`: all places plan, and only when nothing stands against the run does the first one write.
struct ApplyCommand {
  let context: RunContext

  /// Runs the command.
  func run() async throws(Failure) -> ExitCode {
    let (report, console) = (context.report, context.console)
    let planning = try Planning(context)
    let saved = try savedPlan()
    var kinds = context.arguments.backends.isEmpty ? saved?.backends ?? [] : context.arguments.backends
    if kinds.isEmpty { kinds = try context.backends.kinds() }
    let run = await planning.run(kinds)
    let ready = run.ready { !planning.obstacles(to: $0).isEmpty }
    if let code = run.exitCode, ready == nil || saved != nil {
      try report.emit(run.plans.map { $0.refused() })
      return code
    }
    for obstacle in run.plans.flatMap(planning.obstacles) { console.complain("refused: \(obstacle)") }
    let plans = ready.map { $0.map { run.places[$0].plan } } ?? run.plans
    var refusals = planning.limits(on: plans).map { "refused: \($0)" }
    if let saved {
      refusals += saved.differences(from: run.plans, of: context.inventory.owner).map {
        "\(saved.path) no longer holds: \($0)"
      }
    }
    for refusal in refusals { console.complain(refusal) }
    let isWhole = ready?.count == run.places.count
    guard let ready, refusals.isEmpty, saved == nil || isWhole, saved != nil || isConfirmed(plans) else {
      console.complain("nothing was written")
      try report.emit(run.plans.map { $0.refused() })
      return .refused
    }
    let outcome = await CarriedOut(run, ready, atMost: planning.parallelism, console)
    report.showOutcome(of: outcome.plans)
    try report.emit(outcome.plans)
    return outcome.exitCode
  }

  private func savedPlan() throws(Failure) -> SavedPlan? {
    guard let path = context.arguments.value(.plan) else { return nil }
    return try SavedPlan(reading: path)
  }

  /// Asks once where a person is there and something would be updated or deleted.
  private func isConfirmed(_ plans: [BackendPlan]) -> Bool {
    let isRisky = plans.flatMap(\.changes).contains { $0.action != .create }
    guard isRisky, !context.arguments.has(.yes), context.console.canAsk else { return true }
    return context.console.ask(context.report.unseen(plans) + "Make these changes?")
  }
}

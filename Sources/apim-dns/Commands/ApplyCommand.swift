import APIManagement
import Inventory
import Reconciliation

/// `apply` and `remove`: all backends plan, and only when nothing stands in the way does the first one write.
struct ApplyCommand {
  let context: RunContext

  /// Runs the command.
  func run() async throws(Failure) -> ExitCode {
    let (report, console) = (context.report, context.console)
    let planning = try Planning(context)
    let saved = try savedPlan()
    var kinds = context.arguments.backends.isEmpty ? saved?.backends ?? [] : context.arguments.backends
    if kinds.isEmpty { kinds = try context.backends.kinds() }
    let outcome = await planning.run(kinds)
    let plans = outcome.plans
    if let code = outcome.exitCode {
      try report.emit(plans: plans.map { $0.refused() }, errors: outcome.problems)
      return code
    }
    let obstacles = planning.obstacles(to: plans)
    let moved = saved.map { saved in
      saved.differences(from: plans, of: context.inventory.owner).map { "\(saved.path) no longer holds: \($0)" }
    }
    let reasons = obstacles + (moved ?? [])
    guard reasons.isEmpty, saved != nil || isConfirmed(plans) else {
      for obstacle in obstacles { console.complain("refused: \(obstacle)") }
      for difference in moved ?? [] { console.complain(difference) }
      console.complain("nothing was written")
      try report.emit(
        plans: plans.map { $0.refused() }, errors: [],
        obstacles: reasons.isEmpty ? ["the question whether to go on was answered with no"] : reasons)
      return .refused
    }
    return try await carryOut(outcome.works)
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

  /// Carries out one plan, and shows on a terminal how far it has come.
  private func finish(_ work: any PlannedWork) async throws(BackendError) -> BackendPlan {
    defer { context.progress.end() }
    return try await work.carryOut()
  }

  private func carryOut(_ works: [any PlannedWork]) async throws(Failure) -> ExitCode {
    let (report, console) = (context.report, context.console)
    var done: [BackendPlan] = []
    var errors: [(backend: BackendKind, error: BackendError)] = []
    for work in works {
      let backend = work.plan.backend
      console.trace("writing \(backend.rawValue) \(work.plan.target)")
      do throws(BackendError) {
        let plan = try await finish(work)
        for warning in plan.warnings where !work.plan.warnings.contains(warning) {
          console.remark("warning: \(warning)")
        }
        for problem in plan.problems { console.complain("\(backend.rawValue): \(problem)") }
        done.append(plan)
      } catch {
        console.complain("\(backend.rawValue): \(error)")
        errors.append((backend, error))
        done.append(work.plan.failed(because: error.description))
      }
    }
    report.showOutcome(of: done)
    let problems = done.flatMap { plan in
      plan.problems.map { PlanJSON.Problem(backend: plan.backend.rawValue, message: $0) }
    }
    try report.emit(
      plans: done,
      errors: problems + errors.map { PlanJSON.Problem(backend: $0.backend.rawValue, message: $0.error.description) })
    guard !errors.isEmpty || done.contains(where: \.hasFailures) else { return .done }
    let hasWritten = done.flatMap(\.changes).contains { $0.outcome == .applied }
    let isRefusal = !errors.isEmpty && errors.allSatisfy { $0.error.code == .refused }
    return isRefusal && !hasWritten ? .refused : .failed
  }
}

extension BackendPlan {
  /// The same plan after an attempt of which nothing came about.
  fileprivate func failed(because reason: String) -> BackendPlan {
    var plan = self
    for index in plan.changes.indices { plan.changes[index].outcome = .failed(reason) }
    return plan
  }
}

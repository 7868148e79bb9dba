import APIManagement
import Inventory
import Reconciliation

/// `plan`, `apply` and `remove`: all backends plan, and only when nothing stands in the way does the first one write.
struct PlannedRun {
  let arguments: Arguments
  let inventory: Inventory
  let backends: Backends
  let format: OutputFormat
  let console: Console

  /// A backend with the plan that it made, or the reason why it could not.
  private enum Part {
    case work(any PlannedWork)
    case failure(BackendKind, Failure)
  }

  /// Runs the command.
  func run() async throws(Failure) -> ExitCode {
    let limits = try limits()
    var parts: [Part] = []
    for kind in try backends.kinds() {
      parts.append(await plan(kind))
    }
    let works = parts.compactMap { part in
      if case .work(let work) = part { work } else { nil }
    }
    let failures = parts.compactMap { part in
      if case .failure(let kind, let failure) = part { (kind, failure) } else { nil }
    }
    let plans = works.map(\.plan)
    let report = RunReport(inventory.owner, format, console)
    report.show(works, isPlanOnly: arguments.command == .plan)
    for (kind, failure) in failures { console.complain("\(kind.rawValue): \(failure.message)") }
    let problems = failures.map { PlanJSON.Problem(backend: $0.rawValue, message: $1.message) }
    if let worst = failures.map(\.1.code).max(by: { $0.rawValue < $1.rawValue }) {
      try report.emit(plans: arguments.command == .plan ? plans : plans.map { $0.refused() }, errors: problems)
      return worst
    }
    let obstacles = obstacles(in: plans, limits)
    if arguments.command == .plan {
      for obstacle in obstacles { console.remark("note: apply will refuse this: \(obstacle)") }
      try report.emit(plans: plans, errors: [])
      return arguments.has(.detailedExitcode) && !plans.allSatisfy(\.isInSync) ? .differs : .done
    }
    guard obstacles.isEmpty else {
      for obstacle in obstacles { console.complain("refused: \(obstacle)") }
      console.complain("nothing was written")
      try report.emit(plans: plans.map { $0.refused() }, errors: [])
      return .refused
    }
    guard isConfirmed(plans) else {
      console.complain("nothing was written")
      try report.emit(plans: plans.map { $0.refused() }, errors: [])
      return .refused
    }
    return try await carryOut(works, report)
  }

  private func plan(_ kind: BackendKind) async -> Part {
    do throws(Failure) {
      let backend = try backends.make(kind)
      console.trace("planning \(kind.rawValue)")
      do throws(BackendError) {
        let goal: Goal = arguments.command == .remove ? .absent : .present(inventory.hostnames.recordSets)
        return .work(try await backend.plan(goal))
      } catch {
        return .failure(kind, Failure(error))
      }
    } catch {
      return .failure(kind, error)
    }
  }

  /// What forbids the first write, a sentence each.
  private func obstacles(in plans: [BackendPlan], _ limits: SafetyLimits) -> [String] {
    let isForced = arguments.has(.force)
    let conflicts = plans.flatMap(\.conflicts).filter { !isForced || !$0.yieldsToForce }
    var obstacles = conflicts.map { "\($0.place): \($0.reason)" }
    guard arguments.command != .remove, !isForced else { return obstacles }
    if inventory.instances.isEmpty {
      obstacles.append(
        "the inventory names no instance, so everything of owner \(inventory.owner) would go; use 'apim-dns remove', or "
          + "--force")
    }
    return obstacles + limits.violations(in: plans)
  }

  /// Asks once where a person is there and something would be updated or deleted.
  private func isConfirmed(_ plans: [BackendPlan]) -> Bool {
    let isRisky = plans.flatMap(\.changes).contains { $0.action != .create }
    guard isRisky, !arguments.has(.yes), console.canAsk else { return true }
    // Nobody can answer for a plan that was not shown.
    let isShown = format == .text && !console.isQuiet
    return console.ask((isShown ? "" : plans.map(PlanText(usesColor: false).of).joined()) + "Make these changes?")
  }

  private func carryOut(_ works: [any PlannedWork], _ report: RunReport) async throws(Failure) -> ExitCode {
    var done: [BackendPlan] = []
    var errors: [(BackendKind, BackendError)] = []
    for work in works {
      console.trace("writing \(work.plan.backend.rawValue) \(work.plan.target)")
      do throws(BackendError) {
        let plan = try await work.carryOut()
        for warning in plan.warnings where !work.plan.warnings.contains(warning) {
          console.remark("warning: \(warning)")
        }
        for problem in plan.problems { console.complain("\(plan.backend.rawValue): \(problem)") }
        done.append(plan)
      } catch {
        console.complain("\(work.plan.backend.rawValue): \(error)")
        errors.append((work.plan.backend, error))
        done.append(work.plan.failed(because: error.description))
      }
    }
    report.showOutcome(of: done)
    try report.emit(plans: done, errors: problems(of: done, errors))
    guard !errors.isEmpty || done.contains(where: \.hasFailures) else { return .done }
    let hasWritten = done.flatMap(\.changes).contains { $0.outcome == .applied }
    return !hasWritten && !errors.isEmpty && errors.allSatisfy { $0.1.code == .refused } ? .refused : .failed
  }

  private func problems(of plans: [BackendPlan], _ errors: [(BackendKind, BackendError)]) -> [PlanJSON.Problem] {
    let problems = plans.flatMap { plan in
      plan.problems.map { PlanJSON.Problem(backend: plan.backend.rawValue, message: $0) }
    }
    return problems + errors.map { PlanJSON.Problem(backend: $0.rawValue, message: $1.description) }
  }

  private func limits() throws(Failure) -> SafetyLimits {
    var limits = SafetyLimits()
    limits.deletes = try number(.maxDeletes) ?? limits.deletes
    limits.updates = try number(.maxUpdates) ?? limits.updates
    return limits
  }

  private func number(_ name: Option.Name) throws(Failure) -> Int? {
    guard let text = arguments.value(name) else { return nil }
    guard let number = Int(text), number >= 0 else {
      throw Failure(.usage, "\(name.flag): '\(text)' is no number; use 0 or more")
    }
    return number
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

import ConcurrentWork
import Reconciliation

/// Applies the plans of a run: the second half of `apply` and `remove`.
struct AppliedPlans {
  /// The plans of all targets, including those that were skipped, with the outcome of each change.
  private(set) var plans: [BackendPlan]
  /// The exit code for each target that failed or was refused.
  private var reasons: [ExitCode] = []

  /// Applies the plans that are ready: one kind of backend after the other, the targets of one kind in parallel.
  ///
  /// If the task is cancelled, it begins no further target.
  ///
  /// - Parameters:
  ///   - run: the plans.
  ///   - ready: the indices of the targets to write.
  ///   - planning: the limits, and the number of targets to write in parallel.
  ///   - console: prints errors.
  ///   - progress: shows the progress of long work.
  init(_ run: PlannedRun, _ ready: [Int], _ planning: Planning, _ console: Console, _ progress: ProgressBar) async {
    plans = run.plans
    for index in plans.indices where !ready.contains(index) {
      plans[index] = plans[index].refused()
      reasons.append(run.targets[index].failure?.code ?? .refused)
    }
    var rest = ready[...]
    while let kind = rest.first.map({ run.targets[$0].kind }) {
      // The targets of one kind are adjacent.
      let indices = rest.prefix { run.targets[$0].kind == kind }
      await apply(Array(indices), of: run, planning, console, progress)
      rest = rest[indices.endIndex...]
    }
  }

  /// The exit code of the run: a refusal only if nothing failed otherwise and nothing was written.
  var exitCode: ExitCode {
    guard !reasons.isEmpty else { return .done }
    let hasWritten = plans.contains { $0.changes.contains { $0.outcome == .applied } }
    return reasons.allSatisfy { $0 == .refused } && !hasWritten ? .refused : .failed
  }

  private mutating func apply(
    _ indices: [Int], of run: PlannedRun, _ planning: Planning, _ console: Console, _ progress: ProgressBar
  ) async {
    let (overridesConflicts, limits) = (planning.overridesConflicts, planning.limits)
    let works = indices.compactMap { run.targets[$0].work }
    let outcomes = await concurrentMap(works, limit: planning.parallelism) {
      work -> Result<BackendPlan, BackendError> in
      console.trace("writing \(work.plan.backend.rawValue) \(work.plan.target)")
      do throws(BackendError) {
        return .success(try await work.apply(overriding: overridesConflicts ? work.plan.conflicts : [], within: limits))
      } catch {
        return .failure(error)
      }
    } each: { work, outcome, count in
      guard works.count > 1 else { return }
      let word = if case .success = outcome { work.plan.changes.isEmpty ? "in sync" : "done" } else { "failed" }
      console.progress("[\(count)/\(works.count)] \(work.plan.target): \(word)")
    }
    progress.end()
    for (index, outcome) in zip(indices, outcomes) {
      let planned = plans[index]
      switch outcome {
      case .success(let plan):
        for warning in plan.warnings where !planned.warnings.contains(warning) {
          console.printNote("warning: \(warning)")
        }
        plans[index] = plan
        if plan.hasFailures { reasons.append(.failed) }
      case .failure(let error):
        for change in planned.changes.indices { plans[index].changes[change].outcome = .failed(error.description) }
        plans[index].problems.append(error.description)
        reasons.append(ExitCode(error.code))
      }
      for problem in plans[index].problems where !planned.problems.contains(problem) {
        console.printError("\(planned.backend.rawValue): \(problem)")
      }
    }
  }
}

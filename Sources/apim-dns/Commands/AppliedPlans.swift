import ConcurrentWork
import Reconciliation

/// What became of a run: the second half of `apply` and `remove`.
struct AppliedPlans {
  /// The plans of all places with the outcome of each change, those of the places that were left out too.
  private(set) var plans: [BackendPlan]
  /// How the run would end because of each place with which something went wrong.
  private var reasons: [ExitCode] = []

  /// Carries out what is ready: one kind of place after the other, the places of one kind side by side.
  ///
  /// - Parameters:
  ///   - run: the plans.
  ///   - ready: the numbers of the places that may be written.
  ///   - planning: what may be written in spite of, and how many places at the same time.
  ///   - console: where it is said what went wrong.
  ///   - progress: where is shown how far a long work has come.
  init(_ run: PlannedRun, _ ready: [Int], _ planning: Planning, _ console: Console, _ progress: ProgressBar) async {
    plans = run.plans
    for index in plans.indices where !ready.contains(index) {
      plans[index] = plans[index].refused()
      reasons.append(run.places[index].failure?.code ?? .refused)
    }
    var rest = ready[...]
    while let kind = rest.first.map({ run.places[$0].kind }) {
      // The places of one kind stand together.
      let indices = rest.prefix { run.places[$0].kind == kind }
      await apply(Array(indices), of: run, planning, console, progress)
      rest = rest[indices.endIndex...]
    }
  }

  /// How the run ends: with a refusal where everything that went wrong was one and nothing was written anywhere.
  var exitCode: ExitCode {
    guard !reasons.isEmpty else { return .done }
    let hasWritten = plans.contains { $0.changes.contains { $0.outcome == .applied } }
    return reasons.allSatisfy { $0 == .refused } && !hasWritten ? .refused : .failed
  }

  private mutating func apply(
    _ indices: [Int], of run: PlannedRun, _ planning: Planning, _ console: Console, _ progress: ProgressBar
  ) async {
    let (overridesConflicts, limits) = (planning.overridesConflicts, planning.limits)
    let works = indices.compactMap { run.places[$0].work }
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
        for warning in plan.warnings where !planned.warnings.contains(warning) { console.remark("warning: \(warning)") }
        plans[index] = plan
        if plan.hasFailures { reasons.append(.failed) }
      case .failure(let error):
        for change in planned.changes.indices { plans[index].changes[change].outcome = .failed(error.description) }
        plans[index].problems.append(error.description)
        reasons.append(ExitCode(error.code))
      }
      for problem in plans[index].problems { console.complain("\(planned.backend.rawValue): \(problem)") }
    }
  }
}

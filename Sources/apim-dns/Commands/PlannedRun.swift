import Reconciliation

/// The plans of all targets of a run, ready to apply.
struct PlannedRun {
  /// One target, such as a folder, a resource group, or the hosts file of one machine.
  struct Target: Sendable {
    let kind: BackendKind
    /// Its name; nil if the settings of the backend are invalid.
    let name: String?
    /// The planned work, or why planning failed.
    let result: Result<PlannedWork, Failure>
    /// The warnings that are not of the plan itself.
    var moreWarnings: [String] = []

    /// The planned work; nil if planning failed.
    var work: PlannedWork? { try? result.get() }
    /// Why planning failed; nil if it did not.
    var failure: Failure? {
      guard case .failure(let failure) = result else { return nil }
      return failure
    }
    /// The plan; if planning failed, an empty plan with the problem.
    var plan: BackendPlan {
      if var plan = work?.plan {
        plan.warnings += moreWarnings
        return plan
      }
      var plan = BackendPlan(backend: kind, target: name ?? "", changes: [], unchanged: 0)
      plan.problems = [failure?.description ?? ""]
      return plan
    }
  }

  /// The targets in the order in which they are shown.
  let targets: [Target]

  /// The work of all targets that could be planned.
  var works: [PlannedWork] { targets.compactMap(\.work) }
  /// The plans of all targets; a target that could not be planned has an empty plan with the problem.
  var plans: [BackendPlan] { targets.map(\.plan) }
  /// The exit code if a target could not be planned and nothing was done; nil if all could be planned.
  var exitCode: ExitCode? { .first(of: targets.compactMap(\.failure?.code)) }

  /// Finds the targets that can be written.
  ///
  /// Targets of one kind, such as the hosts files of many machines, are independent: a refusal skips only its own target. If
  /// no target of a kind is left, the whole run must not write.
  ///
  /// - Parameter isRefused: whether a plan must not be applied.
  /// - Returns: the indices of the targets; nil if the whole run must not write.
  func ready(unless isRefused: (BackendPlan) -> Bool) -> [Int]? {
    let ready = targets.indices.filter { targets[$0].work.map { !isRefused($0.plan) } ?? false }
    let kinds = Set(ready.map { targets[$0].kind })
    return targets.allSatisfy { kinds.contains($0.kind) } ? ready : nil
  }
}

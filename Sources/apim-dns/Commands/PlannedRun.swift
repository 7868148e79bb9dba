import Reconciliation

/// What all places of a run would change, ready to be carried out.
struct PlannedRun {
  /// One place: a folder, a resource group, the hosts file of one machine.
  struct Place: Sendable {
    /// The sort of backend.
    let kind: BackendKind
    /// What it is called; nothing where the settings of its kind were wrong.
    let target: String?
    /// The work, or why there is none.
    let result: Result<PlannedWork, Failure>

    /// The work, where it could be planned.
    var work: PlannedWork? { try? result.get() }
    /// Why it could not.
    var failure: Failure? {
      guard case .failure(let failure) = result else { return nil }
      return failure
    }
    /// The plan; where there is none, one that says why.
    var plan: BackendPlan {
      if let plan = work?.plan { return plan }
      var plan = BackendPlan(backend: kind, target: target ?? "", changes: [], unchanged: 0)
      plan.problems = [failure?.message ?? ""]
      return plan
    }
  }

  /// The places in the order in which they are shown.
  let places: [Place]

  /// What can be carried out.
  var works: [PlannedWork] { places.compactMap(\.work) }
  /// What would change, and of the other places why they could not plan.
  var plans: [BackendPlan] { places.map(\.plan) }
  /// How a run ends in which some place could not plan and nothing was done; nothing where all could.
  var exitCode: ExitCode? { .first(of: places.compactMap(\.failure?.code)) }

  /// Finds out which places may be written.
  ///
  /// Several places of one kind, such as the hosts files of many machines, have nothing to do with each other, so what stands
  /// against one leaves only that one out. A kind with no place left keeps the run from writing anything anywhere.
  ///
  /// - Parameter stands: whether something stands against a plan that could be made.
  /// - Returns: their numbers; nothing where the whole run must not write.
  func ready(unless stands: (BackendPlan) -> Bool) -> [Int]? {
    let ready = places.indices.filter { places[$0].work.map { !stands($0.plan) } ?? false }
    let kinds = Set(ready.map { places[$0].kind })
    return places.allSatisfy { kinds.contains($0.kind) } ? ready : nil
  }
}

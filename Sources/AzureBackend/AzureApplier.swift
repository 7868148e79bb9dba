import ConcurrentWork
import Reconciliation
import ResourceManager

/// A plan for Azure, and the writes that apply it.
struct AzureApplier: PlanApplier {
  /// The changes.
  let plan: BackendPlan
  /// The writes of each zone.
  let work: [ZoneWork]
  let manager: ResourceManagerClient
  /// The owner mark of managed resources.
  let mark: OwnerMark
  /// The most zones that are written at the same time.
  let concurrency: Int
  /// Counts the finished changes.
  let progress: (any ProgressMeter)?

  /// Applies all writes: first the additions in all zones, and then the deletions in all zones.
  ///
  /// Within each of the two phases, zones and record sets do not wait for each other. A name that moves to another zone, as when
  /// the layout changes, stays in the old zone until the new zone has it.
  ///
  /// - Returns: the plan with the outcome of each change.
  /// - Throws: ``BackendError`` if no token is available; nothing is written then.
  func apply() async throws(BackendError) -> BackendPlan {
    guard !work.isEmpty else { return plan }
    try await manager.tokens.token()
    let (manager, mark, before, progress) = (manager.withSharedDeadline(), mark, plan, progress)
    progress?.begin("azure: writing", total: plan.changes.count)
    let runs = work.map { ZoneApplier($0, manager, mark, before, progress) }
    let additions = await concurrentMap(runs, limit: concurrency) { run in (run, await run.additions()) }
    let unfinished = additions.map(\.1).filter { !$0.allSatisfy { $0.outcome == .applied } }
    let kept = Set(unfinished.joined().map { before.changes[$0.index] }.filter { $0.kind == .record }.map(\.name))
    let removals = await concurrentMap(additions, limit: concurrency) { run, outcomes in
      await run.removals(after: outcomes, keeping: kept)
    }
    var plan = plan
    for (index, outcome) in (additions.map(\.1) + removals).joined() { plan.changes[index].outcome = outcome }
    return plan
  }
}

import ConcurrentWork
import Reconciliation
import ResourceManager

/// A plan for Azure, and the writes that bring it about.
struct AzureApplier: PlanApplier {
  /// What would change.
  let plan: BackendPlan
  /// The writes, zone by zone.
  let work: [ZoneWork]
  /// The way to Resource Manager.
  let manager: ResourceManagerClient
  /// By what we know our own.
  let mark: OwnerMark
  /// The most zones that are worked on at the same time.
  let concurrency: Int
  /// Hears how many changes are through.
  let progress: (any ProgressMeter)?

  /// Carries out all writes: in all zones what is to be there, and then in all zones the deletions.
  ///
  /// Otherwise zones do not wait for each other, nor do record sets of one zone. A name that moves from one zone to another, as
  /// when the layout changes, is always in one of them: what it could not get in the new one it does not lose in the old one.
  ///
  /// - Returns: the plan with the outcome of each change.
  /// - Throws: ``BackendError`` when no token is to be had, so that nothing was written.
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

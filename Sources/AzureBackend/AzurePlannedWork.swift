import Reconciliation

/// A plan for Azure, and the writes that bring it about.
struct AzurePlannedWork: PlannedWork {
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

  /// Carries out all writes; zones do not wait for each other, nor do record sets of one zone.
  ///
  /// - Returns: the plan with the outcome of each change.
  /// - Throws: ``BackendError`` when no token is to be had, so that nothing was written.
  func carryOut() async throws(BackendError) -> BackendPlan {
    guard !work.isEmpty else { return plan }
    _ = try await manager.tokens.token()
    let (manager, mark, before, progress) = (manager.beginning(), mark, plan, progress)
    progress?.begin("azure: writing", total: plan.changes.count)
    let outcomes = await concurrentMap(work, limit: concurrency) { zone in
      await ZoneRun(zone, manager, mark, before, progress).outcomes()
    }
    var plan = plan
    for (index, outcome) in outcomes.joined() { plan.changes[index].outcome = outcome }
    return plan
  }
}

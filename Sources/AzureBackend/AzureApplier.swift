import ConcurrentWork
import DNSModel
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

  /// The zones in groups: each after those above it.
  private func levels(of runs: [ZoneApplier]) -> [[ZoneApplier]] {
    let origins = Set(runs.map(\.origin.text))
    func depth(_ origin: DomainName) -> Int {
      let labels = origin.text.utf8.split(separator: UInt8(ascii: "."))
      return labels.indices.dropFirst().count { start in
        origins.contains(labels[start...].map { String(decoding: $0, as: UTF8.self) }.joined(separator: "."))
      }
    }
    let groups = Dictionary(grouping: runs) { depth($0.origin) }
    return groups.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Applies all writes: first the additions in all zones, and then the deletions in all zones.
  ///
  /// Within each of the two phases, zones and record sets do not wait for each other. Unless every addition succeeds, nothing is
  /// deleted: after a change of the hostname scheme, the old names may be the only ones that work.
  ///
  /// - Parameter stop: asks to send no more writes.
  /// - Returns: the plan with the outcome of each change.
  /// - Throws: ``BackendError`` if no token is available; nothing is written then.
  func apply(until stop: StopSignal) async throws(BackendError) -> BackendPlan {
    guard !work.isEmpty else { return plan }
    try await manager.tokens.token()
    let manager = manager.withSharedDeadline().stopping(on: stop)
    let (mark, before, progress) = (mark, plan, progress)
    progress?.begin("azure: writing", total: plan.changes.count, atLeast: WriteTime(work).seconds)
    let runs = work.map { ZoneApplier($0, manager, mark, before, stop, progress) }
    var plan = plan
    let additions = await concurrentMap(runs, limit: concurrency) { await $0.additions() }.joined()
    for (index, outcome) in additions { plan.changes[index].outcome = outcome }
    let isIncomplete = !additions.allSatisfy { $0.outcome == .applied }
    var deletions: ZoneApplier.Outcomes = []
    var kept: [DomainName] = []
    for level in levels(of: runs) {
      // What is below a zone that stays linked would be hidden by it.
      let done = await concurrentMap(level, limit: concurrency) { [kept] run in
        let isHidden = kept.contains { run.origin.isAtOrBelow($0) }
        return await run.deletions(unless: isIncomplete || before.deletesNothing || isHidden)
      }
      for (run, outcomes) in zip(level, done) where outcomes.contains(where: { $0.outcome != .applied }) {
        kept.append(run.origin)
      }
      deletions += done.joined()
    }
    for (index, outcome) in deletions { plan.changes[index].outcome = outcome }
    if isIncomplete, !deletions.isEmpty, !stop.isRequested {
      plan.warnings.append(
        "nothing was deleted in \(plan.target), because not everything was created and updated. Correct the cause, then "
          + "apply again.")
    }
    return plan
  }
}

import APIManagement
import ConcurrentWork
import DNSModel
import Reconciliation
import ResourceManager

/// Applies the writes in one zone, phase by phase.
///
/// Writes of the same phase run concurrently.
struct ZoneApplier {
  private let work: ZoneWork
  /// The name of the zone.
  var origin: DomainName { work.origin }
  private let manager: ResourceManagerClient
  private let mark: OwnerMark
  private let plan: BackendPlan
  /// Asks to send no more writes, which ``manager`` heeds; a write that was not sent is then skipped.
  private let stop: StopSignal
  private let progress: (any ProgressMeter)?
  private let path: ZonePath

  init(
    _ work: ZoneWork, _ manager: ResourceManagerClient, _ mark: OwnerMark, _ plan: BackendPlan, _ stop: StopSignal,
    _ progress: (any ProgressMeter)?
  ) {
    self.work = work
    self.manager = manager
    self.mark = mark
    self.plan = plan
    self.stop = stop
    self.progress = progress
    path = ZonePath(work.origin)
  }

  /// The outcomes of changes, with their indexes in the plan.
  typealias Outcomes = [(index: Int, outcome: Change.Outcome)]

  /// Creates the zone, its links and its record sets.
  ///
  /// If the zone cannot be created, the rest is skipped. If no network would be linked to the zone, new record sets are skipped. The
  /// zone and its links are marked only if a record set has the mark.
  func additions() async -> Outcomes {
    let zone = await apply(.zone)
    let hasZone = zone.allSatisfy { $0.outcome == .applied }
    let links = await apply(.links, unless: { _ in !hasZone })
    let isLinked = !work.needsLink || links.isEmpty || links.contains { $0.outcome == .applied }
    let recordSets = await apply(.recordSets, unless: { !hasZone || !isLinked && $0.action == .create })
    let hasMarked = recordSets.isEmpty || recordSets.contains { $0.outcome == .applied }
    return zone + links + recordSets + (await apply(.marks, unless: { _ in !hasMarked }))
  }

  /// Deletes links, then record sets, then the zone.
  ///
  /// What is still needed is skipped.
  ///
  /// - Parameter isSkipped: whether nothing may be deleted at all.
  /// - Returns: the outcomes of the deletions.
  func deletions(unless isSkipped: Bool) async -> Outcomes {
    var outcomes: Outcomes = []
    for phase in [Operation.Phase.oldLinks, .oldRecordSets, .oldZone] {
      let isNeeded = isSkipped || !outcomes.allSatisfy { $0.outcome == .applied }
      if phase == .oldLinks, !isNeeded, let reason = await reasonToKeepLinks() {
        outcomes += work.steps.filter { $0.operation.phase == .oldLinks }.map { ($0.index, .failed(reason)) }
        continue
      }
      outcomes += await apply(phase, unless: { _ in isNeeded })
    }
    return outcomes
  }

  /// Why the old links of a zone that stays are kept: none of those that would be left works.
  ///
  /// Azure completes a link some time after its operation has ended. If no link would be left, that is what the inventory says.
  private func reasonToKeepLinks() async -> String? {
    let old = Set(
      work.steps.filter { $0.operation.phase == .oldLinks }.map { plan.changes[$0.index].name.lowercased() })
    guard !old.isEmpty, !work.steps.contains(where: { $0.operation.phase == .oldZone }) else { return nil }
    do throws(ResourceManagerError) {
      let rest = try await manager.settled { (links: Result<[WireLink], _>) in
        (try? links.get()).map { !$0.isEmpty && !$0.contains(where: \.works) } ?? false
      } _: { () throws(ResourceManagerError) in
        try await manager.list(path.links, of: WireLink.self).filter { !old.contains($0.name?.lowercased() ?? "") }
      }
      guard let broken = rest.first, !rest.contains(where: \.works) else { return nil }
      let state =
        broken.isFailed
        ? "provisioningState: \(broken.properties?.provisioningState ?? "")"
        : "virtualNetworkLinkState: \(broken.properties?.virtualNetworkLinkState ?? "")"
      return
        "the link is kept, because no other link of zone '\(work.origin)' works: '\(broken.name ?? "")' has \(state). Check the "
        + "resource ID of its network, then apply again."
    } catch {
      return "the link is kept, because the other links of zone '\(work.origin)' cannot be read: \(error)"
    }
  }

  /// Applies the operations of one phase concurrently, except skipped ones.
  private func apply(
    _ phase: Operation.Phase, unless isSkipped: @escaping @Sendable (Change) -> Bool = { _ in false }
  ) async -> Outcomes {
    let steps = work.steps.filter { $0.operation.phase == phase }
    return await concurrentMap(steps, limit: ResourceManagerClient.maximumConcurrentRequests) { entry in
      let change = plan.changes[entry.index]
      let outcome = isSkipped(change) ? .skipped : await apply(entry.operation, change)
      progress?.advance()
      return (entry.index, outcome)
    }
  }

  /// Applies one operation and turns an error into its outcome.
  private func apply(_ operation: Operation, _ change: Change) async -> Change.Outcome {
    do throws(ResourceManagerError) {
      switch operation {
      case .createZone: return try await createZone()
      case .mendZone(let zone, let precondition):
        return try await mend(zone, precondition)
      case .createLink(let name, let network):
        return try await inNewZone { () throws(ResourceManagerError) in try await createLink(name, network.path) }
      case .mendLink(let link, let path, let precondition):
        return try await mend(link, path, precondition, change)
      case .writeRecordSet(let set, let path, let metadata, let precondition):
        return try await inNewZone { () throws(ResourceManagerError) in
          try await write(set, path, metadata, precondition, change)
        }
      case .writeMark(let mark, let path, _, let precondition): return try await write(mark, path, precondition, change)
      case .deleteRecordSet(let path, let precondition): return try await deleteRecordSet(path, precondition, change)
      case .deleteLink(let path, let precondition): return try await deleteLink(path, precondition, change)
      case .deleteZone(let precondition):
        // Azure may still know the links that were deleted just before.
        let hadLinks = work.steps.contains { $0.operation.phase == .oldLinks }
        return try await manager.settled(unless: { hadLinks && $0.error?.hasNestedResources == true }) {
          () throws(ResourceManagerError) in try await deleteZone(precondition)
        }
      }
    } catch {
      if error.hasUnknownResult {
        let reason = error.isCancelled ? "no response arrived before the run ended" : error.description
        let end = reason.hasSuffix(".") ? "" : "."
        return .unknown("\(reason)\(end) It is not known whether Azure made this change. Plan again.")
      }
      return stop.isRequested && error.isNotSent ? .skipped : .failed(error.description)
    }
  }

  /// Repeats a write as long as Azure does not know the zone that was created just before.
  private func inNewZone(
    _ write: () async throws(ResourceManagerError) -> Change.Outcome
  ) async throws(ResourceManagerError) -> Change.Outcome {
    let isNew = work.steps.contains { $0.operation == .createZone }
    return try await manager.settled(unless: { isNew && $0.error?.isParentNotFound == true }, write)
  }

  /// Writes conditionally.
  ///
  /// If the precondition fails, reads what happened to the resource.
  ///
  /// The conflicting write may be our own: the response was lost, and the request was retried.
  private func writeConditionally(
    _ write: () async throws(ResourceManagerError) -> Void,
    onPreconditionFailed: () async throws(ResourceManagerError) -> Change.Outcome
  ) async throws(ResourceManagerError) -> Change.Outcome {
    do throws(ResourceManagerError) {
      try await write()
      return .applied
    } catch {
      guard error.isPreconditionFailed else { throw error }
      return try await onPreconditionFailed()
    }
  }

  /// Creates the zone with the owner mark.
  private func createZone() async throws(ResourceManagerError) -> Change.Outcome {
    let zone = WireZone(location: "global", tags: mark.added())
    return try await writeConditionally { () throws(ResourceManagerError) in
      try await manager.put(path.zone, zone, .absent)
    } onPreconditionFailed: { () throws(ResourceManagerError) in
      let found = try await manager.get(path.zone, as: WireZone.self)
      if mark.isOn(found?.tags) { return .applied }
      return .conflict("zone '\(work.origin)' was created by someone else since the plan. Plan again.")
    }
  }

  /// Creates a link without auto-registration.
  private func createLink(_ name: String, _ network: String) async throws(ResourceManagerError) -> Change.Outcome {
    let properties = WireLink.Properties(
      virtualNetwork: WireLink.Reference(id: network), registrationEnabled: false)
    let link = WireLink(location: "global", tags: mark.added(), properties: properties)
    return try await writeConditionally { () throws(ResourceManagerError) in
      try await manager.put(path.link(name), link, .absent)
    } onPreconditionFailed: { () throws(ResourceManagerError) in
      let found = try await manager.get(path.link(name), as: WireLink.self)
      let isSame = found?.properties?.virtualNetwork?.id?.lowercased() == network.lowercased()
      if isSame, mark.isOn(found?.tags) { return .applied }
      return .conflict(
        "link '\(name)' of zone '\(work.origin)' was created by someone else since the plan. Plan again.")
    }
  }

  /// Writes a zone again.
  private func mend(_ zone: WireZone, _ precondition: Precondition) async throws(ResourceManagerError)
    -> Change.Outcome
  {
    try await writeConditionally { () throws(ResourceManagerError) in
      try await manager.put(path.zone, zone, precondition)
    } onPreconditionFailed: { () throws(ResourceManagerError) in
      let found = try await manager.get(path.zone, as: WireZone.self)
      if let found, mark.isOn(found.tags), Drift(found) == nil { return .applied }
      return .conflict("zone '\(work.origin)' changed since the plan. Plan again.")
    }
  }

  /// Writes a link again.
  private func mend(_ link: WireLink, _ path: String, _ precondition: Precondition, _ change: Change)
    async throws(ResourceManagerError) -> Change.Outcome
  {
    try await writeConditionally { () throws(ResourceManagerError) in
      try await manager.put(path, link, precondition)
    } onPreconditionFailed: { () throws(ResourceManagerError) in
      let found = try await manager.get(path, as: WireLink.self)
      if let found, mark.isOn(found.tags), Drift(found) == nil { return .applied }
      return .conflict("link '\(change.name)' of zone '\(work.origin)' changed since the plan. Plan again.")
    }
  }

  private func write(
    _ set: RecordSet, _ path: String, _ metadata: [String: String], _ precondition: Precondition, _ change: Change
  ) async throws(ResourceManagerError) -> Change.Outcome {
    let addresses = set.addresses.map { WireRecordSet.Address(ipv4Address: $0.description) }
    let properties = WireRecordSet.Properties(
      metadata: metadata, ttl: Int(set.ttl.seconds), aRecords: addresses)
    return try await writeConditionally { () throws(ResourceManagerError) in
      try await manager.put(path, WireRecordSet(properties: properties), precondition)
    } onPreconditionFailed: { () throws(ResourceManagerError) in
      let found = try await recordSet(path)
      if let found, found.isManaged(by: mark), found.holds(set) { return .applied }
      return changedSincePlan(change, now: found)
    }
  }

  private func write(
    _ mark: WireMark, _ path: String, _ precondition: Precondition, _ change: Change
  ) async throws(ResourceManagerError) -> Change.Outcome {
    try await writeConditionally { () throws(ResourceManagerError) in
      try await manager.patch(path, mark, precondition)
    } onPreconditionFailed: { () throws(ResourceManagerError) in
      // A record set has metadata, a zone or link has tags.
      let found = try await manager.get(path, as: WireMark.self)
      let isSame =
        mark.tags.map { found?.tags ?? [:] == $0 } ?? (found?.properties?.metadata == mark.properties?.metadata)
      if found != nil, isSame { return .applied }
      return .conflict("\(change.kind.rawValue) '\(change.name)' changed since the plan. Plan again.")
    }
  }

  private func deleteRecordSet(
    _ path: String, _ precondition: Precondition, _ change: Change
  ) async throws(ResourceManagerError) -> Change.Outcome {
    try await writeConditionally { () throws(ResourceManagerError) in
      try await manager.delete(path, precondition)
    } onPreconditionFailed: { () throws(ResourceManagerError) in
      guard let found = try await recordSet(path) else { return .applied }
      return changedSincePlan(change, now: found)
    }
  }

  private func deleteLink(
    _ path: String, _ precondition: Precondition, _ change: Change
  ) async throws(ResourceManagerError) -> Change.Outcome {
    try await writeConditionally { () throws(ResourceManagerError) in
      try await manager.delete(path, precondition)
    } onPreconditionFailed: { () throws(ResourceManagerError) in
      guard try await manager.get(path, as: WireLink.self) != nil else { return .applied }
      return .conflict("link '\(change.name)' of zone '\(work.origin)' changed since the plan. Plan again.")
    }
  }

  /// Deletes the zone.
  ///
  /// Azure would delete new record sets along with it, so they are looked for first.
  ///
  /// - Parameters:
  ///   - precondition: the ETag that the zone must have.
  ///   - mayRetry: whether to retry once if the zone changed and is still managed and empty.
  /// - Returns: the outcome.
  /// - Throws: ``ResourceManagerError`` if a request fails.
  private func deleteZone(
    _ precondition: Precondition, mayRetry: Bool = true
  ) async throws(ResourceManagerError) -> Change.Outcome {
    let sets: [RemoteRecordSet]
    do throws(ResourceManagerError) {
      sets = try await manager.list(path.allRecordSets, of: WireRecordSet.self).compactMap { RemoteRecordSet($0) }
    } catch {
      if error.isNotFound { return .applied }
      throw error
    }
    if let added = sets.first(where: { !$0.isPartOfZone }) {
      return .conflict(
        "zone '\(work.origin)' is kept, because '\(added.name)' (\(added.type)) was added to it since the plan. "
          + "Plan again.")
    }
    return try await writeConditionally { () throws(ResourceManagerError) in
      try await manager.delete(path.zone, precondition)
    } onPreconditionFailed: { () throws(ResourceManagerError) in
      guard let found = try await manager.get(path.zone, as: WireZone.self) else { return .applied }
      guard mark.isOn(found.tags) else {
        return .conflict("zone '\(work.origin)' lost its owner mark since the plan. Plan again.")
      }
      guard mayRetry else {
        return .conflict("zone '\(work.origin)' keeps changing. Plan again when nobody else is changing it.")
      }
      // The change may have added record sets, so they are listed again.
      return try await deleteZone(Precondition(etag: found.etag), mayRetry: false)
    }
  }

  /// Reads an A record set; nil if it does not exist.
  private func recordSet(_ path: String) async throws(ResourceManagerError) -> RemoteRecordSet? {
    try await manager.get(path, as: WireRecordSet.self).flatMap { RemoteRecordSet($0) }
  }

  /// The outcome for a record set that changed since the plan.
  private func changedSincePlan(_ change: Change, now: RemoteRecordSet?) -> Change.Outcome {
    let found = now?.value.summary ?? "nothing"
    let expected = change.before?.summary ?? "nothing"
    let intention = change.after.map { "write \($0.summary)" } ?? "delete it"
    return .conflict(
      "'\(change.name)' changed since the plan, which would \(intention): it held \(expected) then and holds \(found) "
        + "now. Plan again.")
  }
}

extension Result where Failure == ResourceManagerError {
  /// The error; nil for a success.
  fileprivate var error: ResourceManagerError? {
    if case .failure(let error) = self { error } else { nil }
  }
}

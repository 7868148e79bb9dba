package import APIManagement
import ConcurrentWork
package import DNSModel
public import Reconciliation
package import ResourceManager

/// Manages records in the private DNS zones of one Azure resource group.
///
/// Source: [Private DNS, version 2024-06-01](https://learn.microsoft.com/rest/api/dns/privatedns/). Record sets carry the
/// metadata `managedBy=apim-dns` and `owner=<owner>`; zones and virtual network links carry the same as tags. Resources without
/// this owner mark are not changed. Every write is conditional on the ETag that the plan read.
public struct AzureBackend: RecordBackend {
  private let settings: AzureBackendSettings
  private let manager: ResourceManagerClient
  private let progress: (any ProgressMeter)?
  /// The most seconds for all requests of an apply.
  private let timeout: Double

  /// The resource ID of the resource group.
  public var target: String { settings.target }

  /// The most zones that are read or written at the same time.
  ///
  /// ``RateLimiter`` limits the requests themselves.
  private static let concurrency = 256

  /// Checks the settings; sends nothing yet.
  ///
  /// - Parameters:
  ///   - cloud: the cloud, which decides the hostname suffix and the address of Resource Manager.
  ///   - subscription: the subscription ID.
  ///   - resourceGroup: the name of the resource group.
  ///   - links: the virtual networks that every zone is linked to; nil to leave links as they are.
  ///   - existingZones: unmanaged zones that hold the names at and below them.
  ///   - zonesOfNames: the unmanaged zones of single names, which come before `existingZones`.
  ///   - layout: how all other record sets are divided into zones.
  ///   - owner: the owner of the record sets.
  ///   - endpoint: the address of Resource Manager; nil for that of the cloud.
  ///   - client: sends the requests.
  ///   - tokens: the source of access tokens.
  ///   - timeout: the most seconds for all requests of a plan, and again for those of an apply, retries included.
  ///   - time: the clock.
  ///   - progress: shows the progress of reading and writing.
  /// - Throws: ``BackendError`` if a setting is not valid.
  package init(
    cloud: Cloud = .global, subscription: String, resourceGroup: String, links: [ResourceID]? = nil,
    existingZones: [DomainName] = [], zonesOfNames: [DomainName: DomainName] = [:], layout: ZoneLayout = .perHostname,
    owner: Owner = .standard,
    endpoint: String? = nil, client: any HTTPClient, tokens: any TokenSource, timeout: Double = 600,
    time: SystemTime = .system, progress: (any ProgressMeter)? = nil
  ) throws(BackendError) {
    settings = try AzureBackendSettings(
      subscription: subscription, resourceGroup: resourceGroup, links: links,
      existingZones: existingZones, zonesOfNames: zonesOfNames, layout: layout, owner: owner
    )
    self.progress = progress
    self.timeout = timeout
    manager = try ResourceManagerClient(
      endpoint: endpoint ?? cloud.resourceManager, root: "\(settings.target)/providers/Microsoft.Network/",
      provider: .privateDNS, client: client, tokens: tokens, timeout: timeout, time: time)
  }

  /// Reads the zones of the resource group that count, and finds the changes.
  ///
  /// - Parameters:
  ///   - desiredState: the record sets that this owner should have.
  ///   - policy: what to do with changes that conflict.
  /// - Returns: the plan, ready to apply. A zone that cannot be read for lack of permission is left out, which is a problem of
  ///   the plan.
  /// - Throws: ``BackendError`` if Azure cannot be read, or does not allow the desired state.
  public func plan(
    _ desiredState: DesiredState, onConflict policy: ConflictPolicy
  ) async throws(BackendError) -> PlannedWork {
    let wanted = try zones(desiredState)
    var warnings = try AzureLimits.check(wanted)
    for suffix in Cloud.allCases.map(\.gatewaySuffix) where wanted.contains(where: { $0.origin == suffix }) {
      warnings.append("zone '\(suffix)' hides every other name below it from its linked virtual networks")
    }
    let manager = manager.withSharedDeadline()
    let isRemoval = desiredState == .absent
    let (remote, denied) = try await read(isRemoval ? nil : wanted, with: manager)
    /// Plans all zones and links but some.
    func planner(
      without skipped: Set<DomainName>, _ skippedLinks: [ZoneOverlap.RefusedLink] = []
    ) -> AzurePlanner {
      let rest = wanted.filter { !skipped.contains($0.origin) }
      return AzurePlanner(
        from: remote.filter { !skipped.contains($0.origin) }, to: desiredState == .absent ? nil : rest, settings,
        without: skippedLinks, root: manager.root, onConflict: policy)
    }
    let deniedZones = Set(denied.map(\.origin))
    var planned = planner(without: deniedZones)
    var draft = planned.builder
    let newZones = draft.newZones
    let networks = isRemoval ? [] : SuffixZone.networks(remote, settings)
    // Without a network, nothing is hidden from anyone.
    let others =
      networks.isEmpty ? nil : await SubscriptionZones(of: settings.subscription, with: manager, knowing: remote)
    var overlap = ZoneOverlap.Findings()
    if let others {
      overlap = await ZoneOverlap(others: others, root: manager.root, links: settings.links ?? [])
        .find(wanted.filter { newZones.contains($0.origin) }, linking: draft.newLinks)
    }
    let zoneConflicts =
      AzureLimits.reservedNames(of: newZones, root: manager.root)
      + SuffixZone.conflicts(in: draft, settings, root: manager.root)
    let conflicts = zoneConflicts + overlap.refusedLinks.map(\.conflict)
    let leftOut = conflicts.filter(policy.leavesOut)
    if !leftOut.isEmpty {
      planned = planner(
        without: deniedZones.union(zoneConflicts.filter(policy.leavesOut).compactMap(\.zone)), overlap.refusedLinks)
      draft = planned.builder
    }
    if wanted.flatMap(\.recordSets).contains(where: { set in denied.contains { set.name.isAtOrBelow($0.origin) } }) {
      draft.deleteNothing(because: "a zone that the inventory needs, or that can hide its names, cannot be read.")
    }
    if !(leftOut + draft.leftOut).isEmpty {
      draft.deleteNothing(because: "something is left out. Resolve its conflict, then apply again.")
    }
    if !isRemoval { warnings += settings.unusedZones(besides: wanted) }
    warnings += overlap.warnings + draft.warnings
    if !isRemoval {
      let made = wanted.map(\.origin).filter { !settings.unmanagedZones.contains($0) }
      warnings += SuffixZone.warnings(in: remote, besides: draft.oldZones.union(made), after: planned.reach, settings)
      if let others {
        warnings += await SuffixZone.warnings(
          in: others, ownRoot: manager.root, linkedTo: networks, after: planned.reach, settings)
      }
    }
    if let warning = WriteTime(draft.work).warning(timeout: timeout) { warnings.append(warning) }
    // Records of this owner may be in any zone that a removal cannot read.
    let desired = Set(wanted.map(\.origin))
    let needed = isRemoval ? denied : denied.filter { $0.isManaged || desired.contains($0.origin) }
    let neededZones = Set(needed.map(\.origin))
    var plan = BackendPlan(
      backend: .azure, target: target, changes: draft.changes,
      conflicts: conflicts.filter { !policy.leavesOut($0) } + draft.conflicts, leftOut: leftOut + draft.leftOut,
      unchanged: draft.unchanged,
      warnings: warnings + denied.filter { !neededZones.contains($0.origin) }.map(\.warning),
      problems: needed.map(\.problem))
    plan.deletesNothing = draft.deletesNothing
    return work(plan, draft, manager)
  }

  /// Warns of zones that hide public names from the virtual networks of this owner, in the words of a plan.
  ///
  /// Lists the zones of the subscription, the links of the zones that can hide names, and the record sets of those that do. If the
  /// settings say nothing about links, it also lists those of the managed zones.
  ///
  /// - Parameter desiredState: the record sets that this owner should have.
  /// - Returns: the warnings.
  /// - Throws: ``BackendError`` if Azure cannot be read.
  public func warningsOfHiddenNames(_ desiredState: DesiredState) async throws(BackendError) -> [String] {
    let wanted = try zones(desiredState)
    let manager = manager.withSharedDeadline()
    try await manager.tokens.token()
    let all = await SubscriptionZones(of: settings.subscription, with: manager)
    do throws(ResourceManagerError) {
      if let error = all.error { throw error }
      var networks = Set((settings.links ?? []).map { $0.path.lowercased() })
      if settings.links == nil {
        let mark = OwnerMark(owner: settings.owner)
        let managed = all.zones.filter { $0.isIn(manager.root) && mark.isOn($0.wire.tags) }
        let linked = await concurrentMap(managed, limit: Self.concurrency) {
          zone -> Result<Set<String>, ResourceManagerError> in
          do throws(ResourceManagerError) {
            return .success(try await all.linkedNetworks(of: zone))
          } catch {
            return .failure(error)
          }
        }
        for result in linked { networks.formUnion(try result.get()) }
      }
      let made = Set(wanted.map(\.origin)).subtracting(settings.unmanagedZones)
      return await SuffixZone.warnings(
        in: all, ownRoot: manager.root, andOwn: { !made.contains($0) }, linkedTo: networks, settings)
    } catch {
      throw BackendError(.failed, error.description, because: error.underlyingError)
    }
  }

  /// Plans owner marks alone.
  ///
  /// - Parameter desiredState: the record sets to adopt; nil to remove all marks of the owner.
  /// - Returns: the plan, ready to apply.
  /// - Throws: ``BackendError`` if Azure cannot be read, or does not allow the desired state.
  func planMarks(of desiredState: DesiredState?) async throws(BackendError) -> PlannedWork {
    let wanted = try desiredState.map { (desired) throws(BackendError) in try zones(desired) }
    let manager = manager.withSharedDeadline()
    let (remote, denied) = try await read(wanted, with: manager, withAllETags: true)
    let builder =
      wanted.map { AzureMarkPlanner(adopting: $0, in: remote, settings, root: manager.root).builder }
      ?? AzureMarkPlanner(releasing: remote, of: settings.owner, root: manager.root).builder
    let plan = BackendPlan(
      backend: .azure, target: target, changes: builder.changes, unchanged: builder.unchanged,
      warnings: builder.warnings + [WriteTime(builder.work).warning(timeout: timeout)].compactMap(\.self),
      problems: denied.filter { zone in wanted?.contains { $0.origin == zone.origin } ?? true }.map(\.problem))
    return work(plan, builder, manager)
  }

  /// Completes a plan with the way to apply it.
  private func work(
    _ plan: BackendPlan, _ builder: AzurePlanBuilder, _ manager: ResourceManagerClient
  ) -> PlannedWork {
    PlannedWork(
      AzureApplier(
        plan: plan, work: builder.work, manager: manager, mark: OwnerMark(owner: settings.owner),
        concurrency: Self.concurrency, progress: progress))
  }

  /// Reads the zones of the resource group that count: those that are desired, managed, named in the settings, above a desired name,
  /// or for a suffix.
  ///
  /// Without desired zones, it reads all zones, because any of them can have managed record sets.
  private func read(
    _ wanted: [Zone]?, with manager: ResourceManagerClient, withAllETags: Bool = false
  ) async throws(BackendError) -> (zones: [RemoteZone], denied: [DeniedZone]) {
    let names = (wanted ?? []).flatMap(\.recordSets).map(\.name)
    progress?.begin("azure: listing zones", total: 0)
    try await manager.tokens.token()
    do throws(ResourceManagerError) {
      return try await AzureStateReader(
        manager: manager, mark: OwnerMark(owner: settings.owner), readsAllETags: withAllETags,
        concurrency: Self.concurrency,
        progress: progress
      )
      .zones(wanted: Set((wanted ?? []).map(\.origin))) { zone in
        wanted == nil || settings.unmanagedZones.contains(zone) || SuffixZone.isSuffix(zone)
          || names.contains { $0.isAtOrBelow(zone) }
      }
    } catch {
      throw BackendError(.failed, error.description, because: error.underlyingError)
    }
  }

  /// Divides the record sets into zones.
  private func zones(_ desiredState: DesiredState) throws(BackendError) -> [Zone] {
    guard settings.layout != .responsePolicy else {
      throw BackendError(
        .badSettings, "the layout responsePolicy is for BIND only. Use the layout perHostname for azure.")
    }
    return settings.zones(for: desiredState.recordSets)
  }
}

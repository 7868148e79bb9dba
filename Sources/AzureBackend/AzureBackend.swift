package import APIManagement
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
  ///   - links: the virtual networks that every zone is linked to.
  ///   - layout: how record sets are divided into zones.
  ///   - owner: the owner of the record sets.
  ///   - endpoint: the address of Resource Manager; nil for that of the cloud.
  ///   - client: sends the requests.
  ///   - tokens: the source of access tokens.
  ///   - timeout: the most seconds for all requests of a plan, and again for those of an apply, retries included.
  ///   - time: the clock.
  ///   - progress: shows the progress of reading and writing.
  /// - Throws: ``BackendError`` if a setting is not valid.
  package init(
    cloud: Cloud = .global, subscription: String, resourceGroup: String, links: [ResourceID] = [],
    layout: ZoneLayout = .perHostname, owner: Owner = .standard,
    endpoint: String? = nil, client: any HTTPClient, tokens: any TokenSource, timeout: Double = 600,
    time: SystemTime = .system, progress: (any ProgressMeter)? = nil
  ) throws(BackendError) {
    settings = try AzureBackendSettings(
      cloud: cloud, subscription: subscription, resourceGroup: resourceGroup, links: links, layout: layout, owner: owner
    )
    self.progress = progress
    manager = try ResourceManagerClient(
      endpoint: endpoint ?? cloud.resourceManager, root: "\(settings.target)/providers/Microsoft.Network/",
      provider: .privateDNS, client: client, tokens: tokens, timeout: timeout, time: time)
  }

  /// Reads all zones of the resource group and finds the changes.
  ///
  /// - Parameter desiredState: the record sets that this owner should have.
  /// - Returns: the plan, ready to apply.
  /// - Throws: ``BackendError`` if Azure cannot be read, or does not allow the desired state.
  public func plan(_ desiredState: DesiredState) async throws(BackendError) -> PlannedWork {
    let wanted = try zones(desiredState)
    var warnings = try AzureLimits.check(wanted)
    if wanted.contains(where: { $0.origin == settings.cloud.gatewaySuffix }) {
      warnings.append(
        "zone '\(settings.cloud.gatewaySuffix)' hides every other name below it from its linked virtual networks"
      )
    }
    let remote: [RemoteZone]
    let manager = manager.withSharedDeadline()
    progress?.begin("azure: listing zones", total: 0)
    try await manager.tokens.token()
    do throws(ResourceManagerError) {
      remote = try await AzureStateReader(
        manager: manager, mark: OwnerMark(owner: settings.owner), concurrency: Self.concurrency, progress: progress
      )
      .zones(wanted: Set(wanted.map(\.origin)))
    } catch {
      throw BackendError(.failed, error.description, because: error.underlyingError)
    }
    let known = Set(remote.map(\.origin))
    warnings += await ZoneOverlap(manager: manager, subscription: settings.subscription, links: settings.links)
      .warnings(wanted.filter { !known.contains($0.origin) })
    let builder = AzurePlanner(
      from: remote, to: wanted, links: settings.links, owner: settings.owner, root: manager.root
    )
    .builder
    let writesParentZone = builder.changes.contains { $0.zone == settings.cloud.gatewaySuffix && $0.action != .delete }
    let plan = BackendPlan(
      backend: .azure, target: target, changes: builder.changes,
      conflicts: (writesParentZone ? [parentConflict] : []) + builder.conflicts,
      unchanged: builder.unchanged, warnings: warnings + builder.warnings)
    return PlannedWork(
      AzureApplier(
        plan: plan, work: builder.work, manager: manager, mark: OwnerMark(owner: settings.owner),
        concurrency: Self.concurrency,
        progress: progress))
  }

  /// Divides the record sets into zones.
  private func zones(_ desiredState: DesiredState) throws(BackendError) -> [Zone] {
    guard settings.layout != .responsePolicy else {
      throw BackendError(
        .badSettings, "the layout responsePolicy is for BIND only. Use the layout perHostname for azure.")
    }
    return settings.layout.zones(for: desiredState.recordSets, below: settings.cloud.gatewaySuffix)
  }

  /// The conflict of a zone for the cloud's own suffix: see "DNS configuration" in
  /// [Deploy API Management in internal mode](https://learn.microsoft.com/azure/api-management/api-management-using-with-internal-vnet).
  private var parentConflict: Conflict {
    let origin = settings.cloud.gatewaySuffix
    let reason =
      settings.layout == .parent
      ? "a private zone '\(origin)' would hide every other name below it from its linked virtual networks, and "
        + "Microsoft advises against it. Use the layout perHostname, or use --force to create it anyway."
      : "a private zone '\(origin)' would hide every other name below it from its linked virtual networks, and "
        + "Microsoft advises against it. Remove the name from the inventory, or use --force to create it anyway."
    return Conflict(
      name: origin.text, zone: origin, place: manager.root + ZonePath(origin).zone, reason: reason,
      yieldsToForce: true)
  }
}

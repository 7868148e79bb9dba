public import APIManagement
public import DNSModel
public import Reconciliation
public import ResourceManager

/// Keeps records in the private DNS zones of one Azure resource group.
///
/// Source: [Private DNS, version 2024-06-01](https://learn.microsoft.com/rest/api/dns/privatedns/). Record sets carry the
/// metadata `managedBy=apim-dns` and `owner=<owner>`, zones and links the same as tags; whatever does not is left as it is.
/// Every write is conditional: it is done only where Azure still holds what the plan started from.
public struct AzureBackend: RecordBackend {
  private let settings: AzureBackendSettings
  private let manager: ResourceManagerClient
  private let progress: (any ProgressMeter)?

  /// The path of the resource group.
  public var target: String { settings.target }

  /// The most zones that are worked on at the same time; how many requests are under way is up to the pacer.
  private static let concurrency = 256

  /// Makes a backend; nothing is asked yet.
  ///
  /// - Parameters:
  ///   - cloud: the cloud, for the suffix of hostnames and the address of Resource Manager.
  ///   - subscription: the identifier of the subscription.
  ///   - resourceGroup: the name of the resource group.
  ///   - links: the virtual networks to which every zone is to be linked.
  ///   - layout: how record sets are spread over zones.
  ///   - owner: whose record sets these are.
  ///   - endpoint: the address of Resource Manager; without one, the cloud's own.
  ///   - client: the way to the network.
  ///   - tokens: where tokens come from.
  ///   - timeout: the most seconds that reading may take, and then again writing, with all that is tried again.
  ///   - time: the time.
  ///   - progress: hears how far reading and writing have come.
  /// - Throws: ``BackendError`` when the settings cannot work.
  public init(
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

  /// Reads all zones of the resource group and says what would have to change.
  ///
  /// - Parameter desiredState: what the group should hold of this owner.
  /// - Returns: work that is ready to be carried out.
  /// - Throws: ``BackendError`` when Azure cannot be read, or would refuse what is wanted.
  public func plan(_ desiredState: DesiredState) async throws(BackendError) -> PlannedWork {
    let wanted = try zones(desiredState)
    var warnings = try AzureLimits.check(wanted)
    if wanted.contains(where: { $0.origin == settings.cloud.gatewaySuffix }) {
      warnings.append(
        "zone '\(settings.cloud.gatewaySuffix)' hides every other name under it from its linked virtual networks"
      )
    }
    let remote: [RemoteZone]
    let manager = manager.withSharedDeadline()
    progress?.begin("azure: looking for zones", total: 0)
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
    let builder = AzurePlanner(from: remote, to: wanted, links: settings.links, owner: settings.owner, root: manager.root)
      .builder
    let isFilled = builder.changes.contains { $0.zone == settings.cloud.gatewaySuffix && $0.action != .delete }
    let plan = BackendPlan(
      backend: .azure, target: target, changes: builder.changes,
      conflicts: (isFilled ? [parentConflict] : []) + builder.conflicts,
      unchanged: builder.unchanged, warnings: warnings + builder.warnings)
    return PlannedWork(
      AzureApplier(
        plan: plan, work: builder.work, manager: manager, mark: OwnerMark(owner: settings.owner),
        concurrency: Self.concurrency,
        progress: progress))
  }

  /// Spreads the record sets over zones, in a layout that is fit for Azure.
  private func zones(_ desiredState: DesiredState) throws(BackendError) -> [Zone] {
    guard settings.layout != .responsePolicy else {
      throw BackendError(
        .badSettings, "layout responsePolicy is for BIND only. Use layout perHostname for azure.")
    }
    return settings.layout.zones(for: desiredState.recordSets, below: settings.cloud.gatewaySuffix)
  }

  /// Why nothing should go into a zone of the cloud's suffix: "DNS configuration" in
  /// [Deploy API Management in internal mode](https://learn.microsoft.com/azure/api-management/api-management-using-with-internal-vnet).
  private var parentConflict: Conflict {
    let origin = settings.cloud.gatewaySuffix
    let advice =
      settings.layout == .parent
      ? "Use layout perHostname, or use --force to create it anyway." : "Remove the name from the inventory, or use "
        + "--force to create it anyway."
    return Conflict(
      name: origin.text, zone: origin, place: manager.root + ZonePath(origin).zone,
      reason:
        "a private zone '\(origin)' would hide every other name under it from its linked virtual networks, and "
          + "Microsoft advises against it. \(advice)",
      yieldsToForce: true)
  }
}

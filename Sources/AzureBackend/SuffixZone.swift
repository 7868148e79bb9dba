import APIManagement
import DNSModel
import Reconciliation

/// A zone for a whole suffix of API Management, such as `azure-api.net` or `portal.azure-api.net`.
///
/// It hides the public names of all other instances from its virtual networks, even if it is empty. See "DNS configuration" in
/// [Deploy API Management in internal mode](https://learn.microsoft.com/azure/api-management/api-management-using-with-internal-vnet).
struct SuffixZone {
  private let zone: RemoteZone
  /// The resource group; nil for the own one.
  private let group: String?

  private init(_ zone: RemoteZone, in group: String? = nil) {
    self.zone = zone
    self.group = group
  }

  /// Whether a name is that of a suffix.
  static func isSuffix(_ origin: DomainName) -> Bool {
    let endpoints = ["@", "portal", "developer", "management", "scm", "configuration", "regional"]
    return Cloud.allCases.contains { cloud in
      guard let label = origin.relative(to: cloud.gatewaySuffix) else { return false }
      return endpoints.contains(label) || KnownRegion.find(label, in: cloud) != nil
    }
  }

  /// The resource IDs, in lower case, of the networks that managed zones are or will be linked to.
  static func networks(_ remote: [RemoteZone], _ settings: AzureBackendSettings) -> Set<String> {
    let mark = OwnerMark(owner: settings.owner)
    return Set(
      settings.links?.map { $0.path.lowercased() }
        ?? remote.filter { mark.isOn($0.wire.tags) }.flatMap(\.links).compactMap(\.network))
  }

  /// Warns of the zones that hide public names from the networks of managed zones, with the step to take.
  ///
  /// - Parameters:
  ///   - remote: the zones of the resource group.
  ///   - others: the zones that are not warned of: those that the plan deletes or makes.
  ///   - reach: what the networks resolve after the plan.
  ///   - settings: the owner and the virtual networks to link.
  /// - Returns: the warnings.
  static func warnings(
    in remote: [RemoteZone], besides others: Set<DomainName>, after reach: NetworkReach,
    _ settings: AzureBackendSettings
  ) -> [String] {
    let networks = networks(remote, settings)
    return remote.filter { zone in
      !others.contains(zone.origin) && isSuffix(zone.origin)
        && zone.links.contains { $0.network.map(networks.contains) ?? false }
    }
    .map { zone in
      SuffixZone(zone).warning(after: reach, isInUse: settings.unmanagedZones.contains(zone.origin))
    }
  }

  /// Warns of such zones anywhere in the subscription.
  ///
  /// Lists the links of each zone for a suffix, and the record sets of those that are linked to the networks.
  ///
  /// - Parameters:
  ///   - zones: the zones of the subscription.
  ///   - ownRoot: the path prefix of the provider's resources in the own resource group.
  ///   - isOfOthers: whether to warn of a zone in the own resource group too.
  ///   - networks: the resource IDs of the networks in lower case.
  ///   - reach: what the networks resolve after the plan; nil without a plan.
  ///   - settings: the zones that stay unmanaged.
  /// - Returns: the warnings; none about a zone that cannot be read.
  static func warnings(
    in zones: SubscriptionZones, ownRoot: String, andOwn isOfOthers: (DomainName) -> Bool = { _ in false },
    linkedTo networks: Set<String>, after reach: NetworkReach? = nil, _ settings: AzureBackendSettings
  ) async -> [String] {
    var warnings: [String] = []
    for zone in zones.zones where isSuffix(zone.origin) {
      let isOwn = zone.isIn(ownRoot)
      guard !isOwn || isOfOthers(zone.origin),
        let contents = try? await zones.contents(of: zone, ifLinkedTo: networks)
      else { continue }
      let isInUse = isOwn && settings.unmanagedZones.contains(zone.origin)
      warnings.append(SuffixZone(contents, in: isOwn ? nil : zone.group).warning(after: reach, isInUse: isInUse))
    }
    return warnings
  }

  /// The conflicts of a plan that writes to zones for suffixes, unless they stay unmanaged.
  ///
  /// - Parameters:
  ///   - draft: the plan.
  ///   - settings: the layout, and the zones that stay unmanaged.
  ///   - root: the path prefix of the provider's resources, for messages.
  /// - Returns: the conflicts, one for each zone.
  static func conflicts(in draft: AzurePlanBuilder, _ settings: AzureBackendSettings, root: String) -> [Conflict] {
    let written = Set(draft.changes.lazy.filter { $0.action != .delete }.compactMap(\.zone))
    return written.filter { !settings.unmanagedZones.contains($0) && isSuffix($0) }.sorted().map { origin in
      let reason =
        settings.layout == .parent
        ? "a private zone '\(origin)' would hide every other name below it from its linked virtual networks, and "
          + "Microsoft advises against it. Use the layout perHostname, or use --force to create it anyway."
        : "a private zone '\(origin)' would hide every other name below it from its linked virtual networks, and "
          + "Microsoft advises against it. Remove the name from the inventory, or use --force to create it anyway."
      return Conflict(
        name: origin.text, zone: origin, place: root + ZonePath(origin).zone, reason: reason, yieldsToForce: true)
    }
  }

  /// The warning, with what to do before the zone can be unlinked.
  ///
  /// A longer zone already takes its place for a name in the networks that both are linked to, whatever the longer zone holds.
  ///
  /// - Parameters:
  ///   - reach: what the networks resolve after the plan; nil without a plan.
  ///   - isInUse: whether the inventory puts names into the zone.
  /// - Returns: the warning.
  private func warning(after reach: NetworkReach?, isInUse: Bool) -> String {
    let place = group.map { " in resource group '\($0)'" } ?? ""
    let hides =
      "zone '\(zone.origin)'\(place) hides every public name below it that it does not have from its linked virtual networks."
    guard !isInUse else {
      return
        "\(hides) The inventory puts names into it. To stop that, remove it from zone: and zones:, then plan again."
    }
    let names = Set(zone.recordSets.filter { !$0.isPartOfZone }.map { $0.fullName(in: zone.origin) })
    guard !names.isEmpty else { return "\(hides) It is empty, so remove its links now." }
    guard let reach else { return "\(hides) To learn when its links can be removed, run 'apim-dns plan azure'." }
    let networks = Set(zone.links.compactMap(\.properties?.virtualNetwork?.id))
    let others = networks.filter { network in
      !names.allSatisfy { reach.hasLongerZone(than: zone.origin, for: $0, network.lowercased()) }
    }
    guard others.count == networks.count else {
      return "\(hides) All its names have zones of their own in this plan, so remove its links after 'apply'"
        + (others.isEmpty
          ? "."
          : ", but not those to networks that these zones are not linked to: \(listed(others.map { "'\($0)'" }.sorted()))")
    }
    let missing = names.filter { !reach.hasLongerZone(than: zone.origin, for: $0) }
    guard missing.isEmpty else {
      return "\(hides) Before you remove its links, add these names to the inventory or to other zones: "
        + listed(missing.sorted().map { "'\($0)'" })
    }
    return "\(hides) Before you remove its links, link the zones of all its names to the same virtual networks: "
      + listed(names.sorted().map { "'\($0)'" })
  }
}

extension WireLink {
  /// The resource ID of the network in lower case.
  var network: String? { properties?.virtualNetwork?.id?.lowercased() }
}

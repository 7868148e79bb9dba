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
  ///   - deleted: the zones that the plan deletes, which are not warned of.
  ///   - wanted: the desired zones that are not left out, which are not warned of either.
  ///   - settings: the owner and the virtual networks to link.
  /// - Returns: the warnings.
  static func warnings(
    in remote: [RemoteZone], besides deleted: Set<DomainName> = [], replacedBy wanted: [Zone],
    _ settings: AzureBackendSettings
  ) -> [String] {
    let networks = networks(remote, settings)
    let others = deleted.union(wanted.map(\.origin))
    let names = names(of: wanted)
    return remote.filter { zone in
      !others.contains(zone.origin) && isSuffix(zone.origin)
        && zone.links.contains { $0.network.map(networks.contains) ?? false }
    }
    .map { SuffixZone($0).warning(replacedBy: names, from: networks) }
  }

  /// Warns of such zones anywhere in the subscription.
  ///
  /// Lists the links of each zone for a suffix, and the record sets of those that are linked to the networks.
  ///
  /// - Parameters:
  ///   - zones: the zones of the subscription.
  ///   - ownRoot: the path prefix of the provider's resources in the own resource group.
  ///   - includesOwn: whether to warn of the zones in the own resource group too, unless they are desired.
  ///   - networks: the resource IDs of the networks in lower case.
  ///   - wanted: the desired zones.
  /// - Returns: the warnings; none about a zone that cannot be read.
  static func warnings(
    in zones: SubscriptionZones, ownRoot: String, includesOwn: Bool = false, linkedTo networks: Set<String>,
    replacedBy wanted: [Zone]
  ) async -> [String] {
    let names = names(of: wanted)
    let origins = Set(wanted.map(\.origin))
    var warnings: [String] = []
    for zone in zones.zones where isSuffix(zone.origin) {
      let isOwn = zone.isIn(ownRoot)
      guard !isOwn || includesOwn && !origins.contains(zone.origin),
        let contents = try? await zones.contents(of: zone, ifLinkedTo: networks)
      else { continue }
      warnings.append(SuffixZone(contents, in: isOwn ? nil : zone.group).warning(replacedBy: names, from: networks))
    }
    return warnings
  }

  private static func names(of zones: [Zone]) -> Set<String> { Set(zones.flatMap(\.recordSets).map(\.name.text)) }

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
  /// A zone of a name already takes its place in the networks that it is linked to, so only the name counts, whatever it holds.
  ///
  /// - Parameters:
  ///   - names: the names that have zones of their own.
  ///   - networks: the resource IDs, in lower case, of the networks that these zones are linked to.
  /// - Returns: the warning.
  private func warning(replacedBy names: Set<String>, from networks: Set<String>) -> String {
    let place = group.map { " in resource group '\($0)'" } ?? ""
    let hides =
      "zone '\(zone.origin)'\(place) hides every public name below it that it does not have from its linked virtual networks."
    let sets = zone.recordSets.filter { !$0.isPartOfZone }
    guard !sets.isEmpty else { return "\(hides) It is empty, so remove its links now." }
    let missing = sets.map { $0.fullName(in: zone.origin) }.filter { !names.contains($0) }
    guard missing.isEmpty else {
      return "\(hides) Before you remove its links, add these names to the inventory or to other zones: "
        + listed(Set(missing).sorted().map { "'\($0)'" })
    }
    let others = zone.links.compactMap(\.properties?.virtualNetwork?.id).filter { !networks.contains($0.lowercased()) }
      .map { "'\($0)'" }
    return "\(hides) All its names have zones of their own in this plan, so remove its links after 'apply'"
      + (others.isEmpty
        ? "." : ", but not those to networks that these zones are not linked to: \(listed(others.sorted()))")
  }
}

extension WireLink {
  /// The resource ID of the network in lower case.
  var network: String? { properties?.virtualNetwork?.id?.lowercased() }
}

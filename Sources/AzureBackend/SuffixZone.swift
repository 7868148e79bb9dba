import APIManagement
import DNSModel
import Reconciliation

/// A zone for a whole suffix of API Management, such as `azure-api.net` or `portal.azure-api.net`.
///
/// It hides the public names of all other instances from its virtual networks, even if it is empty. See "DNS configuration" in
/// [Deploy API Management in internal mode](https://learn.microsoft.com/azure/api-management/api-management-using-with-internal-vnet).
struct SuffixZone {
  private let zone: RemoteZone

  /// Recognizes a zone; nil if it is not one for a suffix.
  init?(_ zone: RemoteZone) {
    guard
      let (cloud, label) = Cloud.allCases.lazy.compactMap({ cloud in
        zone.origin.relative(to: cloud.gatewaySuffix).map { (cloud, $0) }
      })
      .first
    else { return nil }
    let endpoints = ["@", "portal", "developer", "management", "scm", "configuration", "regional"]
    guard endpoints.contains(label) || KnownRegion.find(label, in: cloud) != nil else { return nil }
    self.zone = zone
  }

  /// Warns of the zones that hide public names from the networks of managed zones, with the step to take.
  ///
  /// - Parameters:
  ///   - remote: the zones of the resource group.
  ///   - deleted: the zones that the plan deletes, which are not warned of.
  ///   - wanted: the desired zones, which are not warned of either.
  ///   - settings: the owner and the virtual networks to link.
  /// - Returns: the warnings.
  static func warnings(
    in remote: [RemoteZone], besides deleted: Set<DomainName>, replacedBy wanted: [Zone],
    _ settings: AzureBackendSettings
  ) -> [String] {
    let mark = OwnerMark(owner: settings.owner)
    let networks =
      settings.links?.map { $0.path.lowercased() }
      ?? remote.filter { mark.isOn($0.wire.tags) }.flatMap(\.links).compactMap(\.network)
    let others = deleted.union(wanted.map(\.origin))
    let names = Set(wanted.flatMap(\.recordSets).map(\.name.text))
    return remote.filter { zone in
      !others.contains(zone.origin) && zone.links.contains { $0.network.map(networks.contains) ?? false }
    }
    .compactMap { SuffixZone($0)?.warning(replacedBy: names) }
  }

  /// The conflict of a plan that writes to the zone of a cloud's suffix, unless that zone stays unmanaged.
  ///
  /// - Parameters:
  ///   - draft: the plan.
  ///   - settings: the layout, and the zones that stay unmanaged.
  ///   - root: the path prefix of the provider's resources, for messages.
  /// - Returns: the conflict; nil if the plan does not write there.
  static func conflict(in draft: AzurePlanBuilder, _ settings: AzureBackendSettings, root: String) -> Conflict? {
    let suffixes = Set(Cloud.allCases.map(\.gatewaySuffix)).subtracting(settings.unmanagedZones)
    guard
      let origin = draft.changes.lazy.filter({ $0.action != .delete }).compactMap(\.zone).first(
        where: suffixes.contains)
    else { return nil }
    let reason =
      settings.layout == .parent
      ? "a private zone '\(origin)' would hide every other name below it from its linked virtual networks, and "
        + "Microsoft advises against it. Use the layout perHostname, or use --force to create it anyway."
      : "a private zone '\(origin)' would hide every other name below it from its linked virtual networks, and "
        + "Microsoft advises against it. Remove the name from the inventory, or use --force to create it anyway."
    return Conflict(
      name: origin.text, zone: origin, place: root + ZonePath(origin).zone, reason: reason, yieldsToForce: true)
  }

  /// The warning, with what to do before the zone can be unlinked.
  private func warning(replacedBy names: Set<String>) -> String {
    let hides =
      "zone '\(zone.origin)' hides every public name below it that it does not have from its linked virtual networks."
    let sets = zone.recordSets.filter { !$0.isPartOfZone }
    guard !sets.isEmpty else { return "\(hides) It is empty, so remove its links now." }
    let missing = sets.map { $0.fullName(in: zone.origin) }.filter { !names.contains($0) }
    guard missing.isEmpty else {
      return "\(hides) Before you remove its links, add these names to the inventory or to other zones: "
        + listed(Set(missing).sorted().map { "'\($0)'" })
    }
    return "\(hides) All its names have zones of their own in this plan, so remove its links after 'apply'."
  }
}

extension WireLink {
  /// The resource ID of the network in lower case.
  var network: String? { properties?.virtualNetwork?.id?.lowercased() }
}

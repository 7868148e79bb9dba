import APIManagement
import DNSModel
import Reconciliation
import ResourceManager

/// Finds existing zones and new zones that hide names from each other.
///
/// Azure answers a query only from the zone with the longest matching name among those linked to the client's virtual network.
/// Names that only a shorter zone has are hidden.
struct ZoneOverlap: Sendable {
  /// The zones of the subscription, or why they cannot be read.
  let others: SubscriptionZones
  /// The path prefix of the provider's resources in the own resource group.
  let root: String
  /// The virtual networks that new zones are linked to.
  let links: [ResourceID]

  /// What existing zones mean for the zones and links of a plan.
  struct Findings {
    /// The links that Azure would refuse.
    var refusedLinks: [RefusedLink] = []
    var warnings: [String] = []
  }

  /// A new link that Azure would refuse, because its network is linked to another zone of the same name.
  struct RefusedLink {
    let conflict: Conflict
    let zone: DomainName
    /// The resource ID of the network in lower case.
    let network: String
  }

  /// Finds overlaps before zones and links are created.
  ///
  /// Lists the links of each zone whose name is above or below that of a new one.
  ///
  /// - Parameters:
  ///   - newZones: the zones that the plan creates.
  ///   - newLinks: the resource IDs of the networks that the plan links to each zone.
  /// - Returns: the findings. If the subscription cannot be read, that is a warning, not an error.
  func find(_ newZones: [Zone], linking newLinks: [DomainName: Set<String>]) async -> Findings {
    var findings = Findings()
    if let error = others.error {
      findings.warnings = [
        newLinks.isEmpty
          ? "cannot check whether other zones of the subscription hide names: \(error)"
          : "cannot check whether the new zones and links overlap with other zones of the subscription: \(error)"
      ]
    }
    guard !newLinks.isEmpty else { return findings }
    for other in others.zones {
      let related = newZones.filter {
        $0.origin != other.origin
          && ($0.origin.relative(to: other.origin) != nil || other.origin.relative(to: $0.origin) != nil)
      }
      let own = root + ZonePath(other.origin).zone
      let networks = other.path.lowercased() == own.lowercased() ? nil : newLinks[other.origin]
      guard !related.isEmpty || networks != nil else { continue }
      do throws(ResourceManagerError) {
        let linked = try await others.linkedNetworks(of: other)
        for network in (networks ?? []).sorted() where linked.contains(network.lowercased()) {
          findings.refusedLinks.append(
            RefusedLink(conflict: conflict(other, network), zone: other.origin, network: network.lowercased()))
        }
        guard links.contains(where: { linked.contains($0.path.lowercased()) }) else { continue }
        let isAbove = related.contains { $0.origin.isAtOrBelow(other.origin) }
        let sets = isAbove ? try await others.recordSets(of: other) : []
        for zone in related { findings.warnings += overlaps(of: zone, with: other, sets) }
      } catch {
        findings.warnings.append(
          "cannot check whether the new zones and links overlap with zone '\(other.origin)' in resource group "
            + "'\(other.group)': \(error)")
      }
    }
    return findings
  }

  /// The conflict of a link whose network is linked to another zone of the same name: Azure answers "A virtual network cannot be
  /// linked to multiple zones with overlapping namespaces".
  private func conflict(_ zone: SubscriptionZones.Entry, _ network: String) -> Conflict {
    Conflict(
      name: zone.origin.text, zone: zone.origin, place: zone.path,
      reason:
        "this zone in resource group '\(zone.group)' is already linked to '\(network)', and Azure links a virtual network to "
        + "only one zone of a name. Remove that link, or do not link the network.",
      yieldsToForce: false)
  }

  /// The warnings about a new zone and an existing one.
  private func overlaps(
    of zone: Zone, with other: SubscriptionZones.Entry, _ sets: [RemoteRecordSet]
  ) -> [String] {
    let existing = "zone '\(other.origin)' in resource group '\(other.group)' is linked to the same virtual network and"
    guard let name = zone.origin.relative(to: other.origin) else {
      let hidden = zone.recordSets.filter { $0.name.relative(to: other.origin) != nil }.map { "'\($0.name)'" }
      return hidden.isEmpty ? [] : ["\(existing) hides names of the new zone '\(zone.origin)': \(listed(hidden))"]
    }
    let own = Set(zone.recordSets.map(\.name.text))
    let hidden = sets.filter { set in
      (set.name == name || set.name.hasSuffix(".\(name)"))
        && !(set.type == "A" && own.contains(set.fullName(in: other.origin)))
    }
    let inBoth = sets.filter { $0.type == "A" && own.contains($0.fullName(in: other.origin)) }.map { set in
      "zone '\(other.origin)' in resource group '\(other.group)' is linked to the same virtual network and already has "
        + "'\(set.fullName(in: other.origin))'; the new zone '\(zone.origin)' would take its place. To write into that zone, "
        + (other.isIn(root)
          ? "add it to zones: under backends: { azure } in the inventory."
          : "use an inventory with its resource group, and add it to zones: there.")
    }
    guard !hidden.isEmpty else { return inBoth }
    let names = listed(hidden.map { "'\($0.fullName(in: other.origin))' (\($0.type))" })
    return inBoth + ["\(existing) has names that the new zone '\(zone.origin)' would hide: \(names)"]
  }
}

/// The first five names of a list, and how many more there are.
func listed(_ names: [String]) -> String {
  let first = names.prefix(5).joined(separator: ", ")
  return names.count > 5 ? "\(first) and \(names.count - 5) more" : first
}

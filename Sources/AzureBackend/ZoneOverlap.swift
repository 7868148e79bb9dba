import APIManagement
import DNSModel
import ResourceManager

/// Finds existing zones and new zones that hide names from each other.
///
/// Azure answers a query only from the zone with the longest matching name among those linked to the client's virtual network.
/// Names that only a shorter zone has are hidden.
struct ZoneOverlap: Sendable {
  let manager: ResourceManagerClient
  let subscription: String
  /// The virtual networks that new zones are linked to.
  let links: [ResourceID]

  /// Finds overlaps before zones are created.
  ///
  /// Lists the zones of the subscription, and the links of each zone whose name is above or below that of a new one.
  ///
  /// - Parameter newZones: the zones that the plan creates.
  /// - Returns: warnings. If the subscription cannot be read, that is a warning too, not an error.
  func warnings(_ newZones: [Zone]) async -> [String] {
    guard !newZones.isEmpty, !links.isEmpty else { return [] }
    do throws(ResourceManagerError) {
      let path = "/subscriptions/\(subscription)/providers/Microsoft.Network/privateDnsZones"
      let others = try await manager.list(path, of: WireZone.self).compactMap { ExistingZone($0) }
      var warnings: [String] = []
      for other in others {
        let related = newZones.filter {
          $0.origin.relative(to: other.origin) != nil || other.origin.relative(to: $0.origin) != nil
        }
        guard !related.isEmpty, try await isOnSameNetwork(other) else { continue }
        for zone in related { warnings += try await overlaps(of: zone, with: other) }
      }
      return warnings
    } catch {
      return ["cannot check whether the new zones overlap with other zones of the subscription: \(error)"]
    }
  }

  /// A zone that exists already.
  private struct ExistingZone {
    let origin: DomainName
    let path: String
    let group: String

    /// Reads a zone; nil if its resource ID or name is not valid.
    init?(_ wire: WireZone) {
      guard let path = wire.id, let id = ResourceID(path), let origin = try? DomainName(id.name) else { return nil }
      self.origin = origin
      self.path = path
      group = id.resourceGroup
    }
  }

  /// Whether a zone is linked to one of the virtual networks.
  private func isOnSameNetwork(_ zone: ExistingZone) async throws(ResourceManagerError) -> Bool {
    try await manager.list("\(zone.path)/virtualNetworkLinks", of: WireLink.self).contains { link in
      links.contains { link.references($0) }
    }
  }

  /// The warnings about a new zone and an existing one.
  private func overlaps(of zone: Zone, with other: ExistingZone) async throws(ResourceManagerError) -> [String] {
    let existing = "zone '\(other.origin)' in resource group '\(other.group)' is linked to the same virtual network and"
    if zone.origin == other.origin {
      return ["\(existing) has the name of a new zone; Azure links a virtual network to only one zone of a name"]
    }
    guard let name = zone.origin.relative(to: other.origin) else {
      let hidden = zone.recordSets.filter { $0.name.relative(to: other.origin) != nil }.map { "'\($0.name)'" }
      return hidden.isEmpty ? [] : ["\(existing) hides names of the new zone '\(zone.origin)': \(listed(hidden))"]
    }
    let own = Set(zone.recordSets.map(\.name.text))
    let sets = try await manager.list("\(other.path)/ALL", of: WireRecordSet.self).compactMap { RemoteRecordSet($0) }
    let hidden = sets.filter { set in
      (set.name == name || set.name.hasSuffix(".\(name)"))
        && !(set.type == "A" && own.contains(set.fullName(in: other.origin)))
    }
    guard !hidden.isEmpty else { return [] }
    let names = listed(hidden.map { "'\($0.fullName(in: other.origin))' (\($0.type))" })
    return ["\(existing) has names that the new zone '\(zone.origin)' would hide: \(names)"]
  }
}

/// The first five names of a list, and how many more there are.
func listed(_ names: [String]) -> String {
  let first = names.prefix(5).joined(separator: ", ")
  return names.count > 5 ? "\(first) and \(names.count - 5) more" : first
}

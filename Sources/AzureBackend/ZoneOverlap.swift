import APIManagement
import DNSModel
import ResourceManager

/// Finds zones of the subscription that hide names from each other once new ones are made.
///
/// Azure answers a query from the zone with the longest matching name among those that are linked to the virtual network
/// of whoever asks, and from no other: what only a shorter one knows is then hidden.
struct ZoneOverlap: Sendable {
  /// The way to Resource Manager.
  let manager: ResourceManagerClient
  /// The subscription.
  let subscription: String
  /// The virtual networks to which new zones are to be linked.
  let links: [ResourceID]

  /// What a person should know before zones are made.
  ///
  /// One list of the subscription's zones, and one of links for each whose name lies above or below a new one.
  ///
  /// - Parameter newZones: the zones that are to be made.
  /// - Returns: sentences; that the subscription cannot be read is one of them, and no failure.
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
        for zone in related { warnings += try await sentences(zone, other) }
      }
      return warnings
    } catch {
      return ["cannot check whether the new zones overlap with other zones of the subscription: \(error)"]
    }
  }

  /// A zone that is there already.
  private struct ExistingZone {
    /// Its name.
    let origin: DomainName
    /// Its path.
    let path: String
    /// The resource group that it lies in.
    let group: String

    /// Takes a zone from the wire; nothing when it is named in no way that is known.
    init?(_ wire: WireZone) {
      guard let path = wire.id, let id = ResourceID(path), let origin = try? DomainName(id.name) else { return nil }
      self.origin = origin
      self.path = path
      group = id.resourceGroup
    }
  }

  /// Whether a zone is linked to one of the networks.
  private func isOnSameNetwork(_ zone: ExistingZone) async throws(ResourceManagerError) -> Bool {
    try await manager.list("\(zone.path)/virtualNetworkLinks", of: WireLink.self).contains { link in
      links.contains { link.references( $0) }
    }
  }

  /// What a new zone and one that is there do to each other.
  private func sentences(_ zone: Zone, _ other: ExistingZone) async throws(ResourceManagerError) -> [String] {
    let place = "the zone '\(other.origin)' of the resource group '\(other.group)', linked to the same virtual network,"
    if zone.origin == other.origin {
      return ["\(place) has the name of a new one, and Azure links a virtual network to one zone of a name only"]
    }
    guard let name = zone.origin.relative(to: other.origin) else {
      let hidden = zone.recordSets.filter { $0.name.relative(to: other.origin) != nil }.map { "'\($0.name)'" }
      return hidden.isEmpty ? [] : ["\(place) hides names of the new zone '\(zone.origin)': \(listed(hidden))"]
    }
    let own = Set(zone.recordSets.map(\.name.text))
    let sets = try await manager.list("\(other.path)/ALL", of: WireRecordSet.self).compactMap { RemoteRecordSet($0) }
    let hidden = sets.filter { set in
      (set.name == name || set.name.hasSuffix(".\(name)"))
        && !(set.type == "A" && own.contains(set.fullName(in: other.origin)))
    }
    guard !hidden.isEmpty else { return [] }
    let names = listed(hidden.map { "'\($0.fullName(in: other.origin))' (\($0.type))" })
    return ["\(place) has names that the new zone '\(zone.origin)' would hide: \(names)"]
  }
}

/// The first five of a list, and how many more there are.
func listed(_ names: [String]) -> String {
  let first = names.prefix(5).joined(separator: ", ")
  return names.count > 5 ? "\(first) and \(names.count - 5) more" : first
}

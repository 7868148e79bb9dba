import APIManagement
import DNSModel
import ResourceManager

/// The zones of a subscription, of all resource groups, as one list shows them.
struct SubscriptionZones: Sendable {
  /// A zone in the list.
  struct Entry: Sendable {
    let origin: DomainName
    /// The resource ID.
    let path: String
    /// The resource group.
    let group: String
    let wire: WireZone

    /// Reads a zone; nil if its resource ID or name is not valid.
    init?(_ wire: WireZone) {
      guard let path = wire.id, let id = ResourceID(path), let origin = try? DomainName(id.name) else { return nil }
      self.origin = origin
      self.path = path
      self.wire = wire
      group = id.resourceGroup
    }

    /// Whether it is in the resource group of a path prefix.
    func isIn(_ root: String) -> Bool { path.lowercased().hasPrefix(root.lowercased()) }
  }

  private let manager: ResourceManagerClient
  /// The zones; empty if they cannot be read.
  private(set) var zones: [Entry] = []
  /// Why they cannot be read; nil if they can.
  private(set) var error: ResourceManagerError?
  /// The zones whose contents are known, by resource ID in lower case.
  private let known: [String: RemoteZone]

  /// Reads the list: one request for each page.
  ///
  /// - Parameters:
  ///   - subscription: the subscription ID.
  ///   - manager: sends the requests.
  ///   - known: zones that were read already, and are not read again.
  init(of subscription: String, with manager: ResourceManagerClient, knowing known: [RemoteZone] = []) async {
    self.manager = manager
    self.known = Dictionary(
      known.map { ((manager.root + ZonePath($0.origin).zone).lowercased(), $0) },
      uniquingKeysWith: { first, _ in first }
    )
    do throws(ResourceManagerError) {
      let path = "/subscriptions/\(subscription)/providers/Microsoft.Network/privateDnsZones"
      zones = try await manager.list(path, of: WireZone.self).compactMap { Entry($0) }
    } catch {
      self.error = error
    }
  }

  /// The resource IDs, in lower case, of the virtual networks that a zone is linked to.
  func linkedNetworks(of zone: Entry) async throws(ResourceManagerError) -> Set<String> {
    Set(try await links(of: zone).compactMap(\.network))
  }

  /// The record sets of a zone.
  func recordSets(of zone: Entry) async throws(ResourceManagerError) -> [RemoteRecordSet] {
    if let known = known[zone.path.lowercased()] { return known.recordSets }
    return try await manager.list("\(zone.path)/ALL", of: WireRecordSet.self).compactMap { RemoteRecordSet($0) }
  }

  /// A zone with its record sets and links; nil if it is linked to none of some networks.
  ///
  /// - Parameters:
  ///   - zone: the zone.
  ///   - networks: the resource IDs of the networks in lower case.
  /// - Returns: the zone.
  /// - Throws: ``ResourceManagerError`` if it cannot be read.
  func contents(
    of zone: Entry, ifLinkedTo networks: Set<String>
  ) async throws(ResourceManagerError) -> RemoteZone? {
    let links = try await links(of: zone)
    guard links.contains(where: { $0.network.map(networks.contains) ?? false }) else { return nil }
    return RemoteZone(origin: zone.origin, wire: zone.wire, recordSets: try await recordSets(of: zone), links: links)
  }

  private func links(of zone: Entry) async throws(ResourceManagerError) -> [WireLink] {
    if let known = known[zone.path.lowercased()] { return known.links }
    guard zone.wire.properties?.numberOfVirtualNetworkLinks != 0 else { return [] }
    return try await manager.list("\(zone.path)/virtualNetworkLinks", of: WireLink.self)
  }
}

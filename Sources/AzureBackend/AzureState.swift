import APIManagement
import ConcurrentWork
import DNSModel
import Reconciliation
import ResourceManager

/// A record set as Azure holds it.
struct RemoteRecordSet: Hashable, Sendable {
  /// Its name below the zone, in lower case; `@` for the zone's own.
  let name: String
  /// The type of its records, such as `A`.
  let type: String
  /// All that Azure says of it.
  let wire: WireRecordSet

  /// Takes a set from the wire; nothing when it has no name or type.
  init?(_ wire: WireRecordSet) {
    guard let name = wire.name, let type = wire.type?.split(separator: "/").last else { return nil }
    self.name = name.lowercased()
    self.type = type.uppercased()
    self.wire = wire
  }

  /// Whether Azure made it by itself for a virtual machine.
  var isAutoRegistered: Bool { wire.properties?.isAutoRegistered ?? false }
  /// Whether every zone has it and it goes with the zone.
  var isPartOfZone: Bool { type == "SOA" }
  /// The addresses as text, in numeric order where they are addresses.
  var addresses: [String] {
    let texts = (wire.properties?.aRecords ?? []).map { $0.ipv4Address ?? "" }
    return texts.sorted { left, right in
      guard let first = IPv4Address(left), let second = IPv4Address(right) else { return left < right }
      return first < second
    }
  }
  /// What it holds, as plans show it.
  var value: Change.Value {
    Change.Value(ttl: wire.properties?.ttl.flatMap { TimeToLive(seconds: $0) }, contents: addresses)
  }

  /// What it holds, to be compared; without a TTL, and so never right, where an address is none.
  var stored: StoredRecordSet {
    let read = addresses.compactMap { IPv4Address($0) }
    return StoredRecordSet(ttl: read.count == addresses.count ? value.ttl : nil, addresses: read)
  }

  /// Whether the mark is on it and it may be written: never so for what Azure made by itself.
  func isManaged(by mark: OwnerMark) -> Bool {
    type == "A" && !isAutoRegistered && mark.isOn(wire.properties?.metadata)
  }

  /// Whether it holds what is wanted.
  func holds(_ set: RecordSet) -> Bool {
    wire.properties?.ttl == Int(set.ttl.seconds) && addresses == set.addresses.map(\.description)
  }
}

/// A zone as Azure holds it.
struct RemoteZone: Sendable {
  /// Its name.
  let origin: DomainName
  /// All that Azure says of the zone itself.
  let wire: WireZone
  /// All its record sets, of every type and owner.
  let recordSets: [RemoteRecordSet]
  /// All its links.
  let links: [WireLink]
}

extension WireLink {
  /// Whether it leads to a virtual network.
  func references(_ network: ResourceID) -> Bool {
    properties?.virtualNetwork?.id?.lowercased() == network.path.lowercased()
  }
}

/// Reads all zones of a resource group that we might have to do with.
struct AzureStateReader: Sendable {
  /// The way to Resource Manager.
  let manager: ResourceManagerClient
  /// By what we know our own.
  let mark: OwnerMark
  /// The most zones that are read at the same time.
  let concurrency: Int
  /// Hears how many zones are read.
  let progress: (any ProgressMeter)?

  /// Reads zones, record sets and links.
  ///
  /// Sets of ours may lie in any zone, also in one that somebody else made and that has left the inventory, so every
  /// zone of the group is looked into, but for those of others that Azure counts as empty.
  ///
  /// - Parameter wanted: the names of zones that are read in any case.
  /// - Returns: the zones.
  /// - Throws: ``ResourceManagerError`` when something cannot be read.
  func zones(wanted: Set<DomainName>) async throws(ResourceManagerError) -> [RemoteZone] {
    let found = try await manager.list("privateDnsZones", of: WireZone.self)
    let known = found.compactMap { zone in (try? DomainName(zone.name ?? "")).map { (origin: $0, wire: zone) } }
    progress?.begin("azure: reading zones", total: known.count)
    let results = await concurrentMap(known, limit: concurrency) { zone -> Result<RemoteZone, ResourceManagerError> in
      defer { progress?.advance() }
      do throws(ResourceManagerError) {
        return .success(
          try await self.zone(zone.origin, zone.wire, inFull: wanted.contains(zone.origin) || mark.isOn(zone.wire.tags))
        )
      } catch {
        return .failure(error)
      }
    }
    var zones: [RemoteZone] = []
    for result in results { zones.append(try result.get()) }
    return zones
  }

  /// Reads what is in one zone.
  private func zone(
    _ origin: DomainName, _ wire: WireZone, inFull: Bool
  ) async throws(ResourceManagerError) -> RemoteZone {
    let path = ZonePath(origin)
    // Every zone has one record set, its SOA.
    let mayHaveSets = inFull || (wire.properties?.numberOfRecordSets ?? 2) > 1
    let mayHaveLinks = inFull || (wire.properties?.numberOfVirtualNetworkLinks ?? 1) > 0
    let sets = mayHaveSets ? try await manager.list(path.allRecordSets, of: WireRecordSet.self) : []
    let links = mayHaveLinks ? try await manager.list(path.links, of: WireLink.self) : []
    return RemoteZone(
      origin: origin, wire: try await withETag(wire, path.zone), recordSets: try await withETags(sets, path),
      links: try await withETags(links, path))
  }

  /// Record sets of which those that may be written have an ETag; what a list leaves out is read one by one.
  private func withETags(
    _ sets: [WireRecordSet], _ path: ZonePath
  ) async throws(ResourceManagerError) -> [RemoteRecordSet] {
    var remote: [RemoteRecordSet] = []
    for case let set? in sets.map({ RemoteRecordSet($0) }) {
      guard set.wire.etag == nil, set.type == "A" else {
        remote.append(set)
        continue
      }
      let found = try await manager.get(path.recordSet(set.name), as: WireRecordSet.self)
      if let found = found.flatMap({ RemoteRecordSet($0) }) { remote.append(found) }
    }
    return remote
  }

  /// Links of which those that may be deleted have an ETag.
  private func withETags(_ links: [WireLink], _ path: ZonePath) async throws(ResourceManagerError) -> [WireLink] {
    var complete: [WireLink] = []
    for link in links {
      guard link.etag == nil, mark.isOn(link.tags), let name = link.name else {
        complete.append(link)
        continue
      }
      if let found = try await manager.get(path.link(name), as: WireLink.self) { complete.append(found) }
    }
    return complete
  }

  /// A zone that has an ETag if it may be deleted.
  private func withETag(_ zone: WireZone, _ path: String) async throws(ResourceManagerError) -> WireZone {
    guard zone.etag == nil, mark.isOn(zone.tags) else { return zone }
    return try await manager.get(path, as: WireZone.self) ?? zone
  }
}

import APIManagement
import ConcurrentWork
import DNSModel
import Reconciliation
import ResourceManager

/// A record set in Azure.
struct RemoteRecordSet: Hashable, Sendable {
  /// The name relative to the zone, in lower case; `@` for the zone itself.
  let name: String
  /// The record type, such as `A`.
  let type: String
  /// The resource as Azure returned it.
  let wire: WireRecordSet

  /// Reads a resource; nil if it has no name or type.
  init?(_ wire: WireRecordSet) {
    guard let name = wire.name, let type = wire.type?.split(separator: "/").last else { return nil }
    self.name = name.lowercased()
    self.type = type.uppercased()
    self.wire = wire
  }

  /// Whether Azure registered it automatically for a virtual machine.
  var isAutoRegistered: Bool { wire.properties?.isAutoRegistered ?? false }
  /// Whether Azure creates and deletes it with the zone.
  var isPartOfZone: Bool { type == "SOA" }
  /// The addresses as text, in numeric order if they are valid.
  var addresses: [String] {
    let texts = (wire.properties?.aRecords ?? []).map { $0.ipv4Address ?? "" }
    return texts.sorted { left, right in
      guard let first = IPv4Address(left), let second = IPv4Address(right) else { return left < right }
      return first < second
    }
  }
  /// The TTL and addresses, as plans show them.
  var value: Change.Value {
    Change.Value(ttl: wire.properties?.ttl.flatMap { TimeToLive(seconds: $0) }, contents: addresses)
  }

  /// The TTL and addresses, for comparison.
  ///
  /// If an address is not valid, the TTL is nil, so that the record set never counts as in sync.
  var stored: StoredRecordSet {
    let read = addresses.compactMap { IPv4Address($0) }
    return StoredRecordSet(ttl: read.count == addresses.count ? value.ttl : nil, addresses: read)
  }

  /// Whether it carries the owner mark and may be written; auto-registered record sets never are.
  func isManaged(by mark: OwnerMark) -> Bool {
    type == "A" && !isAutoRegistered && mark.isOn(wire.properties?.metadata)
  }

  /// Whether it has the TTL and addresses of a desired record set.
  func holds(_ set: RecordSet) -> Bool {
    wire.properties?.ttl == Int(set.ttl.seconds) && addresses == set.addresses.map(\.description)
  }
}

/// A private DNS zone in Azure.
struct RemoteZone: Sendable {
  let origin: DomainName
  /// The resource as Azure returned it.
  let wire: WireZone
  /// All record sets, of every type and owner.
  let recordSets: [RemoteRecordSet]
  let links: [WireLink]

  /// The resource IDs, in lower case, of the networks that resolve the zone.
  var reachedNetworks: Set<String> { Set(links.filter { !$0.isFailed }.compactMap(\.network)) }
}

/// A private DNS zone that this client has no permission to read.
struct DeniedZone: Sendable {
  let origin: DomainName
  /// Whether this owner created it.
  let isManaged: Bool
  let error: ResourceManagerError

  /// The problem of a plan that needs the zone.
  var problem: String { "zone '\(origin)' is left as it is, because it cannot be read: \(error)" }
  /// The warning of a plan that does not need it.
  var warning: String { "zone '\(origin)' is ignored, because it cannot be read: \(error)" }
}

extension WireLink {
  func references(_ network: ResourceID) -> Bool {
    self.network == network.path.lowercased()
  }
}

/// Reads the zones of a resource group.
struct AzureStateReader: Sendable {
  let manager: ResourceManagerClient
  /// The owner mark of managed resources.
  let mark: OwnerMark
  /// Whether the ETags of unmanaged zones and links are read too, because their marks may change.
  let readsAllETags: Bool
  /// The most zones that are read at the same time.
  let concurrency: Int
  /// Counts the zones that are read.
  let progress: (any ProgressMeter)?

  /// Reads zones, record sets and virtual network links.
  ///
  /// - Parameters:
  ///   - wanted: the zones that are read even if Azure reports them as empty.
  ///   - counts: which of the other unmanaged zones are read, unless Azure reports them as empty. Managed zones are always read.
  /// - Returns: the zones that could be read, and those that this client has no permission to read.
  /// - Throws: ``ResourceManagerError`` if something else cannot be read.
  func zones(
    wanted: Set<DomainName>, where counts: (DomainName) -> Bool
  ) async throws(ResourceManagerError) -> (zones: [RemoteZone], denied: [DeniedZone]) {
    let found = try await manager.list("privateDnsZones", of: WireZone.self)
    let known = found.compactMap { zone in (try? DomainName(zone.name ?? "")).map { (origin: $0, wire: zone) } }
      // A zone of another owner may have record sets of this one.
      .filter { wanted.contains($0.origin) || OwnerMark.owner(on: $0.wire.tags) != nil || counts($0.origin) }
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
    var denied: [DeniedZone] = []
    for (zone, result) in zip(known, results) {
      do throws(ResourceManagerError) {
        zones.append(try result.get())
      } catch {
        guard error.isForbidden else { throw error }
        denied.append(DeniedZone(origin: zone.origin, isManaged: mark.isOn(zone.wire.tags), error: error))
      }
    }
    return (zones, denied)
  }

  /// Reads the contents of one zone.
  private func zone(
    _ origin: DomainName, _ wire: WireZone, inFull: Bool
  ) async throws(ResourceManagerError) -> RemoteZone {
    let path = ZonePath(origin)
    // Every zone has one record set: its SOA.
    let mayHaveSets = inFull || (wire.properties?.numberOfRecordSets ?? 2) > 1
    let mayHaveLinks = inFull || (wire.properties?.numberOfVirtualNetworkLinks ?? 1) > 0
    let sets = mayHaveSets ? try await manager.list(path.allRecordSets, of: WireRecordSet.self) : []
    let links = mayHaveLinks ? try await manager.list(path.links, of: WireLink.self) : []
    return RemoteZone(
      origin: origin, wire: try await withETag(wire, path.zone), recordSets: try await withETags(sets, path),
      links: try await withETags(links, path))
  }

  /// Reads the ETags of A record sets one by one if the list left them out; writes need them.
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

  /// Reads the ETags of managed links if the list left them out; deletions need them.
  private func withETags(_ links: [WireLink], _ path: ZonePath) async throws(ResourceManagerError) -> [WireLink] {
    var complete: [WireLink] = []
    for link in links {
      guard link.etag == nil, readsAllETags || mark.isOn(link.tags), let name = link.name else {
        complete.append(link)
        continue
      }
      if let found = try await manager.get(path.link(name), as: WireLink.self) { complete.append(found) }
    }
    return complete
  }

  /// Reads the ETag of a managed zone if the list left it out; its deletion needs it.
  private func withETag(_ zone: WireZone, _ path: String) async throws(ResourceManagerError) -> WireZone {
    guard zone.etag == nil, readsAllETags || mark.isOn(zone.tags) else { return zone }
    return try await manager.get(path, as: WireZone.self) ?? zone
  }
}

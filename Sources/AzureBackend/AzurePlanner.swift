import APIManagement
import DNSModel
import Reconciliation

/// Compares what Azure holds with what it should hold; asks nobody and writes nothing.
struct AzurePlanner {
  private let mark: OwnerMark
  private let links: [ResourceID]

  /// What it comes to.
  private(set) var builder: AzurePlanBuilder

  /// Compares zone by zone, in canonical order of their names.
  ///
  /// - Parameters:
  ///   - remote: the zones of the resource group.
  ///   - wanted: the zones that we want, with our record sets.
  ///   - links: the virtual networks to which each wanted zone is to be linked.
  ///   - owner: whose record sets these are.
  ///   - root: the path of the provider's resources, for messages.
  init(from remote: [RemoteZone], to wanted: [Zone], links: [ResourceID], owner: Owner, root: String) {
    mark = OwnerMark(owner: owner)
    self.links = links
    builder = AzurePlanBuilder(mark: mark, root: root)
    let found = Dictionary(remote.map { ($0.origin, $0) }, uniquingKeysWith: { first, _ in first })
    let zones = Dictionary(wanted.map { ($0.origin, $0) }, uniquingKeysWith: { first, _ in first })
    for origin in Set(found.keys).union(zones.keys).sorted() {
      switch (zones[origin], found[origin]) {
      case (let zone?, nil): create(zone)
      case (let zone?, let remote?): update(zone, remote)
      case (nil, let remote?): remove(remote)
      case (nil, nil): break
      }
    }
  }

  /// A zone that is not there yet.
  private mutating func create(_ zone: Zone) {
    builder.createZone(zone.origin)
    for network in links { builder.createLink(network, in: zone.origin) }
    builder.writeRecordSets(from: [], to: zone.recordSets, in: zone.origin)
  }

  /// A zone that is there and wanted, whoever made it.
  private mutating func update(_ zone: Zone, _ remote: RemoteZone) {
    for network in links where !remote.links.contains(where: { $0.references( network) }) {
      let name = ZonePath.linkName(network)
      guard !remote.links.contains(where: { $0.name?.lowercased() == name }) else {
        builder.linkConflict(name, network, in: zone.origin)
        continue
      }
      builder.createLink(network, in: zone.origin)
    }
    let found = Dictionary(grouping: remote.recordSets, by: \.name)
    let wanted = zone.recordSets.filter { set in
      guard let name = set.name.relative(to: zone.origin) else { return false }
      let present = found[name] ?? []
      guard present.allSatisfy({ $0.type != "CNAME" }) else {
        builder.conflict(.cname, set, name, in: zone.origin)
        return false
      }
      guard let current = present.first(where: { $0.type == "A" }), !current.isManaged(by: mark) else { return true }
      guard !current.isAutoRegistered else {
        builder.conflict(.autoRegistered, set, name, in: zone.origin)
        return false
      }
      builder.conflict(.unmanaged(current), set, name, in: zone.origin)
      builder.takeOver(current, to: set, in: zone.origin)
      return false
    }
    builder.writeRecordSets(from: remote.recordSets.filter { $0.isManaged(by: mark) }, to: wanted, in: zone.origin)
    for link in remote.links where mark.isOn(link.tags) && !links.contains(where: { link.references( $0) }) {
      builder.delete(link, in: zone.origin)
    }
  }

  /// A zone that is there and not wanted.
  private mutating func remove(_ remote: RemoteZone) {
    builder.writeRecordSets(from: remote.recordSets.filter { $0.isManaged(by: mark) }, to: [], in: remote.origin)
    let isOurs = mark.isOn(remote.wire.tags)
    let foreignSets = remote.recordSets.filter { !$0.isManaged(by: mark) && !$0.isPartOfZone }
    guard !isOurs || foreignSets.isEmpty else {
      let names = foreignSets.map { "'\($0.name)' (\($0.type))" }
      builder.warnings.append(
        "zone '\(remote.origin)' and its virtual network links are kept, because the zone has other record sets: "
          + listed(names))
      return
    }
    for link in remote.links where mark.isOn(link.tags) { builder.delete(link, in: remote.origin) }
    guard isOurs else { return }
    let foreignLinks = remote.links.filter { !mark.isOn($0.tags) }
    guard foreignLinks.isEmpty else {
      builder.warnings.append(
        "zone '\(remote.origin)' is kept, because it has other virtual network links: "
          + listed(foreignLinks.map { "'\($0.name ?? "")'" }))
      return
    }
    builder.delete(remote)
  }
}

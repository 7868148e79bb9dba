import APIManagement
import DNSModel
import Reconciliation

/// Compares the current state in Azure with the desired state; sends no requests.
struct AzurePlanner {
  private let mark: OwnerMark
  /// The virtual networks that each desired zone is linked to; nil to leave links as they are.
  private let links: [ResourceID]?
  /// The networks, in lower case, that a zone is not linked to, because those links are left out.
  private let skippedLinks: [DomainName: Set<String>]
  /// The zones that stay unmanaged, although record sets are written into them.
  private let unmanagedZones: Set<DomainName>
  /// Whether everything of the owner is removed.
  private let isRemoval: Bool

  /// The result.
  private(set) var builder: AzurePlanBuilder
  /// The zones of this owner that no virtual network will be linked to.
  private var unlinkedZones: [DomainName] = []
  /// Which virtual networks resolve the names before and after the plan.
  private(set) var reach = NetworkReach()

  /// Compares zone by zone, in canonical order of the zone names.
  ///
  /// - Parameters:
  ///   - remote: the zones of the resource group.
  ///   - wanted: the desired zones with their record sets; nil to remove everything of the owner.
  ///   - settings: the virtual networks to link, and the owner.
  ///   - skippedLinks: the links that are left out.
  ///   - root: the path prefix of the provider's resources, for messages.
  ///   - policy: what to do with changes that conflict.
  init(
    from remote: [RemoteZone], to wanted: [Zone]?, _ settings: AzureBackendSettings,
    without skippedLinks: [ZoneOverlap.RefusedLink] = [], root: String, onConflict policy: ConflictPolicy
  ) {
    mark = OwnerMark(owner: settings.owner)
    links = settings.links
    self.skippedLinks = Dictionary(grouping: skippedLinks, by: \.zone).mapValues { Set($0.map(\.network)) }
    unmanagedZones = settings.unmanagedZones
    isRemoval = wanted == nil
    builder = AzurePlanBuilder(mark: mark, root: root, onConflict: policy)
    let found = Dictionary(remote.map { ($0.origin, $0) }, uniquingKeysWith: { first, _ in first })
    let zones = Dictionary((wanted ?? []).map { ($0.origin, $0) }, uniquingKeysWith: { first, _ in first })
    for origin in Set(found.keys).union(zones.keys).sorted() where !staysUnlinked(origin, found[origin]) {
      switch (zones[origin], found[origin]) {
      case (let zone?, nil) where unmanagedZones.contains(origin): builder.missingZone(zone.origin)
      case (let zone?, nil): create(zone)
      case (let zone?, let remote?): update(zone, remote)
      case (nil, let remote?): remove(remote)
      case (nil, nil): break
      }
    }
    if !isRemoval {
      if let reason = reach.reasonToDeleteNothing { builder.deleteNothing(because: reason) }
      warnOfHiddenNames(wanted ?? [], in: found)
    }
    guard !unlinkedZones.isEmpty else { return }
    let unlinked = listed(unlinkedZones.map { "'\($0)'" })
    builder.warn(
      "no virtual network is linked to \(unlinked), so no network resolves these zones. Set --link, or links: under "
        + "backends: { azure } in the inventory.")
  }

  /// The virtual networks to link a zone to.
  private func networks(of origin: DomainName) -> [ResourceID] {
    (links ?? []).filter { skippedLinks[origin]?.contains($0.path.lowercased()) != true }
  }

  /// Whether a zone has no link and gets none, because all of them are left out; then no network would resolve its records.
  private func staysUnlinked(_ origin: DomainName, _ remote: RemoteZone?) -> Bool {
    skippedLinks[origin] != nil && networks(of: origin).isEmpty && remote?.links.isEmpty ?? true
  }

  /// Plans a zone that does not exist yet.
  private mutating func create(_ zone: Zone) {
    let links = networks(of: zone.origin)
    if links.isEmpty { unlinkedZones.append(zone.origin) }
    builder.begin(zone.origin, needsLink: true)
    builder.createZone(zone.origin)
    for network in links { builder.createLink(network, in: zone.origin) }
    builder.writeRecordSets(from: [], to: zone.recordSets, in: zone.origin)
    reach.want(zone.recordSets)
    reach.expect(
      zone.origin, networks: Set(links.map { $0.path.lowercased() }), names: Set(zone.recordSets.map(\.name.text)))
  }

  /// Plans the changes of a zone that exists and is desired, whoever created it.
  private mutating func update(_ zone: Zone, _ remote: RemoteZone) {
    let isManaged = mark.isOn(remote.wire.tags)
    builder.begin(zone.origin, needsLink: isManaged && remote.links.isEmpty)
    let found = Dictionary(grouping: remote.recordSets, by: \.name)
    var takenOver: [(RemoteRecordSet, RecordSet)] = []
    var inSync = 0
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
      let hasOwner = OwnerMark.owner(on: current.wire.properties?.metadata) != nil
      guard hasOwner || current.addresses != set.addresses.map(\.description) else {
        inSync += 1
        return false
      }
      if !builder.conflict(.unmanaged(current), set, name, in: zone.origin) { takenOver.append((current, set)) }
      return false
    }
    if isManaged { builder.mend(remote) }
    // A link would lead a network to the records of others if none of the desired ones can be written.
    let hasRecords = zone.recordSets.isEmpty || wanted.count + takenOver.count + inSync > 0
    let oldLinks = isManaged || hasRecords ? updateLinks(of: zone, remote, isManaged: isManaged) : []
    for (current, set) in takenOver { builder.takeOver(current, to: set, in: zone.origin) }
    for _ in 0..<inSync { builder.countUnchanged() }
    let managed = remote.recordSets.filter { $0.isManaged(by: mark) }
    let present = Set(managed.map { $0.fullName(in: zone.origin) })
    let isLeft = isLeftToOthers(zone.origin, isManaged: isManaged) || !isManaged && !hasRecords
    let new = isLeft ? [] : networks(of: zone.origin)
    let broken = Set(remote.links.filter { $0.isFailed && !mark.isOn($0.tags) }.compactMap(\.network))
    let names = Set(zone.recordSets.map(\.name.text))
    note(
      remote, losing: present.subtracting(names), keepingLinksBut: oldLinks,
      adding: Set(new.map { $0.path.lowercased() }).subtracting(broken), names)
    reach.want(zone.recordSets)
    builder.writeRecordSets(from: managed, to: wanted, in: zone.origin)
    for link in oldLinks { builder.delete(link, in: zone.origin) }
  }

  /// Whether the links of a zone that exists are nobody's business but its owner's.
  private func isLeftToOthers(_ origin: DomainName, isManaged: Bool) -> Bool {
    unmanagedZones.contains(origin) || !isManaged && AzureBackendSettings.privateLinkZones.contains(origin)
  }

  /// Plans the new links of a zone that exists and is desired.
  ///
  /// - Returns: the links to delete after everything else.
  private mutating func updateLinks(of zone: Zone, _ remote: RemoteZone, isManaged: Bool) -> [WireLink] {
    let missing = networks(of: zone.origin).filter { network in !remote.links.contains { $0.references(network) } }
    let kept = remote.links.filter { link in networks(of: zone.origin).contains { link.references($0) } }
    let isLeft = isLeftToOthers(zone.origin, isManaged: isManaged)
    for link in links == nil ? remote.links : kept {
      if links != nil, !isLeft, mark.isOn(link.tags) {
        builder.mend(link, in: zone.origin)
      } else {
        warn(of: link, zone)
      }
    }
    guard !isLeft else {
      for network in missing {
        builder.warn(
          "zone '\(zone.origin)' is not linked to '\(network)', which does not resolve its names. Link it yourself: "
            + "apim-dns leaves the zone as it is.")
      }
      return []
    }
    for network in missing {
      let name = ZonePath.linkName(network)
      guard !remote.links.contains(where: { $0.name?.lowercased() == name }) else {
        builder.linkConflict(name, network, in: zone.origin)
        continue
      }
      builder.createLink(network, in: zone.origin)
    }
    let old = remote.links.filter { link in
      guard let links else { return false }
      return mark.isOn(link.tags) && !links.contains { link.references($0) }
    }
    if isManaged, links ?? [] == [], old.count == remote.links.count { unlinkedZones.append(zone.origin) }
    return old
  }

  /// Warns of a link that is not mended, because nothing is said about it or it is not managed.
  private mutating func warn(of link: WireLink, _ zone: Zone) {
    guard let drift = mark.isOn(link.tags) || link.isFailed ? Drift(link) : nil else { return }
    let advice =
      mark.isOn(link.tags)
      ? "To have it mended, name its network with --link, or with links: under backends: { azure } in the inventory."
      : "It is not managed, so mend it yourself."
    builder.warn(
      "link '\(link.name ?? "")' of zone '\(zone.origin)' has \(drift.before.contents.joined(separator: ", ")). \(advice)"
    )
  }

  /// Notes what the networks resolve in a zone that exists.
  ///
  /// A network that the inventory no longer links may lose names, if the plan deletes its link.
  private mutating func note(
    _ remote: RemoteZone, losing lost: Set<String>, keepingLinksBut oldLinks: [WireLink],
    adding newNetworks: Set<String> = [], _ newNames: Set<String> = []
  ) {
    let unlinked = Set(oldLinks.compactMap(\.network))
    reach.found(remote)
    reach.expect(
      remote.origin, networks: remote.reachedNetworks.subtracting(unlinked).union(newNetworks),
      names: remote.names.subtracting(lost).union(newNames))
    let given = links.map { Set($0.map { $0.path.lowercased() }) }
    reach.lose(
      lost, from: remote.origin, remote.reachedNetworks.subtracting(given.map(unlinked.subtracting) ?? []))
  }

  /// Warns of names in zones that exist whose queries a longer zone answers.
  private mutating func warnOfHiddenNames(_ wanted: [Zone], in found: [DomainName: RemoteZone]) {
    for zone in wanted where found[zone.origin] != nil {
      for (hiding, names) in Dictionary(grouping: reach.hidden(zone.recordSets, in: zone.origin), by: \.zone) {
        builder.warn(
          "zone '\(hiding)' hides names of zone '\(zone.origin)' from virtual networks that are linked to both: "
            + listed(names.map { "'\($0.name)'" }.sorted())
            + ". Remove the links of '\(hiding)', or put the names into it.")
      }
    }
  }

  /// Plans the changes of a zone that exists and is not desired.
  private mutating func remove(_ remote: RemoteZone) {
    builder.begin(remote.origin)
    let managed = remote.recordSets.filter { $0.isManaged(by: mark) }
    var oldLinks: [WireLink] = []
    defer { note(remote, losing: Set(managed.map { $0.fullName(in: remote.origin) }), keepingLinksBut: oldLinks) }
    builder.writeRecordSets(from: managed, to: [], in: remote.origin)
    let isManaged = mark.isOn(remote.wire.tags) && !(unmanagedZones.contains(remote.origin) && !isRemoval)
    let otherSets = remote.recordSets.filter { !$0.isManaged(by: mark) && !$0.isPartOfZone }
    guard !isManaged || otherSets.isEmpty else {
      let names = otherSets.map { "'\($0.name)' (\($0.type))" }
      builder.warn(
        "zone '\(remote.origin)' and its virtual network links are kept, because the zone has other record sets: "
          + listed(names))
      return
    }
    if isManaged || isRemoval || links != nil && !unmanagedZones.contains(remote.origin) {
      oldLinks = remote.links.filter { mark.isOn($0.tags) }
      for link in oldLinks { builder.delete(link, in: remote.origin) }
    }
    guard isManaged else { return }
    let otherLinks = remote.links.filter { !mark.isOn($0.tags) }
    guard otherLinks.isEmpty else {
      builder.warn(
        "zone '\(remote.origin)' is kept, because it has other virtual network links: "
          + listed(otherLinks.map { "'\($0.name ?? "")'" }))
      return
    }
    builder.delete(remote)
  }
}

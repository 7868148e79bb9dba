import APIManagement
import DNSModel
import Reconciliation

/// Compares what Azure holds with what it should hold; asks nobody and writes nothing.
struct AzurePlanner {
  private let mark: OwnerMark
  private let links: [ResourceID]
  private let root: String

  /// What would be changed, in the order in which it is shown.
  private(set) var changes: [Change] = []
  /// Foreign data in the way.
  private(set) var conflicts: [Conflict] = []
  /// How many of our record sets are as they should be.
  private(set) var unchanged = 0
  /// Sentences for a person.
  private(set) var warnings: [String] = []
  /// How the changes come about.
  private(set) var work: [ZoneWork] = []

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
    self.root = root
    let found = Dictionary(remote.map { ($0.origin, $0) }, uniquingKeysWith: { first, _ in first })
    let zones = Dictionary(wanted.map { ($0.origin, $0) }, uniquingKeysWith: { first, _ in first })
    for origin in Set(found.keys).union(zones.keys).sorted() {
      work.append(ZoneWork(origin))
      switch (zones[origin], found[origin]) {
      case (let zone?, nil): create(zone)
      case (let zone?, let remote?): align(zone, remote)
      case (nil, let remote?): withdraw(remote)
      case (nil, nil): break
      }
      if work.last?.steps.isEmpty == true { work.removeLast() }
    }
  }

  /// A zone that is not there yet.
  private mutating func create(_ zone: Zone) {
    add(Change(.create, .zone, name: zone.origin.text, zone: zone.origin), .createZone)
    for network in links { createLink(network, in: zone.origin) }
    for set in zone.recordSets { createRecordSet(set, in: zone.origin) }
  }

  /// A zone that is there and wanted, whoever made it.
  private mutating func align(_ zone: Zone, _ remote: RemoteZone) {
    for network in links where !remote.links.contains(where: { $0.leads(to: network) }) {
      let name = ZonePath.linkName(network)
      guard !remote.links.contains(where: { $0.name?.lowercased() == name }) else {
        conflicts.append(
          Conflict(
            name: name, zone: zone.origin, place: root + ZonePath(zone.origin).link(name),
            reason:
              "a link of the zone '\(zone.origin)' has the name '\(name)' and leads to another virtual network than "
              + "'\(network)': delete that link", yieldsToForce: false))
        continue
      }
      createLink(network, in: zone.origin)
    }
    var left = remote.recordSets.filter { $0.isOurs(mark) }
    for set in zone.recordSets {
      guard let name = set.name.relative(to: zone.origin) else { continue }
      let present = remote.recordSets.filter { $0.name == name }
      guard present.allSatisfy({ $0.type != "CNAME" }) else {
        conflict(.alias, set, name, "CNAME", zone.origin)
        continue
      }
      guard let current = present.first(where: { $0.type == "A" }) else {
        createRecordSet(set, in: zone.origin)
        continue
      }
      left.removeAll { $0.name == name }
      guard !current.isAutoRegistered else {
        conflict(.autoRegistered, set, name, "A", zone.origin)
        continue
      }
      if !current.isOurs(mark) { conflict(.foreign(current), set, name, "A", zone.origin) }
      update(current, to: set, in: zone.origin)
    }
    for set in left { delete(set, in: zone.origin) }
    for link in remote.links where mark.isOn(link.tags) && !links.contains(where: { link.leads(to: $0) }) {
      delete(link, in: zone.origin)
    }
  }

  /// A zone that is there and not wanted.
  private mutating func withdraw(_ remote: RemoteZone) {
    for set in remote.recordSets where set.isOurs(mark) { delete(set, in: remote.origin) }
    let isOurs = mark.isOn(remote.wire.tags)
    let foreignSets = remote.recordSets.filter { !$0.isOurs(mark) && !$0.isPartOfZone }
    guard !isOurs || foreignSets.isEmpty else {
      let names = foreignSets.map { "'\($0.name)' (\($0.type))" }
      warnings.append(
        "the zone '\(remote.origin)' and its links stay, because record sets that are not ours are in it: "
          + listed(names))
      return
    }
    for link in remote.links where mark.isOn(link.tags) { delete(link, in: remote.origin) }
    guard isOurs else { return }
    let foreignLinks = remote.links.filter { !mark.isOn($0.tags) }
    guard foreignLinks.isEmpty else {
      warnings.append(
        "the zone '\(remote.origin)' stays, because links that are not ours are in it: "
          + listed(foreignLinks.map { "'\($0.name ?? "")'" }))
      return
    }
    add(
      Change(.delete, .zone, name: remote.origin.text, zone: remote.origin, etag: remote.wire.etag),
      .deleteZone(Precondition(etag: remote.wire.etag)))
  }
}

// MARK: - Single changes

extension AzurePlanner {
  /// Adds a change, and the step that brings it about, to the zone that is being looked at.
  private mutating func add(_ change: Change, _ step: Step) {
    work[work.count - 1].steps.append((changes.count, step))
    changes.append(change)
  }

  /// Plans a link to a virtual network.
  private mutating func createLink(_ network: ResourceID, in origin: DomainName) {
    let name = ZonePath.linkName(network)
    add(
      Change(.create, .link, name: name, zone: origin, after: Change.Value(contents: [network.path])),
      .createLink(name: name, network: network))
  }

  /// Plans a record set that is not there yet.
  private mutating func createRecordSet(_ set: RecordSet, in origin: DomainName) {
    guard let name = set.name.relative(to: origin) else { return }
    add(
      Change(.create, name: set.name.text, zone: origin, after: set.value),
      .writeRecordSet(set, path: ZonePath(origin).recordSet(name), metadata: mark.added(), .absent))
  }

  /// Writes what is wanted over what is there, unless it is ours and right; entries of its metadata are kept.
  private mutating func update(_ current: RemoteRecordSet, to set: RecordSet, in origin: DomainName) {
    guard !current.isOurs(mark) || !current.holds(set) else {
      unchanged += 1
      return
    }
    add(
      Change(
        .update, name: set.name.text, zone: origin, before: current.value, after: set.value, etag: current.wire.etag),
      .writeRecordSet(
        set, path: ZonePath(origin).recordSet(current.name),
        metadata: mark.added(to: current.wire.properties?.metadata), Precondition(etag: current.wire.etag)))
  }

  /// Plans the end of a record set of ours.
  private mutating func delete(_ set: RemoteRecordSet, in origin: DomainName) {
    add(
      Change(.delete, name: set.fullName(in: origin), zone: origin, before: set.value, etag: set.wire.etag),
      .deleteRecordSet(path: ZonePath(origin).recordSet(set.name), Precondition(etag: set.wire.etag)))
  }

  /// Plans the end of a link of ours.
  private mutating func delete(_ link: WireLink, in origin: DomainName) {
    guard let name = link.name else { return }
    let network = link.properties?.virtualNetwork?.id.map { [$0] } ?? []
    add(
      Change(.delete, .link, name: name, zone: origin, before: Change.Value(contents: network), etag: link.etag),
      .deleteLink(path: ZonePath(origin).link(name), Precondition(etag: link.etag)))
  }

  /// What can be in the way of a record set.
  private enum Obstacle {
    /// A CNAME of the same name.
    case alias
    /// A set that Azure made for a virtual machine.
    case autoRegistered
    /// A set of A records that is somebody else's.
    case foreign(RemoteRecordSet)
  }

  /// Notes what is in the way of a record set.
  private mutating func conflict(
    _ obstacle: Obstacle, _ set: RecordSet, _ name: String, _ type: String, _ origin: DomainName
  ) {
    let (reason, yields): (String, Bool) =
      switch obstacle {
      case .alias:
        (
          "'\(set.name)' is a CNAME, and no A record may stand beside it: delete the CNAME, or take the name out of the "
            + "inventory", false
        )
      case .autoRegistered:
        (
          "Azure registered '\(set.name)' by itself for a virtual machine: rename the machine, or end the registration of "
            + "its virtual network in this zone", false
        )
      case .foreign(let current):
        (
          "'\(set.name)' holds \(current.value.sentence) and "
            + (OwnerMark.owner(on: current.wire.properties?.metadata).map { "belongs to the owner '\($0)'" }
              ?? "has no mark of apim-dns")
            + ": leave it to whoever made it, or take it over with --force", true
        )
      }
    let path = ZonePath(origin).zone + "/\(type)/\(name)"
    conflicts.append(
      Conflict(name: set.name.text, zone: origin, place: root + path, reason: reason, yieldsToForce: yields))
  }
}

extension RemoteRecordSet {
  /// Its name with that of its zone.
  func fullName(in origin: DomainName) -> String { name == "@" ? origin.text : "\(name).\(origin)" }
}

extension RecordSet {
  /// What it holds, as plans show it.
  var value: Change.Value { Change.Value(ttl: ttl, contents: addresses.map(\.description)) }
}

extension Change.Value {
  /// What it holds, in the middle of a sentence.
  var sentence: String {
    let addresses = contents.isEmpty ? "no address" : contents.joined(separator: ", ")
    return ttl.map { "\(addresses) (TTL \($0))" } ?? addresses
  }
}

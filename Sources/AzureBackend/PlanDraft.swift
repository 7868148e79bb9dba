import APIManagement
import DNSModel
import Reconciliation

/// A plan that is being made: changes with the steps that bring them about, and what is in the way.
struct PlanDraft {
  private let mark: OwnerMark
  private let root: String

  /// What would be changed, in the order in which it is shown.
  private(set) var changes: [Change] = []
  /// Foreign data in the way.
  private(set) var conflicts: [Conflict] = []
  /// How many of our record sets are as they should be.
  private(set) var unchanged = 0
  /// Sentences for a person.
  var warnings: [String] = []
  /// How the changes come about.
  private(set) var work: [ZoneWork] = []

  /// Begins an empty plan.
  ///
  /// - Parameters:
  ///   - mark: by what we know our own.
  ///   - root: the path of the provider's resources, for messages.
  init(mark: OwnerMark, root: String) {
    self.mark = mark
    self.root = root
  }

  /// Adds a change, and the step that brings it about.
  private mutating func add(_ change: Change, _ step: Step) {
    if work.last?.origin != change.zone, let origin = change.zone { work.append(ZoneWork(origin)) }
    work[work.count - 1].steps.append((changes.count, step))
    changes.append(change)
  }

  /// Plans a link to a virtual network.
  mutating func createLink(_ network: ResourceID, in origin: DomainName) {
    let name = ZonePath.linkName(network)
    add(
      Change(.create, .link, name: name, zone: origin, after: Change.Value(contents: [network.path])),
      .createLink(name: name, network: network))
  }

  /// Plans a record set that is not there yet.
  mutating func createRecordSet(_ set: RecordSet, in origin: DomainName) {
    guard let name = set.name.relative(to: origin) else { return }
    add(
      Change(.create, name: set.name.text, zone: origin, after: set.value),
      .writeRecordSet(set, path: ZonePath(origin).recordSet(name), metadata: mark.added(), .absent))
  }

  /// Writes what is wanted over what is there, unless it is ours and right; entries of its metadata are kept.
  mutating func update(_ current: RemoteRecordSet, to set: RecordSet, in origin: DomainName) {
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
  mutating func delete(_ set: RemoteRecordSet, in origin: DomainName) {
    add(
      Change(.delete, name: set.fullName(in: origin), zone: origin, before: set.value, etag: set.wire.etag),
      .deleteRecordSet(path: ZonePath(origin).recordSet(set.name), Precondition(etag: set.wire.etag)))
  }

  /// Plans the end of a link of ours.
  mutating func delete(_ link: WireLink, in origin: DomainName) {
    guard let name = link.name else { return }
    let network = link.properties?.virtualNetwork?.id.map { [$0] } ?? []
    add(
      Change(.delete, .link, name: name, zone: origin, before: Change.Value(contents: network), etag: link.etag),
      .deleteLink(path: ZonePath(origin).link(name), Precondition(etag: link.etag)))
  }

  /// Plans a zone that is not there yet.
  mutating func createZone(_ origin: DomainName) {
    add(Change(.create, .zone, name: origin.text, zone: origin), .createZone)
  }

  /// Plans the end of a zone of ours.
  mutating func delete(_ zone: RemoteZone) {
    add(
      Change(.delete, .zone, name: zone.origin.text, zone: zone.origin, etag: zone.wire.etag),
      .deleteZone(Precondition(etag: zone.wire.etag)))
  }

  /// Notes what is in the way of a record set.
  mutating func conflict(_ obstacle: Obstacle, _ set: RecordSet, _ name: String, in origin: DomainName) {
    conflicts.append(
      Conflict(
        name: set.name.text, zone: origin, place: root + ZonePath(origin).zone + "/\(obstacle.type)/\(name)",
        reason: obstacle.reason(set), yieldsToForce: obstacle.yieldsToForce))
  }

  /// Notes that a foreign link has the name of one that is wanted.
  mutating func linkConflict(_ name: String, _ network: ResourceID, in origin: DomainName) {
    conflicts.append(
      Conflict(
        name: name, zone: origin, place: root + ZonePath(origin).link(name),
        reason:
          "a link of the zone '\(origin)' has the name '\(name)' and leads to another virtual network than "
          + "'\(network)': delete that link", yieldsToForce: false))
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

import APIManagement
import DNSModel
import Reconciliation
import ResourceManager

/// A plan that is being made: changes with the steps that bring them about, and what is in the way.
struct AzurePlanBuilder {
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
  private mutating func add(_ change: Change, _ operation: Operation) {
    if work.last?.origin != change.zone, let origin = change.zone { work.append(ZoneWork(origin)) }
    work[work.count - 1].steps.append((changes.count, operation))
    changes.append(change)
  }

  /// Plans a link to a virtual network.
  mutating func createLink(_ network: ResourceID, in origin: DomainName) {
    let name = ZonePath.linkName(network)
    add(
      Change(.create, .link, name: name, zone: origin, after: Change.Value(contents: [network.path])),
      .createLink(name: name, network: network))
  }

  /// Plans that the record sets of ours in a zone become what is wanted.
  ///
  /// - Parameters:
  ///   - current: those that are there.
  ///   - wanted: those that are to be there.
  ///   - origin: the zone.
  mutating func writeRecordSets(from current: [RemoteRecordSet], to wanted: [RecordSet], in origin: DomainName) {
    let present = Dictionary(current.map { ($0.fullName(in: origin), $0) }, uniquingKeysWith: { first, _ in first })
    let difference = RecordDifference(
      from: present.mapValues(\.stored), to: wanted, zone: origin, comparesTTL: true)
    let sets = Dictionary(wanted.map { ($0.name.text, $0) }, uniquingKeysWith: { first, _ in first })
    unchanged += difference.unchanged
    for change in difference.changes { write(change, sets[change.name], over: present[change.name], in: origin) }
  }

  /// Plans to overwrite a foreign record set with the wanted one.
  mutating func takeOver(_ current: RemoteRecordSet, to set: RecordSet, in origin: DomainName) {
    let change = Change(.update, name: set.name.text, zone: origin, before: current.value, after: set.value)
    write(change, set, over: current, in: origin)
  }

  /// Adds the change of a record set with the step that writes or deletes it; other entries of its metadata are kept.
  private mutating func write(
    _ change: Change, _ set: RecordSet?, over current: RemoteRecordSet?, in origin: DomainName
  ) {
    guard let name = current?.name ?? set?.name.relative(to: origin) else { return }
    let path = ZonePath(origin).recordSet(name)
    let precondition = current.map { Precondition(etag: $0.wire.etag) } ?? .absent
    let metadata = mark.added(to: current?.wire.properties?.metadata)
    var change = change
    change.etag = current?.wire.etag
    change.before = current?.value
    add(
      change,
      set.map { .writeRecordSet($0, path: path, metadata: metadata, precondition) }
        ?? .deleteRecordSet(path: path, precondition))
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
  mutating func conflict(_ cause: ConflictCause, _ set: RecordSet, _ name: String, in origin: DomainName) {
    conflicts.append(
      Conflict(
        name: set.name.text, zone: origin, place: root + ZonePath(origin).zone + "/\(cause.type)/\(name)",
        reason: cause.reason(set), yieldsToForce: cause.yieldsToForce))
  }

  /// Notes that a foreign link has the name of one that is wanted.
  mutating func linkConflict(_ name: String, _ network: ResourceID, in origin: DomainName) {
    conflicts.append(
      Conflict(
        name: name, zone: origin, place: root + ZonePath(origin).link(name),
        reason:
          "zone '\(origin)' already has a link '\(name)' to a virtual network other than '\(network)'. Delete that "
            + "link.", yieldsToForce: false))
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

import APIManagement
import DNSModel
import Reconciliation
import ResourceManager

/// Collects the changes of a plan, the writes that apply them, and the conflicts.
struct AzurePlanBuilder {
  private let mark: OwnerMark
  private let root: String

  /// The changes, in the order of display.
  private(set) var changes: [Change] = []
  private(set) var conflicts: [Conflict] = []
  /// The conflicts whose changes are left out.
  private(set) var leftOut: [Conflict] = []
  /// How many managed record sets are in sync.
  private(set) var unchanged = 0
  private var notes: [String] = []
  /// Why nothing may be deleted; nil if deletions are allowed.
  ///
  /// Of several reasons, the last one is the cause of the others.
  private var obstacle: String?
  private var zones: [ZoneWork] = []
  private let policy: ConflictPolicy

  /// Starts an empty plan.
  ///
  /// - Parameters:
  ///   - mark: the owner mark of managed resources.
  ///   - root: the path prefix of the provider's resources, for messages.
  ///   - policy: what to do with changes that conflict.
  init(mark: OwnerMark, root: String, onConflict policy: ConflictPolicy) {
    self.mark = mark
    self.root = root
    self.policy = policy
  }

  /// The zones that the plan creates.
  var newZones: Set<DomainName> {
    Set(changes.filter { $0.kind == .zone && $0.action == .create }.compactMap(\.zone))
  }

  /// The zones that the plan deletes.
  var oldZones: Set<DomainName> {
    Set(changes.filter { $0.kind == .zone && $0.action == .delete }.compactMap(\.zone))
  }

  /// The resource IDs of the networks that the plan links to each zone.
  var newLinks: [DomainName: Set<String>] {
    let links = changes.filter { $0.kind == .link && $0.action == .create }
    return Dictionary(grouping: links, by: \.zone).reduce(into: [:]) { networks, entry in
      if let zone = entry.key { networks[zone] = Set(entry.value.flatMap { $0.after?.contents ?? [] }) }
    }
  }

  /// The writes that apply the changes.
  var work: [ZoneWork] { zones.filter { !$0.steps.isEmpty } }

  /// Begins the changes of the next zone.
  ///
  /// - Parameters:
  ///   - origin: the name of the zone.
  ///   - needsLink: whether this owner created the zone, or will, and no virtual network is linked to it yet.
  mutating func begin(_ origin: DomainName, needsLink: Bool = false) {
    zones.append(ZoneWork(origin: origin, needsLink: needsLink))
  }

  /// Adds a change of the zone that was begun, and the write that applies it.
  private mutating func add(_ change: Change, _ operation: Operation) {
    zones[zones.count - 1].steps.append((changes.count, operation))
    changes.append(change)
  }

  /// Plans a virtual network link.
  mutating func createLink(_ network: ResourceID, in origin: DomainName) {
    let name = ZonePath.linkName(network)
    add(
      Change(.create, .link, name: name, zone: origin, after: Change.Value(contents: [network.path])),
      .createLink(name: name, network: network))
  }

  /// Plans to write a managed link again if it is not as it should be.
  mutating func mend(_ link: WireLink, in origin: DomainName) {
    guard let name = link.name, let drift = Drift(link) else { return }
    add(
      Change(
        .update, .link, name: name, zone: origin, before: drift.before, after: drift.after, etag: link.etag),
      .mendLink(link.mended, path: ZonePath(origin).link(name), Precondition(etag: link.etag)))
  }

  /// Plans to write a managed zone again if Azure could not complete it.
  mutating func mend(_ zone: RemoteZone) {
    guard let drift = Drift(zone.wire) else { return }
    add(
      Change(
        .update, .zone, name: zone.origin.text, zone: zone.origin, before: drift.before, after: drift.after,
        etag: zone.wire.etag),
      .mendZone(WireZone(location: "global", tags: zone.wire.tags), Precondition(etag: zone.wire.etag)))
  }

  /// Plans the changes from the managed record sets of a zone to the desired ones.
  ///
  /// - Parameters:
  ///   - current: the managed record sets.
  ///   - wanted: the desired record sets.
  ///   - origin: the zone name.
  mutating func writeRecordSets(from current: [RemoteRecordSet], to wanted: [RecordSet], in origin: DomainName) {
    let present = Dictionary(current.map { ($0.fullName(in: origin), $0) }, uniquingKeysWith: { first, _ in first })
    let difference = RecordDifference(
      from: present.mapValues(\.stored), to: wanted, zone: origin, comparesTTL: true)
    let sets = Dictionary(wanted.map { ($0.name.text, $0) }, uniquingKeysWith: { first, _ in first })
    unchanged += difference.unchanged
    for change in difference.changes { write(change, sets[change.name], over: present[change.name], in: origin) }
  }

  /// Plans to overwrite an unmanaged record set with the desired one.
  mutating func takeOver(_ current: RemoteRecordSet, to set: RecordSet, in origin: DomainName) {
    let change = Change(.update, name: set.name.text, zone: origin, before: current.value, after: set.value)
    write(change, set, over: current, in: origin)
  }

  /// Adds a change of a record set with the write or deletion that applies it.
  ///
  /// Other metadata is kept.
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
    if set != nil { change.replacedMetadata = mark.replaced(in: current?.wire.properties?.metadata) }
    add(
      change,
      set.map { .writeRecordSet($0, path: path, metadata: metadata, precondition) }
        ?? .deleteRecordSet(path: path, precondition))
  }

  /// Adds a warning.
  mutating func warn(_ text: String) { notes.append(text) }

  /// The warnings.
  var warnings: [String] {
    [obstacle.map { "apply will delete nothing, because \($0)" }].compactMap(\.self) + notes
  }

  /// Whether nothing may be deleted.
  var deletesNothing: Bool { obstacle != nil }

  /// Makes an apply delete nothing.
  mutating func deleteNothing(because reason: String) {
    guard changes.contains(where: { $0.action == .delete }) else { return }
    obstacle = reason
  }

  /// Counts a record set that is in sync.
  mutating func countUnchanged() { unchanged += 1 }

  /// Plans to add the owner mark to a record set, or to remove it.
  mutating func mark(_ set: RemoteRecordSet, in origin: DomainName, isAdded: Bool) {
    let old = set.wire.properties?.metadata
    let metadata = isAdded ? mark.added(to: old) : mark.removed(from: old)
    addMark(
      .record, set.fullName(in: origin), origin, ZonePath(origin).recordSet(set.name), set.wire.etag,
      WireMark(properties: WireMark.Properties(metadata: metadata)), .recordSets, isAdded: isAdded)
  }

  /// Plans to add the owner mark to a zone, or to remove it.
  mutating func mark(_ zone: RemoteZone, isAdded: Bool) {
    let tags = isAdded ? mark.added(to: zone.wire.tags) : mark.removed(from: zone.wire.tags)
    addMark(
      .zone, zone.origin.text, zone.origin, ZonePath(zone.origin).zone, zone.wire.etag, WireMark(tags: tags), .marks,
      isAdded: isAdded)
  }

  /// Plans to add the owner mark to a link, or to remove it.
  mutating func mark(_ link: WireLink, in origin: DomainName, isAdded: Bool) {
    guard let name = link.name else { return }
    let tags = isAdded ? mark.added(to: link.tags) : mark.removed(from: link.tags)
    addMark(
      .link, name, origin, ZonePath(origin).link(name), link.etag, WireMark(tags: tags), .marks, isAdded: isAdded)
  }

  private mutating func addMark(
    _ kind: Change.Kind, _ name: String, _ origin: DomainName, _ path: String, _ etag: String?, _ wire: WireMark,
    _ phase: Operation.Phase, isAdded: Bool
  ) {
    let (unmanaged, managed) = (Change.Value(contents: ["unmanaged"]), Change.Value(contents: ["owner \(mark.owner)"]))
    add(
      Change(
        .update, kind, name: name, zone: origin, before: isAdded ? unmanaged : managed,
        after: isAdded ? managed : unmanaged, etag: etag),
      .writeMark(wire, path: path, phase, Precondition(etag: etag)))
  }

  /// Plans the deletion of a managed link.
  mutating func delete(_ link: WireLink, in origin: DomainName) {
    guard let name = link.name else { return }
    let network = link.properties?.virtualNetwork?.id.map { [$0] } ?? []
    add(
      Change(.delete, .link, name: name, zone: origin, before: Change.Value(contents: network), etag: link.etag),
      .deleteLink(path: ZonePath(origin).link(name), Precondition(etag: link.etag)))
  }

  mutating func createZone(_ origin: DomainName) {
    add(Change(.create, .zone, name: origin.text, zone: origin), .createZone)
  }

  /// Plans the deletion of a managed zone.
  mutating func delete(_ zone: RemoteZone) {
    add(
      Change(.delete, .zone, name: zone.origin.text, zone: zone.origin, etag: zone.wire.etag),
      .deleteZone(Precondition(etag: zone.wire.etag)))
  }

  /// Adds a conflict of a desired record set.
  ///
  /// - Returns: whether the plan leaves out the record set.
  @discardableResult
  mutating func conflict(_ cause: ConflictCause, _ set: RecordSet, _ name: String, in origin: DomainName) -> Bool {
    add(
      Conflict(
        name: set.name.text, zone: origin, place: root + ZonePath(origin).zone + "/\(cause.type)/\(name)",
        reason: cause.reason(set), yieldsToForce: cause.yieldsToForce))
  }

  /// Adds a conflict: a zone that should exist does not.
  mutating func missingZone(_ origin: DomainName) {
    _ = add(
      Conflict(
        name: origin.text, zone: origin, place: root + ZonePath(origin).zone,
        reason:
          "the resource group has no zone '\(origin)'. Create it, or remove it from zone: and zones: in the inventory.",
        yieldsToForce: false))
  }

  /// Adds a conflict: an unmanaged link has the name of a desired one.
  mutating func linkConflict(_ name: String, _ network: ResourceID, in origin: DomainName) {
    _ = add(
      Conflict(
        name: name, zone: origin, place: root + ZonePath(origin).link(name),
        reason:
          "zone '\(origin)' already has a link '\(name)' to a virtual network other than '\(network)'. Delete that link.",
        yieldsToForce: false))
  }

  /// Adds a conflict.
  ///
  /// - Returns: whether the plan leaves out what conflicts.
  private mutating func add(_ conflict: Conflict) -> Bool {
    let isLeftOut = policy.leavesOut(conflict)
    if isLeftOut { leftOut.append(conflict) } else { conflicts.append(conflict) }
    return isLeftOut
  }
}

extension RemoteRecordSet {
  /// The name of the record set, including the zone.
  func fullName(in origin: DomainName) -> String { name == "@" ? origin.text : "\(name).\(origin)" }
}

extension RecordSet {
  /// The TTL and addresses, as plans show them.
  var value: Change.Value { Change.Value(ttl: ttl, contents: addresses.map(\.description)) }
}

extension Change.Value {
  /// The addresses and TTL, for messages.
  var summary: String {
    let addresses = contents.isEmpty ? "no address" : contents.joined(separator: ", ")
    return ttl.map { "\(addresses) (TTL \($0))" } ?? addresses
  }
}

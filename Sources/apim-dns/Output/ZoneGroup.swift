import DNSModel
import Reconciliation

/// The changes of one zone in the order in which they are shown: the zone itself first.
struct ZoneGroup {
  /// The zone; nil if the backend has no zones.
  let zone: DomainName?
  /// The change of the zone itself; nil if there is none, or it is the only change.
  let heading: Change?
  /// The other changes.
  let changes: [Change]

  /// Whether to show the zone above its changes; false if the only change has the zone's own name.
  var hasHeading: Bool { heading != nil || zone != nil && (changes.count > 1 || changes.first?.name != zone?.text) }

  fileprivate init(_ zone: DomainName?, _ all: [Change]) {
    self.zone = zone
    let index = all.count > 1 ? all.firstIndex { $0.kind == .zone } : nil
    heading = index.map { all[$0] }
    changes = all.enumerated().filter { $0.offset != index }.map(\.element)
  }
}

extension BackendPlan {
  /// The changes, zone by zone, in the order of each zone's first change.
  var zoneGroups: [ZoneGroup] {
    var order: [DomainName?] = []
    var changes: [DomainName?: [Change]] = [:]
    for change in self.changes {
      if changes[change.zone] == nil { order.append(change.zone) }
      changes[change.zone, default: []].append(change)
    }
    return order.map { ZoneGroup($0, changes[$0] ?? []) }
  }
}

extension Change {
  /// The name of the changed item, with its kind unless it is a record set.
  var subject: String { kind == .record ? name : "\(kind.rawValue) \(name)" }

  /// The same with the zone, unless it has the same name.
  var fullSubject: String {
    guard let zone, zone.text != name, kind != .zone else { return subject }
    return "\(subject) in zone \(zone)"
  }

  /// The old value as text; nil if it is not worth showing.
  var beforeText: String? {
    guard showsValues, let before else { return nil }
    return replacedMetadata.isEmpty ? before.text : "\(before.text) (\(replacedMetadata.joined(separator: ", ")))"
  }

  /// The new value as text; nil if it is not worth showing.
  var afterText: String? { showsValues ? after?.text : nil }

  /// Values of a zone are shown only for updates, those of a file never.
  private var showsValues: Bool {
    switch kind {
    case .record, .link: true
    case .zone: action == .update
    // Only the owner of a file has an old value.
    case .configuration: before != nil
    }
  }
}

extension Change.Value {
  /// The TTL and the contents.
  fileprivate var text: String {
    let contents = contents.joined(separator: ", ")
    guard let ttl else { return contents }
    return contents.isEmpty ? "\(ttl)" : "\(ttl) \(contents)"
  }
}

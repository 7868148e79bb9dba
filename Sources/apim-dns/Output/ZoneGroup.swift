import DNSModel
import Reconciliation

/// The changes of one zone, in the order in which they are shown: that of the zone itself first.
struct ZoneGroup {
  /// The zone; nothing where a backend has none.
  let zone: DomainName?
  /// The change of the zone itself, where there is one and others hang on it.
  let heading: Change?
  /// The other changes.
  let changes: [Change]

  /// Whether the zone stands above its changes: not where the only one has the zone's own name.
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
  /// The name of what is changed, with its sort where it is no record set.
  var subject: String { kind == .record ? name : "\(kind.rawValue) \(name)" }

  /// The same with the zone, where that is another name.
  var fullSubject: String {
    guard let zone, zone.text != name, kind != .zone else { return subject }
    return "\(subject) in zone \(zone)"
  }

  /// What it held, as a person reads it; nothing where that goes without saying.
  var beforeText: String? { showsValues ? before?.text : nil }

  /// What it is to hold.
  var afterText: String? { showsValues ? after?.text : nil }

  /// Of a zone or a file as a whole, only what becomes another is shown.
  private var showsValues: Bool {
    switch kind {
    case .record, .link: true
    case .zone: action == .update
    case .configuration: false
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

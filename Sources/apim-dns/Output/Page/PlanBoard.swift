import APIManagement
import DNSModel
import Reconciliation

/// What the drawing shows: instances, their hostnames, and how these stand in each sort of place.
struct PlanBoard {
  /// One hostname.
  struct Row {
    let name: String
    let addresses: [String]
    let states: [PlaceState]
  }

  /// One instance, or what has left the inventory.
  struct Group {
    let title: String
    let subtitle: String
    let rows: [Row]

    /// Whether something of it is not as it should be.
    var isOpen: Bool { rows.contains { $0.states.contains { $0.tone != .good } } }
  }

  /// The sorts of places, in the order of the states of each row.
  let places: [String]
  /// The instances in the order of the inventory, then what has left it.
  let groups: [Group]

  /// Takes what a run came to, and the hostnames of the inventory.
  init(_ result: RunResult, records: [EndpointRecord]) {
    let kinds = BackendKind.allCases.filter { kind in
      result.plans.contains { $0.backend == kind } || result.problems.contains { $0.backend == kind.rawValue }
    }
    let isRemoval = result.command == .remove
    let finders = kinds.map { kind in
      result.plans.filter { $0.backend == kind }.map { PlaceStates($0, isRemoval: isRemoval) }
    }
    func row(_ name: String, _ addresses: [String]) -> Row {
      let states = finders.map { PlaceState($0.map { $0.state(of: name) }) ?? .unknown }
      return Row(name: name, addresses: addresses, states: states)
    }
    var groups: [Group] = []
    var rest = records[...]
    while let first = rest.first {
      let own = rest.prefix { $0.instance == first.instance }
      rest = rest.dropFirst(own.count)
      var regions: [String] = []
      for record in own where !regions.contains(record.region.name) { regions.append(record.region.name) }
      groups.append(
        Group(
          title: first.instance.text, subtitle: regions.joined(separator: ", "),
          rows: own.map { row($0.recordSet.name.text, $0.recordSet.addresses.map(\.description)) }))
    }
    var seen = Set(records.map(\.recordSet.name.text))
    let gone = result.plans.flatMap(\.changes).filter { change in
      change.kind == .record && change.action == .delete && seen.insert(change.name).inserted
    }
    // One picture for all that leads to the same addresses, so that lines do not cross.
    var orphans: [[String]: [Row]] = [:]
    var order: [[String]] = []
    for change in gone {
      let addresses = change.before?.contents ?? []
      if orphans[addresses] == nil { order.append(addresses) }
      orphans[addresses, default: []].append(row(change.name, addresses))
    }
    groups += order.map { addresses in
      let rows = orphans[addresses] ?? []
      return Group(
        title: isRemoval ? "of this owner" : "left the inventory", subtitle: PlanCounts.counted(rows.count, "hostname"),
        rows: rows)
    }
    places = kinds.map(\.rawValue)
    self.groups = groups
  }
}

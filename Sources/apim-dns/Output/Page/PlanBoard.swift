import APIManagement
import DNSModel
import Reconciliation

/// The data of the drawing: instances, their hostnames, and the state of each hostname in each backend.
struct PlanBoard {
  /// One hostname.
  struct Row {
    let name: String
    let addresses: [String]
    let states: [TargetState]

    /// Whether it is not in sync.
    var isOpen: Bool { states.contains { $0.tone != .good } }
  }

  /// One instance, or hostnames that are no longer in the inventory.
  struct Group {
    let title: String
    let subtitle: String
    let rows: [Row]
  }

  /// The backends, in the order of the states of each row.
  let backends: [String]
  /// The instances in the order of the inventory, then the hostnames that are no longer in it.
  let groups: [Group]

  /// Makes the board from the result of a run and the records of the inventory.
  init(_ result: RunResult, records: [EndpointRecord]) {
    let kinds = BackendKind.allCases.filter { kind in
      result.plans.contains { $0.backend == kind } || result.problems.contains { $0.backend == kind.rawValue }
    }
    let isRemoval = result.command == .remove
    let finders = kinds.map { kind in
      result.plans.filter { $0.backend == kind }.map { TargetStates($0, isRemoval: isRemoval) }
    }
    func row(_ name: String, _ addresses: [String]) -> Row {
      let states = finders.map { TargetState($0.map { $0.state(of: name) }) ?? .unknown }
      return Row(name: name, addresses: addresses, states: states)
    }
    var groups: [Group] = []
    var rest = records[...]
    while let first = rest.first {
      let own = rest.prefix { $0.instance == first.instance }
      rest = rest.dropFirst(own.count)
      var regions: [String] = []
      for region in own.compactMap(\.region?.name) where !regions.contains(region) { regions.append(region) }
      groups.append(
        Group(
          title: first.instance.text, subtitle: regions.joined(separator: ", "),
          rows: own.map { row($0.recordSet.name.text, $0.recordSet.addresses.map(\.description)) }))
    }
    var seen = Set(records.map(\.recordSet.name.text))
    let gone = result.plans.flatMap(\.changes).filter { change in
      change.kind == .record && change.action == .delete && seen.insert(change.name).inserted
    }
    // One group for all hostnames with the same addresses.
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
        title: isRemoval ? "of this owner" : "not in inventory",
        subtitle: PlanCounts.counted(rows.count, "hostname"),
        rows: rows)
    }
    backends = kinds.map(\.rawValue)
    self.groups = groups
  }
}

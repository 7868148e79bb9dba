import APIManagement
import DNSModel
import InstanceDiscovery
import Inventory

/// How an inventory differs from what Azure reports.
struct InventoryComparison {
  /// What differs, in the order of the inventory, then of Azure.
  private(set) var differences: [Difference] = []
  /// How many instances were compared.
  private(set) var instances = 0
  /// How many hostnames were compared and are the same.
  private(set) var equalNames = 0

  /// Compares.
  ///
  /// - Parameters:
  ///   - inventory: the inventory; instances that it names by their resource IDs are what Azure reports by themselves.
  ///   - services: what Azure reports.
  ///   - scope: the part of Azure that was looked at.
  init(_ inventory: Inventory, with services: [ReportedService], in scope: DiscoverCommand.Scope) {
    var rest = services
    func take(_ isWanted: (ReportedService) -> Bool) -> ReportedService? {
      rest.firstIndex(where: isWanted).map { rest.remove(at: $0) }
    }
    for reference in inventory.references where scope.includes(reference.resource) {
      instances += 1
      let service = take { $0.id == reference.resource }
      guard case .usable? = service?.finding else {
        add(unusable: reference.resource.name, service)
        continue
      }
    }
    let records = Dictionary(grouping: inventory.hostnames.records, by: \.instance)
    for instance in inventory.instances where scope.includes(instance.name.text) {
      instances += 1
      let service = take { InstanceName($0.id.name) == instance.name }
      guard let service, case .usable(let reported) = service.finding else {
        add(unusable: instance.name.text, service)
        continue
      }
      let truth = (try? reported.records(in: inventory.cloud, ttl: inventory.ttl)) ?? []
      compare(instance.name, records[instance.name] ?? [], with: truth, customNames: Set(service.customNames))
    }
    for service in rest {
      guard case .usable = service.finding else { continue }
      let name = service.id.name
      differences.append(
        Difference(
          kind: .missingInstance, instance: name,
          advice: "add it: 'apim-dns discover --name \(name)' writes it for the inventory"))
    }
  }

  /// Notes that the inventory has an instance that Azure does not have, or not in a way that can be used.
  private mutating func add(unusable name: String, _ service: ReportedService?) {
    if case .leftOut(let reason)? = service?.finding {
      differences.append(
        Difference(
          kind: .unusableInstance, instance: name,
          advice: "take it out of the inventory, unless Azure is about to change that", reason: reason))
    } else {
      differences.append(
        Difference(
          kind: .unknownInstance, instance: name,
          advice: "take it out of the inventory, or look in its own subscription and resource group"))
    }
  }

  /// Compares the hostnames of an instance.
  private mutating func compare(
    _ instance: InstanceName, _ ours: [EndpointRecord], with truth: [EndpointRecord], customNames: Set<DomainName>
  ) {
    let reported = Dictionary(truth.map { ($0.recordSet.name, $0.recordSet.addresses) }) { first, _ in first }
    var moved: [[[IPv4Address]]: [DomainName]] = [:]
    var order: [[[IPv4Address]]] = []
    var unknown: [DomainName] = []
    for set in ours.map(\.recordSet) {
      guard let addresses = reported[set.name] else {
        // A custom hostname leads to wherever its owner says.
        if !customNames.contains(set.name) { unknown.append(set.name) }
        continue
      }
      guard addresses != set.addresses else {
        equalNames += 1
        continue
      }
      let move = [set.addresses, addresses]
      if moved[move] == nil { order.append(move) }
      moved[move, default: []].append(set.name)
    }
    for move in order {
      let new = move[1].map(\.description).joined(separator: ", ")
      differences.append(
        Difference(
          kind: .addressMoved, instance: instance.text, names: moved[move] ?? [], inventory: move[0], azure: move[1],
          advice: "write \(new) as its vip in the inventory, then apply"))
    }
    let rewrite = "'apim-dns discover --name \(instance)' writes it for the inventory"
    for name in unknown {
      differences.append(
        Difference(kind: .unknownName, instance: instance.text, names: [name], advice: "take it out: \(rewrite)"))
    }
    let known = Set(ours.map(\.recordSet.name))
    for name in truth.map(\.recordSet.name) where !known.contains(name) {
      differences.append(
        Difference(kind: .missingName, instance: instance.text, names: [name], advice: "add it: \(rewrite)"))
    }
  }
}

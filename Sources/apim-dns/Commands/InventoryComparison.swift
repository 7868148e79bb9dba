import APIManagement
import DNSModel
import InstanceDiscovery
import Inventory

/// The differences between an inventory and Azure.
struct InventoryComparison {
  /// The differences in the order of the inventory, then of Azure.
  private(set) var differences: [Difference] = []
  /// The instances of the inventory about which Azure says too little.
  private(set) var notCompared: [(instance: String, reason: String)] = []
  /// The number of instances that were compared.
  private(set) var instances = 0
  /// The number of hostnames that are the same in both.
  private(set) var equalNames = 0

  /// Compares an inventory with Azure.
  ///
  /// It says nothing about what Azure does not report: instances that are kept by hand or whose private endpoint cannot be read,
  /// and the hostname for the configuration of self-hosted gateways. Endpoints that the inventory leaves out are not missing.
  ///
  /// - Parameters:
  ///   - inventory: the inventory; instances with a resource ID always match Azure if they exist there.
  ///   - services: the instances in Azure.
  ///   - gateways: the workspace gateways in Azure, whose addresses Azure does not report; nil if they were not read.
  ///   - scope: the part of Azure that was read.
  init(
    _ inventory: Inventory, with services: [ReportedService], gateways: [ReportedGateway]?,
    in scope: DiscoverCommand.Scope
  ) {
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
    for instance in inventory.instances where scope.includes(instance.name.text) {
      if let cloud = instance.cloud, cloud != inventory.cloud {
        notCompared.append((instance.name.text, "it is in the cloud '\(cloud.rawValue)'"))
        continue
      }
      let service = take { InstanceName($0.id.name) == instance.name }
      guard !inventory.instancesKeptByHand.contains(instance.name) else {
        notCompared.append((instance.name.text, "the inventory sets keptByHand for it"))
        continue
      }
      if service == nil, instance.scheme == .given,
        let reason = Self.reasonNotToCompare(instance, asOneOf: gateways)
      {
        notCompared.append((instance.name.text, reason))
        continue
      }
      if let service, service.privateEndpoints > 0, case .leftOut(let reason) = service.finding {
        notCompared.append((instance.name.text, reason))
        continue
      }
      instances += 1
      guard let service, case .usable(let reported) = service.finding else {
        add(unusable: instance.name.text, service)
        continue
      }
      guard reported.access == instance.access else {
        let isPrivateEndpoint = reported.access == .privateEndpoint
        differences.append(
          Difference(
            kind: .unusableInstance, instance: instance.name.text,
            advice: "Set access: \"\(reported.access.rawValue)\" in the inventory, then apply.",
            reason: isPrivateEndpoint
              ? "Azure reports a private endpoint for it, and the inventory does not"
              : "Azure reports it in a virtual network, and the inventory a private endpoint"))
        continue
      }
      let limited = instance.endpoints.map(reported.limited(to:)) ?? reported
      let actual = (try? limited.records(in: inventory.cloud, ttl: inventory.ttl)) ?? []
      let configuration = try? DomainName("\(instance.name).configuration.\(inventory.cloud.gatewaySuffix)")
      let desired = (try? instance.records(in: inventory.cloud, ttl: inventory.ttl)) ?? []
      compare(
        instance, desired, with: actual, below: inventory.cloud.gatewaySuffix,
        unreported: Set([configuration].compactMap(\.self)), Self.advice(for: instance, as: reported), in: scope)
    }
    for service in rest {
      guard case .usable = service.finding else { continue }
      let name = service.id.name
      differences.append(
        Difference(
          kind: .missingInstance, instance: name,
          advice: "Add it to the inventory. To print it, run '\(scope.commandLine(for: name))'."))
    }
  }

  /// Adds the difference for an instance that is missing or unusable in Azure.
  private mutating func add(unusable name: String, _ service: ReportedService?) {
    if case .leftOut(let reason)? = service?.finding {
      differences.append(
        Difference(
          kind: .unusableInstance, instance: name,
          advice: "Remove it from the inventory, unless this changes soon.", reason: reason))
    } else {
      differences.append(
        Difference(
          kind: .unknownInstance, instance: name,
          advice: "Remove it from the inventory, or compare with its own subscription and resource group."))
    }
  }

  /// The reason not to compare a workspace gateway with Azure; nil for any other instance.
  private static func reasonNotToCompare(_ instance: Instance, asOneOf gateways: [ReportedGateway]?) -> String? {
    guard let gateways else { return "it may be a workspace gateway, and those cannot be read" }
    guard gateways.contains(where: { InstanceName($0.id.name) == instance.name }) else { return nil }
    return "it is a workspace gateway, and Azure reports no address for it"
  }

  /// What to do if Azure reports other locations or other disabled gateways than the inventory; nil if they are the same.
  private static func advice(for instance: Instance, as reported: Instance) -> String? {
    let (given, actual) = (instance.locations.compactMap(\.region), reported.locations.compactMap(\.region))
    // An instance without regional hostnames needs only its primary location.
    if given.count == instance.locations.count, Set(given) != Set(actual), actual.count > 1 || given.count > 1 {
      return
        "Azure reports gateways in \(actual.map { "'\($0)'" }.joined(separator: ", ")). Correct the locations in the inventory, then "
        + "apply."
    }
    let differences = instance.locations.compactMap { location -> String? in
      guard let region = location.region, let other = reported.locations.first(where: { $0.region == region }),
        location.gatewayIsDisabled != other.gatewayIsDisabled
      else { return nil }
      return other.gatewayIsDisabled
        ? "Set disableGateway: true for the location '\(region)' in the inventory, then apply."
        : "Remove disableGateway from the location '\(region)' in the inventory, then apply."
    }
    return differences.isEmpty ? nil : differences.joined(separator: " ")
  }

  /// Compares the hostnames of an instance; those that are not reported can have any address.
  ///
  /// Azure need not know a name outside its own suffix, or one that leads somewhere else.
  private mutating func compare(
    _ given: Instance, _ desired: [EndpointRecord], with actual: [EndpointRecord], below suffix: DomainName,
    unreported: Set<DomainName>, _ locationAdvice: String?, in scope: DiscoverCommand.Scope
  ) {
    let instance = given.name
    let reported = Dictionary(actual.map { ($0.recordSet.name, $0.recordSet.addresses) }) { first, _ in first }
    var moved: [[[IPv4Address]]: [DomainName]] = [:]
    var order: [[[IPv4Address]]] = []
    var unknown: [DomainName] = []
    for set in desired.map(\.recordSet) where given.ownAddresses[set.name] == nil {
      guard let addresses = reported[set.name] else {
        if !unreported.contains(set.name), set.name.isAtOrBelow(suffix) { unknown.append(set.name) }
        continue
      }
      // A network may reach only one of several private endpoints.
      let isSame =
        given.access == .privateEndpoint ? Set(set.addresses).isSubset(of: addresses) : addresses == set.addresses
      guard !isSame else {
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
          advice: (locationAdvice.map { "\($0) " } ?? "") + "Set vip to \(new) in the inventory, then apply."))
    }
    let hint = "To print the instance, run '\(scope.commandLine(for: instance.text))'."
    for name in unknown {
      differences.append(
        Difference(
          kind: .unknownName, instance: instance.text, names: [name],
          advice: locationAdvice ?? "Remove it from the inventory. \(hint)"))
    }
    // Such an instance has the names that it gives, and no others.
    guard given.scheme != .given else { return }
    let known = Set(desired.map(\.recordSet.name))
    for name in actual.map(\.recordSet.name) where !known.contains(name) {
      differences.append(
        Difference(
          kind: .missingName, instance: instance.text, names: [name],
          advice: locationAdvice ?? "Add it to the inventory. \(hint)"))
    }
  }
}

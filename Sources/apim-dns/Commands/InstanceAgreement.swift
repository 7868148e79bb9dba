import APIManagement
import DNSModel
import InstanceDiscovery
import Inventory
import Reconciliation

/// Compares the instances of an inventory with what Azure reports about them, for warnings of `plan` and `verify`.
///
/// It takes one list of the subscription's instances, and the private endpoints of those in the inventory.
struct InstanceAgreement {
  let context: RunContext

  /// Compares the instances.
  ///
  /// - Returns: the warnings, each with the position of its instance. That Azure cannot be read is a warning too.
  func warnings() async -> [String] {
    let inventory = context.inventory
    let names = Set(inventory.instances.filter { ($0.cloud ?? inventory.cloud) == inventory.cloud }.map(\.name))
      .subtracting(inventory.instancesKeptByHand)
    guard !names.isEmpty else { return [] }
    context.console.trace("comparing the instances with Azure")
    do throws(BackendError) {
      guard let subscription = try context.backends.azure.subscription() else { return [] }
      let services = try await context.backends.azure.services(of: subscription)
        .services(subscription: subscription) { InstanceName($0).map(names.contains) ?? false }
      guard !services.isEmpty else {
        // The zones are often in another subscription than the instances, so only those who ask for the comparison are told.
        guard context.arguments.command == .plan else { return [] }
        return [
          "the instances are not compared with Azure: the subscription '\(subscription)' has none of them, or the client "
            + "cannot see them"
        ]
      }
      let scope = DiscoverCommand.Scope(
        subscription: subscription, resourceGroup: nil, name: nil, access: DiscoverCommand.Scope.access(context))
      let comparison = InventoryComparison(inventory, with: services, gateways: nil, in: scope)
      return comparison.differences.compactMap(warning)
        + comparison.notCompared.filter { instance, _ in services.contains { $0.id.name.lowercased() == instance } }
        .map { notCompared($0.instance, because: $0.reason) }
    } catch {
      return ["the instances are not compared with Azure: \(error)"]
    }
  }

  /// The warning of a difference; nil for an instance that is not in the subscription, because it may be in another one.
  private func warning(_ difference: InventoryComparison.Difference) -> String? {
    let (names, instance) = (difference.names.map(\.text).joined(separator: ", "), difference.instance)
    func listed(_ addresses: [IPv4Address]) -> String { addresses.map(\.description).joined(separator: ", ") }
    let finding: String
    switch difference.kind {
    case .addressMoved:
      finding =
        "instance '\(instance)' has the address \(listed(difference.azure)) in Azure, and "
        + "\(listed(difference.inventory)) in the inventory: \(names)"
    case .unknownName: finding = "\(names) is not a hostname of instance '\(instance)' in Azure"
    case .missingName: finding = "instance '\(instance)' also has \(names) in Azure"
    case .unusableInstance: return notCompared(instance, because: "\(difference.reason ?? ""). \(difference.advice)")
    case .unknownInstance, .missingInstance: return nil
    }
    return "\(place(instance))\(finding). \(difference.advice)"
  }

  private func notCompared(_ instance: String, because reason: String) -> String {
    "\(place(instance))instance '\(instance)' is not compared with Azure: \(reason)"
  }

  /// The position of an instance in the inventory, with a colon; empty if options describe it.
  private func place(_ instance: String) -> String {
    InstanceName(instance).flatMap { context.inventory.positions[$0] }.map { "\($0): " } ?? ""
  }
}

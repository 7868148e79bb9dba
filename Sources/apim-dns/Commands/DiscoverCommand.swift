import APIManagement
import InstanceDiscovery
import Inventory
import Reconciliation

/// `discover`: reads instances from Azure and prints an inventory of them, or says how an inventory differs.
struct DiscoverCommand {
  let context: RunContext

  /// Runs the command.
  func run() async throws(Failure) -> ExitCode {
    let scope = try Scope(context)
    let console = context.console
    console.trace("listing the instances of \(scope)")
    let services: [ReportedService]
    do throws(BackendError) {
      services = try await context.backends.azure.services()
        .services(subscription: scope.subscription, resourceGroup: scope.resourceGroup)
        .filter { scope.includes($0.id.name) }
    } catch {
      throw Failure(error)
    }
    if context.arguments.has(.compare) { return try compare(services, scope) }
    if let name = scope.name, services.isEmpty {
      throw Failure(
        .failed, "Azure has no instance '\(name)' in \(scope), or shows none to this credential; see 'apim-dns auth'")
    }
    for service in services {
      guard case .leftOut(let reason) = service.finding else { continue }
      console.remark("left out: \(service.id.name): \(reason)")
    }
    if services.isEmpty {
      console.remark("note: there is no instance in \(scope), or none that this credential may see")
    }
    switch context.format {
    case .json: console.emit(try JSONText.of(DiscoveryJSON(services, in: context.inventory.cloud)), as: .json)
    case .text, .markdown, .html, .csv:
      console.emit(InventoryText(services, from: "\(scope)", in: context.inventory.cloud).text, as: .json)
    }
    return .done
  }

  /// Says how the inventory differs from what Azure reports.
  private func compare(_ services: [ReportedService], _ scope: Scope) throws(Failure) -> ExitCode {
    let comparison = InventoryComparison(context.inventory, with: services, in: scope)
    switch context.format {
    case .json: context.console.emit(try JSONText.of(ComparisonJSON(comparison)), as: .json)
    case .text, .markdown, .html, .csv:
      context.console.show(ComparisonText(usesColor: context.console.usesColor).of(comparison))
    }
    return comparison.differences.isEmpty ? .done : .differs
  }

  /// The part of Azure that is looked at.
  struct Scope: CustomStringConvertible {
    /// The subscription.
    let subscription: String
    /// The resource group; nothing for all.
    let resourceGroup: String?
    /// The name of the one instance that is wanted; nothing for all.
    let name: InstanceName?

    /// Whether an instance of that name is wanted.
    func includes(_ text: String) -> Bool { name == nil || InstanceName(text) == name }

    /// Whether a resource lies in it.
    func includes(_ resource: ResourceID) -> Bool {
      resource.subscription.lowercased() == subscription.lowercased() && includes(resource.name)
        && (resourceGroup == nil || resource.resourceGroup.lowercased() == resourceGroup?.lowercased())
    }

    /// Its path.
    var description: String {
      "/subscriptions/\(subscription)" + (resourceGroup.map { "/resourceGroups/\($0)" } ?? "")
    }
  }
}

extension DiscoverCommand.Scope {
  /// Takes what the command line says; the subscription may stand in the inventory that is compared.
  init(_ context: RunContext) throws(Failure) {
    let arguments = context.arguments
    do throws(BackendError) {
      let given = try arguments.setting(.subscription, SettingRule.subscription)
      guard let subscription = given ?? context.inventory.backends.azure?.subscription else {
        throw BackendError(
          .badSettings, "discover needs a subscription: give --subscription; 'az account show' prints it as id")
      }
      self.subscription = subscription
      resourceGroup = try arguments.setting(.resourceGroup, SettingRule.resourceGroup)
      name = try arguments.setting(.name, SettingRule.instanceName)
    } catch {
      throw Failure(error)
    }
  }
}

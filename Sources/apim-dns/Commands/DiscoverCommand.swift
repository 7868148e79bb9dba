import APIManagement
import InstanceDiscovery
import Inventory
import Reconciliation

/// `discover`: reads instances from Azure, and prints an inventory or the differences from one.
struct DiscoverCommand {
  let context: RunContext

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
        .failed,
        "Azure has no instance '\(name)' in \(scope), or the credential cannot see it. Check the name, and run 'apim-dns auth'."
      )
    }
    for service in services {
      guard case .leftOut(let reason) = service.finding else { continue }
      console.printNote("left out: \(service.id.name): \(reason)")
    }
    if services.isEmpty {
      console.printNote("note: no instance in \(scope), or none that the credential can see")
    }
    switch context.format {
    case .json: console.emit(try JSONText.of(DiscoveryJSON(services, in: context.inventory.cloud)), as: .json)
    case .text, .markdown, .html, .csv:
      console.emit(InventoryText(services, from: "\(scope)", in: context.inventory.cloud).text, as: .json)
    }
    return .done
  }

  /// Prints how the inventory differs from Azure.
  private func compare(_ services: [ReportedService], _ scope: Scope) throws(Failure) -> ExitCode {
    let comparison = InventoryComparison(context.inventory, with: services, in: scope)
    switch context.format {
    case .json: context.console.emit(try JSONText.of(ComparisonJSON(comparison)), as: .json)
    case .text, .markdown, .html, .csv:
      context.console.show(ComparisonText(usesColor: context.console.usesColor).of(comparison))
    }
    return comparison.differences.isEmpty ? .done : .differs
  }

  /// The part of Azure to read.
  struct Scope: CustomStringConvertible {
    let subscription: String
    /// The resource group; nil for all.
    let resourceGroup: String?
    /// The name of a single instance; nil for all.
    let name: InstanceName?

    /// Whether it includes an instance of that name.
    func includes(_ text: String) -> Bool { name == nil || InstanceName(text) == name }

    /// Whether it includes a resource.
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
  /// Makes the scope of the command line; the subscription can also come from the inventory to compare.
  init(_ context: RunContext) throws(Failure) {
    let arguments = context.arguments
    do throws(BackendError) {
      let given = try arguments.setting(.subscription, SettingRule.subscription)
      guard let subscription = given ?? context.inventory.backends.azure?.subscription else {
        throw BackendError(
          .badSettings, "a subscription is required. Set --subscription to the ID that 'az account show' prints.")
      }
      self.subscription = subscription
      resourceGroup = try arguments.setting(.resourceGroup, SettingRule.resourceGroup)
      name = try arguments.setting(.name, SettingRule.instanceName)
    } catch {
      throw Failure(error)
    }
  }
}

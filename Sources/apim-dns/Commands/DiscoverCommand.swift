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
    let directory: ServiceDirectory
    let services: [ReportedService]
    do throws(BackendError) {
      directory = try context.backends.azure.services(of: scope.subscription)
      services = try await directory.services(
        subscription: scope.subscription, resourceGroup: scope.resourceGroup,
        includesCustomNames: context.arguments.has(.customHostnames), where: scope.includes)
    } catch {
      throw Failure(error)
    }
    if context.arguments.has(.compare) { return try await compare(services, directory, scope) }
    let gateways = await gateways(directory, scope) ?? []
    if let name = scope.name, services.isEmpty, gateways.isEmpty {
      throw Failure(
        .failed,
        "Azure has no instance '\(name)' in \(scope), or the credential cannot see it. Check the name, and run 'apim-dns auth'."
      )
    }
    for service in services {
      switch service.finding {
      case .leftOut(let reason): console.printNote("left out: \(service.id.name): \(reason)")
      case .usable where service.privateEndpoints > 1:
        console.printNote(
          "note: \(service.id.name) has \(service.privateEndpoints) private endpoints. Keep the addresses that your "
            + "networks reach.")
      case .usable: break
      }
    }
    for gateway in gateways {
      guard let reason = gateway.publicReason else { continue }
      console.printNote("left out: \(gateway.id.name): \(reason)")
    }
    if services.isEmpty, gateways.isEmpty {
      console.printNote("note: no instance in \(scope), or none that the credential can see")
    }
    switch context.format {
    case .json: console.emit(try JSONText.of(DiscoveryJSON(services, gateways, in: context.inventory.cloud)), as: .json)
    case .text, .markdown, .html, .csv:
      console.emit(InventoryText(services, gateways, from: "\(scope)", in: context.inventory.cloud).text, as: .json)
    }
    return .done
  }

  /// The workspace gateways; nil, with a note, if Azure does not list them for any reason.
  private func gateways(_ directory: ServiceDirectory, _ scope: Scope) async -> [ReportedGateway]? {
    do throws(BackendError) {
      return try await directory.gateways(
        subscription: scope.subscription, resourceGroup: scope.resourceGroup, where: scope.includes)
    } catch {
      context.console.printNote("note: workspace gateways are left out: \(error)")
      return nil
    }
  }

  /// Prints how the inventory differs from Azure.
  private func compare(
    _ services: [ReportedService], _ directory: ServiceDirectory, _ scope: Scope
  ) async throws(Failure) -> ExitCode {
    let inventory = context.inventory
    // Only an instance that gives all its names can be a workspace gateway.
    let readsGateways = inventory.instances.contains { $0.scheme == .given }
    let gateways = readsGateways ? await gateways(directory, scope) : []
    let comparison = InventoryComparison(inventory, with: services, gateways: gateways, in: scope)
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
    /// The options that a command needs to reach the same Azure.
    var access: [String] = []

    /// The command line that prints an instance of this scope.
    func commandLine(for name: String) -> String {
      let group = resourceGroup.map { [Option.Name.resourceGroup.flag, $0] } ?? []
      let words = [Option.Name.subscription.flag, subscription] + group + access + [Option.Name.name.flag, name]
      return (["apim-dns", Command.discover.rawValue] + words.map(Arguments.shellWord)).joined(separator: " ")
    }

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
  /// The options that a command needs to reach the same Azure as this run.
  static func access(_ context: RunContext) -> [String] {
    let cloud = context.inventory.cloud
    let options = [Option.Name.endpoint, .auth].flatMap { name in
      context.arguments.value(name).map { [name.flag, $0] } ?? []
    }
    return (cloud == .global ? [] : [Option.Name.cloud.flag, cloud.rawValue]) + options
  }

  /// Makes the scope of the command line; the subscription can also come from the inventory to compare.
  init(_ context: RunContext) throws(Failure) {
    let arguments = context.arguments
    access = Self.access(context)
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

import APIManagement
import AzureBackend
import DNSModel
import HTTPTransport
import InstanceDiscovery
import Inventory
import ProgramExecution
import Reconciliation
import ResourceManager

/// Access to Azure: which server gets a token, and which credential provides it.
///
/// A file alone never decides where a credential goes, because another person can change an inventory (as in a pull request)
/// or a saved plan. A server other than Microsoft's must be typed on the command line.
struct AzureConnection {
  private let arguments: Arguments
  private let inventory: Inventory
  private let environment: [String: String]
  private let client: LibcurlClient
  /// The seconds that all requests together may take.
  private let timeout: Double

  init(_ arguments: Arguments, _ inventory: Inventory, environment: [String: String]) {
    self.arguments = arguments
    self.inventory = inventory
    self.environment = environment
    timeout = arguments.value(.timeout, OptionRule.time) ?? 600
    let requestTimeout = min(arguments.value(.requestTimeout, OptionRule.time) ?? 30, timeout)
    client = LibcurlClient(connectTimeout: min(10, requestTimeout), totalTimeout: requestTimeout)
  }

  // MARK: Requests

  /// The backend of Azure Private DNS.
  func backend(layout: ZoneLayout, progress: (any ProgressMeter)?) throws(BackendError) -> AzureBackend {
    guard let subscription = try subscription() else {
      throw BackendError(
        .badSettings,
        "a subscription is required. Set --subscription, or subscription: under backends: { azure } in the inventory.")
    }
    guard let resourceGroup = try resourceGroup() else {
      throw BackendError(
        .badSettings,
        "a resource group is required. Set --resource-group, or resourceGroup: under backends: { azure } in the inventory."
      )
    }
    return try AzureBackend(
      cloud: inventory.cloud, subscription: subscription, resourceGroup: resourceGroup,
      links: arguments.settings(.link, SettingRule.virtualNetwork) ?? settings.links,
      existingZones: settings.zones ?? [], zonesOfNames: zonesOfNames,
      layout: layout, owner: inventory.owner, endpoint: endpoint(), client: client,
      tokens: credentials(for: subscription),
      timeout: timeout, progress: progress)
  }

  /// The directory of API Management instances.
  ///
  /// - Parameter subscription: the subscription whose instances are read first.
  /// - Returns: the directory.
  /// - Throws: ``BackendError`` if a setting is invalid.
  func services(of subscription: String?) throws(BackendError) -> ServiceDirectory {
    try ServiceDirectory(
      cloud: inventory.cloud, endpoint: endpoint(), client: client, tokens: credentials(for: subscription),
      timeout: timeout)
  }

  /// The credentials, and a check of their token.
  ///
  /// - Throws: ``BackendError`` if a setting is invalid.
  func access() throws(BackendError) -> AzureAccess {
    let (subscription, resourceGroup, endpoint) = (try subscription(), try resourceGroup(), try endpoint())
    return AzureAccess(
      credentials: try credentials(for: subscription),
      check: { token throws(BackendError) in
        try TokenCheck(
          cloud: inventory.cloud, endpoint: endpoint, subscription: subscription, resourceGroup: resourceGroup,
          client: client, token: token, timeout: timeout)
      })
  }

  // MARK: Settings

  /// The existing zones for the names of instances that name one.
  var zonesOfNames: [DomainName: DomainName] {
    inventory.zonesOfNames
  }

  private var settings: AzureSettings { inventory.backends.azure ?? AzureSettings() }

  /// The subscription of the zones; nil if none is set.
  func subscription() throws(BackendError) -> String? {
    try arguments.setting(.subscription, SettingRule.subscription) ?? settings.subscription
  }

  private func resourceGroup() throws(BackendError) -> String? {
    try arguments.setting(.resourceGroup, SettingRule.resourceGroup) ?? settings.resourceGroup
  }

  // MARK: Trust

  /// The Resource Manager to use; nil for the cloud's own.
  ///
  /// - Throws: ``BackendError`` if it is not the cloud's own and not typed on the command line.
  private func endpoint() throws(BackendError) -> String? {
    guard let endpoint = try arguments.setting(.endpoint, SettingRule.endpoint) ?? settings.endpoint else { return nil }
    let own = inventory.cloud.resourceManager
    guard !arguments.isTyped(.endpoint) else { return endpoint }
    guard WebAddress(endpoint) == WebAddress(own) else {
      let file = source(.endpoint)
      throw BackendError(
        .badSettings,
        "\(file) sets the endpoint '\(endpoint)', which is not the Resource Manager of the cloud "
          + "'\(inventory.cloud.rawValue)' ('\(own)') and would get a token. If you trust the endpoint, add --endpoint "
          + "\(endpoint)."
      )
    }
    // The same server with another spelling; its path does not matter.
    return nil
  }

  /// The credentials to use.
  ///
  /// - Parameter subscription: the subscription that the tokens are for; nil if it is not known.
  /// - Returns: the credentials.
  /// - Throws: ``BackendError`` if a setting is invalid, or the cloud must be typed and is not.
  private func credentials(for subscription: String?) throws(BackendError) -> CredentialChain {
    try requireTypedCloud()
    let source = try arguments.choice(.auth, of: CredentialSource.self, called: "credential source")
    return try CredentialChain(
      source ?? settings.auth ?? .automatic, cloud: inventory.cloud, subscription: subscription,
      environment: environment, client: client, programs: SystemProgramRunner(), timeout: timeout)
  }

  /// Refuses to sign in to a cloud other than the public one because of a file alone.
  ///
  /// - Throws: ``BackendError`` if neither the command line nor the environment names the cloud.
  private func requireTypedCloud() throws(BackendError) {
    let cloud = inventory.cloud
    guard cloud != .global, !arguments.isTyped(.cloud) else { return }
    let host = environment["AZURE_AUTHORITY_HOST"] ?? ""
    let authority = WebAddress(cloud.authority)
    guard WebAddress(host) != authority, WebAddress("https://\(host)") != authority else { return }
    let file = source(.cloud)
    throw BackendError(
      .badSettings,
      "\(file) sets the cloud '\(cloud.rawValue)', and the Microsoft Entra ID of that cloud ('\(cloud.authority)') would get "
        + "your credentials. If you trust it, add --cloud \(cloud.rawValue), or set AZURE_AUTHORITY_HOST to that address."
    )
  }

  /// The file that a setting comes from, in the words of a message.
  private func source(_ name: Option.Name) -> String {
    arguments.has(name) ? "only the saved plan" : "only the inventory"
  }
}

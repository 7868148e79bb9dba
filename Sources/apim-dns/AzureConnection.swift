import APIManagement
import AzureBackend
import DNSModel
import HTTPTransport
import InstanceDiscovery
import Inventory
import ProgramExecution
import Reconciliation
import ResourceManager

/// The way to Azure: which server gets a token, whose credentials make it, and what is asked there.
///
/// A file alone never says where a credential goes: somebody else may change the inventory, as in a pull request, or a
/// saved plan. What leads elsewhere than to Microsoft's own servers must be typed.
struct AzureConnection {
  private let arguments: Arguments
  private let inventory: Inventory
  private let environment: [String: String]
  /// The way over the network.
  private let client: LibcurlClient

  /// Takes what says where Azure is.
  init(_ arguments: Arguments, _ inventory: Inventory, environment: [String: String]) {
    self.arguments = arguments
    self.inventory = inventory
    self.environment = environment
    let most = arguments.value(.requestTimeout, OptionRule.time) ?? 30
    client = LibcurlClient(connectTimeout: min(10, most), totalTimeout: most)
  }

  // MARK: What is asked

  /// The backend of Azure Private DNS.
  func backend(layout: ZoneLayout, progress: (any ProgressMeter)?) throws(BackendError) -> any RecordBackend {
    guard let subscription = try subscription() else {
      throw BackendError(
        .badSettings, "azure needs a subscription: give --subscription, or subscription: under backends: { azure }")
    }
    guard let resourceGroup = try resourceGroup() else {
      throw BackendError(
        .badSettings, "azure needs a resource group: give --resource-group, or resourceGroup: under backends: { azure }"
      )
    }
    return try AzureBackend(
      cloud: inventory.cloud, subscription: subscription, resourceGroup: resourceGroup,
      links: arguments.settings(.link, SettingRule.virtualNetwork) ?? settings.links ?? [],
      layout: layout, owner: inventory.owner, endpoint: endpoint(), client: client, tokens: credentials(),
      timeout: timeout, progress: progress)
  }

  /// Where API Management instances are read from.
  ///
  /// - Throws: ``BackendError`` when a setting is wrong.
  func services() throws(BackendError) -> ServiceDirectory {
    try ServiceDirectory(
      cloud: inventory.cloud, endpoint: endpoint(), client: client, tokens: credentials(), timeout: timeout)
  }

  /// The credentials, and the check of a token.
  ///
  /// - Throws: ``BackendError`` when a setting is wrong.
  func access() throws(BackendError) -> AzureAccess {
    let (subscription, resourceGroup, endpoint) = (try subscription(), try resourceGroup(), try endpoint())
    return AzureAccess(
      credentials: try credentials(),
      check: { token throws(BackendError) in
        try TokenCheck(
          cloud: inventory.cloud, endpoint: endpoint, subscription: subscription, resourceGroup: resourceGroup,
          client: client, token: token, timeout: timeout)
      })
  }

  // MARK: Settings

  private var settings: AzureSettings { inventory.backends.azure ?? AzureSettings() }

  /// The seconds that all requests together may take.
  private var timeout: Double { arguments.value(.timeout, OptionRule.time) ?? 600 }

  private func subscription() throws(BackendError) -> String? {
    try arguments.setting(.subscription, SettingRule.subscription) ?? settings.subscription
  }

  private func resourceGroup() throws(BackendError) -> String? {
    try arguments.setting(.resourceGroup, SettingRule.resourceGroup) ?? settings.resourceGroup
  }

  // MARK: Who gets a token

  /// The Resource Manager that is asked; nil for the cloud's own.
  ///
  /// - Throws: ``BackendError`` where nobody typed it, and it is not the cloud's own.
  private func endpoint() throws(BackendError) -> String? {
    guard let endpoint = try arguments.setting(.endpoint, SettingRule.endpoint) ?? settings.endpoint else { return nil }
    let own = inventory.cloud.resourceManager
    guard !arguments.isTyped(.endpoint) else { return endpoint }
    guard WebAddress(endpoint) == WebAddress(own) else {
      throw BackendError(
        .badSettings,
        "\(source(.endpoint)) names the endpoint '\(endpoint)', which would get a token, and the Resource Manager of the cloud "
          + "'\(inventory.cloud.rawValue)' is '\(own)'. If you trust the endpoint, say --endpoint \(endpoint) too")
    }
    // The same server in other words: what stands behind its name, such as a path, does not count.
    return nil
  }

  /// The credentials that may be used.
  ///
  /// - Throws: ``BackendError`` when a setting is wrong, or nobody typed where to sign in.
  private func credentials() throws(BackendError) -> CredentialChain {
    try requireChosenCloud()
    let source = try arguments.choice(.auth, of: CredentialSource.self, called: "credential source")
    return try CredentialChain(
      source ?? settings.auth ?? .automatic, cloud: inventory.cloud, environment: environment, client: client,
      programs: SystemProgramRunner())
  }

  /// Refuses to sign in at another operator than Microsoft because of a file alone.
  ///
  /// - Throws: ``BackendError`` where neither the command line nor the environment names the cloud.
  private func requireChosenCloud() throws(BackendError) {
    let cloud = inventory.cloud
    guard cloud != .global, !arguments.isTyped(.cloud) else { return }
    let host = environment["AZURE_AUTHORITY_HOST"] ?? ""
    let authority = WebAddress(cloud.authority)
    guard WebAddress(host) != authority, WebAddress("https://\(host)") != authority else { return }
    throw BackendError(
      .badSettings,
      "\(source(.cloud)) names the cloud '\(cloud.rawValue)', whose '\(cloud.authority)' would get your credentials. If "
        + "you trust that, say --cloud \(cloud.rawValue) too, or set AZURE_AUTHORITY_HOST to that address")
  }

  /// The file that alone says what an option could say.
  private func source(_ name: Option.Name) -> String {
    arguments.has(name) ? "only the saved plan" : "only the inventory"
  }
}

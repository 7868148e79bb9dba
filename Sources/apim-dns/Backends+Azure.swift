import APIManagement
import AzureBackend
import DNSModel
import HTTPTransport
import InstanceDiscovery
import Inventory
import ProgramExecution
import Reconciliation
import ResourceManager

extension Backends {
  /// The backend of Azure Private DNS.
  func azure() throws(BackendError) -> any RecordBackend {
    let settings = inventory.backends.azure ?? AzureSettings()
    guard let subscription = try option(.subscription, SettingRule.subscription) ?? settings.subscription else {
      throw BackendError(
        .badSettings, "azure needs a subscription: give --subscription, or subscription: under backends: { azure }")
    }
    guard let resourceGroup = try option(.resourceGroup, SettingRule.resourceGroup) ?? settings.resourceGroup else {
      throw BackendError(
        .badSettings, "azure needs a resource group: give --resource-group, or resourceGroup: under backends: { azure }"
      )
    }
    var links = settings.links ?? []
    if let paths = arguments.all(.link) {
      links = []
      for path in paths { links.append(try checked(path, of: .link, SettingRule.virtualNetwork)) }
    }
    let client = azureClient()
    return try AzureBackend(
      cloud: inventory.cloud, subscription: subscription, resourceGroup: resourceGroup, links: links,
      layout: layout() ?? .perHostname, owner: inventory.owner, endpoint: endpoint(), client: client,
      tokens: credentials(client),
      budget: arguments.value(.timeout, OptionRule.time) ?? 600, progress: progress)
  }

  /// Where API Management instances are read from.
  ///
  /// - Throws: ``BackendError`` when a setting is wrong.
  func services() throws(BackendError) -> ServiceDirectory {
    let client = azureClient()
    return try ServiceDirectory(
      cloud: inventory.cloud, endpoint: endpoint(), client: client, tokens: credentials(client),
      budget: arguments.value(.timeout, OptionRule.time) ?? 600)
  }

  /// The way into Azure: credentials, and a trial of what they give.
  ///
  /// - Throws: ``BackendError`` when a setting is wrong.
  func azureAccess() throws(BackendError) -> AzureAccess {
    let settings = inventory.backends.azure ?? AzureSettings()
    let client = azureClient()
    let subscription = try option(.subscription, SettingRule.subscription) ?? settings.subscription
    let resourceGroup = try option(.resourceGroup, SettingRule.resourceGroup) ?? settings.resourceGroup
    let endpoint = try endpoint()
    let budget = arguments.value(.timeout, OptionRule.time) ?? 600
    let cloud = inventory.cloud
    return AzureAccess(
      credentials: try credentials(client),
      trial: { token throws(BackendError) in
        try TokenTrial(
          cloud: cloud, endpoint: endpoint, subscription: subscription, resourceGroup: resourceGroup, client: client,
          token: token, budget: budget)
      })
  }

  /// The Resource Manager that is asked; nil for the cloud's own.
  ///
  /// It gets a token of whoever runs this. Somebody else may change the inventory, as in a pull request, or a saved plan.
  ///
  /// - Throws: ``BackendError`` where nobody typed it, and it is not the cloud's own.
  private func endpoint() throws(BackendError) -> String? {
    let given = try option(.endpoint, SettingRule.endpoint)
    guard let endpoint = given ?? inventory.backends.azure?.endpoint else { return nil }
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

  /// The credentials that may be used.
  ///
  /// - Throws: ``BackendError`` when a setting is wrong, or nobody typed where to sign in.
  private func credentials(_ client: LibcurlClient) throws(BackendError) -> CredentialChain {
    try requireChosenCloud()
    let source = try choice(.auth, of: CredentialSource.self, called: "credential source")
    return try CredentialChain(
      source ?? inventory.backends.azure?.auth ?? .automatic, cloud: inventory.cloud, environment: environment,
      client: client, programs: SystemProgramRunner())
  }

  /// The way to Azure over the network.
  private func azureClient() -> LibcurlClient {
    let most = arguments.value(.requestTimeout, OptionRule.time) ?? 30
    return LibcurlClient(connectTimeout: min(10, most), totalTimeout: most)
  }
}

import APIManagement
import AzureBackend
import DNSModel
import HTTPTransport
import Inventory
import ProgramExecution
import Reconciliation

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
      layout: layout() ?? .perHostname, allowsParentLayout: arguments.has(.force), owner: inventory.owner,
      endpoint: endpoint(),
      client: client, tokens: credentials(client),
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

  /// The Resource Manager that is asked; nothing for the cloud's own.
  ///
  /// It gets a token of whoever runs this, and the inventory may be changed by somebody else, as in a pull request.
  ///
  /// - Throws: ``BackendError`` where only the inventory names it, and it is neither the cloud's own nor on this machine.
  private func endpoint() throws(BackendError) -> String? {
    if let given = try option(.endpoint, SettingRule.endpoint) { return given }
    guard let endpoint = inventory.backends.azure?.endpoint else { return nil }
    let own = inventory.cloud.resourceManager
    guard let address = WebAddress(endpoint), address.isLoopback || address == WebAddress(own) else {
      throw BackendError(
        .badSettings,
        "the inventory's endpoint '\(endpoint)' would get a token, and is neither '\(own)', the Resource Manager of the "
          + "cloud '\(inventory.cloud.rawValue)', nor on this machine: if you trust it, give it as --endpoint too")
    }
    return endpoint
  }

  /// The credentials that may be used.
  private func credentials(_ client: LibcurlClient) throws(BackendError) -> CredentialChain {
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

import APIManagement
import DNSModel
import Reconciliation

/// Which zones an ``AzureBackend`` keeps, and where they are.
struct AzureBackendSettings: Sendable {
  /// The cloud, for the suffix of hostnames.
  let cloud: Cloud
  /// The identifier of the subscription.
  let subscription: String
  /// The path of the resource group.
  let target: String
  /// The virtual networks to which every zone is to be linked, each once.
  let links: [ResourceID]
  /// How record sets are spread over zones.
  let layout: ZoneLayout
  /// Whose record sets these are.
  let owner: Owner

  /// Checks the settings.
  ///
  /// - Throws: ``BackendError`` when they cannot work.
  init(
    cloud: Cloud, subscription: String, resourceGroup: String, links: [ResourceID], layout: ZoneLayout, owner: Owner
  ) throws(BackendError) {
    guard ResourceID.isPlain(subscription) else {
      throw BackendError(
        .badSettings, "'\(subscription)' is not a valid subscription. Use its ID, which 'az account show' prints.")
    }
    guard ResourceID.isPlain(resourceGroup) else {
      throw BackendError(
        .badSettings,
        "'\(resourceGroup)' is not a valid resource group name. Use 1-90 letters, digits, '-', '_', '.', '(' or ')'."
      )
    }
    for link in links where link.type.lowercased() != "microsoft.network/virtualnetworks" {
      throw BackendError(
        .badSettings, "'\(link)' is not a valid virtual network. Use a resource ID that contains "
          + "'Microsoft.Network/virtualNetworks'.")
    }
    self.cloud = cloud
    self.subscription = subscription
    target = "/subscriptions/\(subscription)/resourceGroups/\(resourceGroup)"
    var seen: Set<ResourceID> = []
    self.links = links.filter { seen.insert($0).inserted }
    self.layout = layout
    self.owner = owner
  }
}

/// A resource provider of Azure Resource Manager, and the API version that this program uses.
package struct ResourceProvider: Hashable, Sendable {
  /// The namespace in resource IDs.
  package let namespace: String
  let apiVersion: String

  /// [Private DNS](https://learn.microsoft.com/rest/api/dns/privatedns/).
  package static let privateDNS = ResourceProvider(namespace: "Microsoft.Network", apiVersion: "2024-06-01")
  /// [Private endpoints](https://learn.microsoft.com/rest/api/virtualnetwork/private-endpoints) and
  /// [network interfaces](https://learn.microsoft.com/rest/api/virtualnetwork/network-interfaces).
  package static let virtualNetworks = ResourceProvider(namespace: "Microsoft.Network", apiVersion: "2024-05-01")
  /// [API Management](https://learn.microsoft.com/rest/api/apimanagement/).
  package static let apiManagement = ResourceProvider(namespace: "Microsoft.ApiManagement", apiVersion: "2024-05-01")
}

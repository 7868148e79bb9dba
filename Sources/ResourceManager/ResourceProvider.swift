/// A service of Azure that Resource Manager hands requests on to, and the version of its interface that is spoken here.
package struct ResourceProvider: Hashable, Sendable {
  /// Its name in paths.
  package let namespace: String
  /// The version of its interface.
  let apiVersion: String

  /// [Private DNS](https://learn.microsoft.com/rest/api/dns/privatedns/).
  package static let privateDNS = ResourceProvider(namespace: "Microsoft.Network", apiVersion: "2024-06-01")
  /// [API Management](https://learn.microsoft.com/rest/api/apimanagement/).
  package static let apiManagement = ResourceProvider(namespace: "Microsoft.ApiManagement", apiVersion: "2024-05-01")
}

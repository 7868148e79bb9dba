/// An API Management instance on the wire, as far as it is needed here; Azure calls it a service.
///
/// Source: `ApiManagementServiceResource` in `Microsoft.ApiManagement/stable/2024-05-01/apimdeployment.json` of
/// [azure-rest-api-specs](https://github.com/Azure/azure-rest-api-specs). What Azure does not know, or not yet, is null.
struct WireService: Decodable, Sendable {
  /// The tier.
  struct SKU: Decodable, Sendable {
    /// Its name, such as `Premium` or `PremiumV2`.
    var name: String?
  }

  /// One hostname, with its certificate.
  struct Hostname: Decodable, Sendable {
    /// The endpoint: `Proxy`, `Portal`, `DeveloperPortal`, `Management`, `Scm` or `ConfigurationApi`.
    var type: String?
    /// The hostname itself.
    var hostName: String?
  }

  /// A location beside the primary one.
  struct AdditionalLocation: Decodable, Sendable {
    /// The display name of its region.
    var location: String?
    /// Its private virtual IPs.
    var privateIPAddresses: [String]?
    /// The address of its gateway.
    var gatewayRegionalUrl: String?
  }

  /// What it says.
  struct Properties: Decodable, Sendable {
    /// How far Azure is with it.
    var provisioningState: String?
    /// `None`, `External` or `Internal`.
    var virtualNetworkType: String?
    /// The private virtual IPs in the primary location.
    var privateIPAddresses: [String]?
    /// The addresses of its endpoints.
    var gatewayUrl, gatewayRegionalUrl, portalUrl, developerPortalUrl, managementApiUrl, scmUrl: String?
    /// All hostnames, also those that somebody gave it.
    var hostnameConfigurations: [Hostname]?
    /// The locations beside the primary one.
    var additionalLocations: [AdditionalLocation]?
  }

  /// The path.
  var id: String?
  /// The name.
  var name: String?
  /// The display name of its primary region.
  var location: String?
  /// The tier.
  var sku: SKU?
  /// What it says.
  var properties: Properties?
}

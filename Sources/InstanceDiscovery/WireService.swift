/// An API Management instance in the REST API, which calls it a service.
///
/// Source: `ApiManagementServiceResource` in `Microsoft.ApiManagement/stable/2024-05-01/apimdeployment.json` of
/// [azure-rest-api-specs](https://github.com/Azure/azure-rest-api-specs). Values that Azure does not know (yet) are null. The
/// property `configurationApi` has no hostname: that of the configuration endpoint is in `hostnameConfigurations`.
struct WireService: Decodable, Sendable {
  /// The pricing tier.
  struct SKU: Decodable, Sendable {
    /// The name, such as `Premium` or `PremiumV2`.
    var name: String?
  }

  /// A hostname configuration.
  struct Hostname: Decodable, Sendable {
    /// The endpoint: `Proxy`, `Portal`, `DeveloperPortal`, `Management`, `Scm` or `ConfigurationApi`.
    var type: String?
    var hostName: String?
  }

  /// The connection of a private endpoint.
  struct PrivateEndpointConnection: Decodable, Sendable {
    struct Properties: Decodable, Sendable {
      struct PrivateEndpoint: Decodable, Sendable {
        /// The resource ID.
        var id: String?
      }
      struct State: Decodable, Sendable {
        /// `Approved`, `Pending` or `Rejected`.
        var status: String?
      }
      var privateEndpoint: PrivateEndpoint?
      var privateLinkServiceConnectionState: State?
    }
    var properties: Properties?

    var isApproved: Bool {
      properties?.privateLinkServiceConnectionState?.status?.lowercased() == "approved"
    }
  }

  /// An additional location.
  struct AdditionalLocation: Decodable, Sendable {
    /// The display name of the region.
    var location: String?
    /// The private virtual IPs.
    var privateIPAddresses: [String]?
    /// The URL of the gateway in this location.
    var gatewayRegionalUrl: String?
    /// Whether the gateway is switched off in this location.
    var disableGateway: Bool?
  }

  /// The properties.
  struct Properties: Decodable, Sendable {
    var provisioningState: String?
    /// `None`, `External` or `Internal`.
    var virtualNetworkType: String?
    /// The private virtual IPs in the primary location.
    var privateIPAddresses: [String]?
    /// The URLs of the endpoints.
    var gatewayUrl, gatewayRegionalUrl, portalUrl, developerPortalUrl, managementApiUrl, scmUrl: String?
    /// All hostnames, including custom ones.
    var hostnameConfigurations: [Hostname]?
    /// Whether the gateway is switched off in the primary location.
    var disableGateway: Bool?
    var additionalLocations: [AdditionalLocation]?
    var privateEndpointConnections: [PrivateEndpointConnection]?
  }

  var id: String?
  var name: String?
  /// The display name of the primary region.
  var location: String?
  var sku: SKU?
  var properties: Properties?

  /// Whether the gateway has a private address only.
  ///
  /// With `External`, the gateway is public in every tier: in the v2 tiers, only outbound traffic uses the virtual network.
  var isInjected: Bool {
    switch properties?.virtualNetworkType?.lowercased() {
    case "internal": true
    case "external": false
    default: isV2 && properties?.privateIPAddresses?.isEmpty == false
    }
  }

  /// Whether its tier is one of the v2 tiers.
  var isV2: Bool { (sku?.name ?? "").lowercased().hasSuffix("v2") }

  /// The connected private endpoints, which an injected instance cannot have.
  var privateEndpoints: [PrivateEndpointConnection] {
    isInjected ? [] : properties?.privateEndpointConnections?.filter(\.isApproved) ?? []
  }
}

import Foundation

/// API Management instances as Azure reports them, for the emulator's option `--services FILE`.
public enum ServiceFixture {
  /// The resource ID of an instance.
  public static func id(_ name: String, group: String = "rg-apim") -> String {
    "/subscriptions/s/resourceGroups/\(group)/providers/Microsoft.ApiManagement/service/\(name)"
  }

  /// An instance of a classic tier in a virtual network.
  ///
  /// - Parameters:
  ///   - name: its name.
  ///   - addresses: its private virtual IP addresses.
  ///   - changes: properties that differ from the defaults.
  ///   - group: its resource group.
  public static func classic(
    _ name: String, _ addresses: [String] = ["10.1.0.5"], _ changes: [String: Any] = [:], group: String = "rg-apim"
  ) -> [String: Any] {
    let properties: [String: Any] = [
      "provisioningState": "Succeeded", "virtualNetworkType": "Internal", "privateIPAddresses": addresses,
      "gatewayUrl": "https://\(name).azure-api.net",
      "gatewayRegionalUrl": "https://\(name)-westus-01.regional.azure-api.net",
      "portalUrl": "https://\(name).portal.azure-api.net",
      "developerPortalUrl": "https://\(name).developer.azure-api.net",
      "managementApiUrl": "https://\(name).management.azure-api.net", "scmUrl": "https://\(name).scm.azure-api.net",
      "hostnameConfigurations": [["type": "Proxy", "hostName": "\(name).azure-api.net"]],
      "publicIPAddresses": ["20.1.0.5"], "additionalLocations": NSNull(), "disableGateway": false,
    ]
    return service(name, group: group, sku: "Premium", properties.merging(changes) { $1 })
  }

  /// An instance of a v2 tier in a virtual network, without a developer portal.
  public static func v2(
    _ name: String, _ addresses: [String] = ["10.5.0.4"], _ changes: [String: Any] = [:]
  ) -> [String: Any] {
    let null = NSNull()
    let properties: [String: Any] = [
      "provisioningState": "Succeeded", "virtualNetworkType": "Internal", "privateIPAddresses": addresses,
      "gatewayUrl": "https://\(name).azure-api.net", "gatewayRegionalUrl": null, "portalUrl": null,
      "developerPortalUrl": null, "managementApiUrl": "https://smapi.scaleunit.p.azurewebsites.net/", "scmUrl": null,
      "additionalLocations": null, "developerPortalStatus": "Disabled",
    ]
    return service(name, group: "rg-apim", sku: "PremiumV2", properties.merging(changes) { $1 })
  }

  /// The properties of an instance with a second location in West US 2.
  public static func secondLocation(_ name: String, _ addresses: [String] = ["10.2.0.6"]) -> [String: Any] {
    [
      "additionalLocations": [
        [
          "location": "West US 2", "privateIPAddresses": addresses, "sku": ["name": "Premium", "capacity": 1],
          "gatewayRegionalUrl": "https://\(name)-westus2-01.regional.azure-api.net",
        ]
      ]
    ]
  }

  /// The properties of an instance that clients reach by private endpoints.
  ///
  /// - Parameters:
  ///   - endpoints: the resource IDs of the private endpoints.
  ///   - status: the state of the connections.
  public static func privateEndpoints(_ endpoints: String..., status: String = "Approved") -> [String: Any] {
    [
      "virtualNetworkType": "None", "privateIPAddresses": NSNull(), "publicNetworkAccess": "Disabled",
      "privateEndpointConnections": endpoints.map { id in
        [
          "name": "connection",
          "properties": [
            "privateEndpoint": ["id": id],
            "privateLinkServiceConnectionState": ["status": status, "description": ""],
          ],
        ]
      },
    ]
  }

  /// The resource ID of a private endpoint or network interface.
  public static func networkID(
    _ name: String, type: String = "privateEndpoints", subscription: String = "s"
  ) -> String {
    "/subscriptions/\(subscription)/resourceGroups/rg-net/providers/Microsoft.Network/\(type)/\(name)"
  }

  /// A private endpoint whose own report has some addresses, and its network interface with some.
  ///
  /// Azure reports `customDnsConfigs` as an empty list if a zone group writes the records.
  public static func endpoint(
    _ name: String, dns: [String] = [], interface: [String] = [], subscription: String = "s"
  ) -> [[String: Any]] {
    let interfaceID = networkID("\(name)-nic", type: "networkInterfaces", subscription: subscription)
    let configs = dns.isEmpty ? [] : [["fqdn": "any.azure-api.net", "ipAddresses": dns] as [String: Any]]
    return [
      [
        "id": networkID(name, subscription: subscription), "name": name, "type": "Microsoft.Network/privateEndpoints",
        "location": "westus",
        "properties": ["customDnsConfigs": configs, "networkInterfaces": [["id": interfaceID]]],
      ],
      [
        "id": interfaceID, "name": "\(name)-nic", "type": "Microsoft.Network/networkInterfaces", "location": "westus",
        "properties": ["ipConfigurations": interface.map { ["properties": ["privateIPAddress": $0]] }],
      ],
    ]
  }

  /// The resource ID of a workspace gateway.
  public static func gatewayID(_ name: String) -> String {
    "/subscriptions/s/resourceGroups/rg-apim/providers/Microsoft.ApiManagement/gateways/\(name)"
  }

  /// A workspace gateway; without a hostname of its own, its connection to a workspace has one.
  public static func gateway(
    _ name: String, hostname: String?, network: String = "Internal"
  ) -> [[String: Any]] {
    let own = hostname ?? "\(name)-0a1b2c3d4e5f.gateway.westus-01.azure-api.net"
    let frontend: Any = hostname == nil ? NSNull() : ["defaultHostname": own]
    let gateway: [String: Any] = [
      "id": gatewayID(name), "name": name, "type": "Microsoft.ApiManagement/gateways", "location": "West US",
      "sku": ["name": "WorkspaceGatewayPremium", "capacity": 1],
      "properties": ["provisioningState": "Succeeded", "frontend": frontend, "virtualNetworkType": network],
    ]
    let connection: [String: Any] = [
      "id": "\(gatewayID(name))/configConnections/team", "name": "team",
      "type": "Microsoft.ApiManagement/gateways/configConnections",
      "properties": ["defaultHostname": own, "hostnames": [own]],
    ]
    return [gateway, connection]
  }

  /// The text of a file with some instances.
  public static func file(_ services: [[String: Any]]) throws -> String {
    String(decoding: try JSONSerialization.data(withJSONObject: ["value": services]), as: UTF8.self)
  }

  private static func service(
    _ name: String, group: String, sku: String, _ properties: [String: Any]
  ) -> [String: Any] {
    [
      "id": id(name, group: group), "name": name, "type": "Microsoft.ApiManagement/service", "location": "West US",
      "etag": "AAAAAADqC0c=", "tags": [String: String](), "sku": ["name": sku, "capacity": 1],
      "properties": properties,
    ]
  }
}

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

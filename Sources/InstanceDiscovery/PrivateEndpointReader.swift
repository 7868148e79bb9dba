import APIManagement
import ResourceManager

/// Reads the addresses of private endpoints.
///
/// Source: `PrivateEndpoint` and `NetworkInterface` in `Microsoft.Network/stable/2024-05-01` of
/// [azure-rest-api-specs](https://github.com/Azure/azure-rest-api-specs).
struct PrivateEndpointReader: Sendable {
  private let manager: ResourceManagerClient

  /// Makes a reader.
  ///
  /// - Parameter manager: the client of any resource provider.
  init(_ manager: ResourceManagerClient) { self.manager = manager.using(.virtualNetworks) }

  /// A private endpoint.
  private struct WireEndpoint: Decodable, Sendable {
    /// The addresses of a hostname.
    struct DNSConfig: Decodable, Sendable {
      var ipAddresses: [String]?
    }
    struct Reference: Decodable, Sendable {
      var id: String?
    }
    struct Properties: Decodable, Sendable {
      /// Empty if a zone group of Azure writes the records.
      var customDnsConfigs: [DNSConfig]?
      var networkInterfaces: [Reference]?
    }
    var properties: Properties?
  }

  /// A network interface.
  private struct WireInterface: Decodable, Sendable {
    struct Configuration: Decodable, Sendable {
      struct Properties: Decodable, Sendable {
        var privateIPAddress: String?
      }
      var properties: Properties?
    }
    struct Properties: Decodable, Sendable {
      var ipConfigurations: [Configuration]?
    }
    var properties: Properties?
  }

  /// Reads the addresses of the private endpoints of an instance.
  ///
  /// - Parameter connections: the approved connections.
  /// - Returns: the addresses without duplicates, at least one.
  /// - Throws: ``UnusableReport`` if any of them cannot be read.
  func addresses(
    of connections: [WireService.PrivateEndpointConnection]
  ) async throws(UnusableReport) -> [String] {
    var addresses: [String] = []
    for connection in connections {
      let path = connection.properties?.privateEndpoint?.id ?? ""
      guard let id = ResourceID(path), id.type.lowercased() == "microsoft.network/privateendpoints" else {
        throw UnusableReport(
          "it has a private endpoint, and Azure reports the ID '\(path)', which is not valid. Add it to the inventory by "
            + "hand.")
      }
      let found: [String]
      do throws(ResourceManagerError) {
        found = try await self.addresses(of: id)
      } catch {
        throw UnusableReport("its private endpoint cannot be read: \(error.description)")
      }
      guard !found.isEmpty else {
        throw UnusableReport(
          "Azure reports no address of its private endpoint \(id). Add it to the inventory by hand.")
      }
      addresses += found.filter { !addresses.contains($0) }
    }
    return addresses
  }

  /// Reads the addresses of a private endpoint: those that it reports itself, or else those of its network interfaces.
  private func addresses(of endpoint: ResourceID) async throws(ResourceManagerError) -> [String] {
    let properties = try await manager.get(endpoint.path, as: WireEndpoint.self)?.properties
    var addresses: [String] = []
    func add(_ address: String?) {
      // A virtual network can have IPv6 addresses too; A records have none.
      guard let address, !address.contains(":"), !addresses.contains(address) else { return }
      addresses.append(address)
    }
    for config in properties?.customDnsConfigs ?? [] { config.ipAddresses?.forEach(add) }
    guard addresses.isEmpty else { return addresses }
    for interface in (properties?.networkInterfaces ?? []).compactMap({ $0.id.flatMap(ResourceID.init) })
    where interface.type.lowercased() == "microsoft.network/networkinterfaces" {
      let wire = try await manager.get(interface.path, as: WireInterface.self)
      for configuration in wire?.properties?.ipConfigurations ?? [] { add(configuration.properties?.privateIPAddress) }
    }
    return addresses
  }
}

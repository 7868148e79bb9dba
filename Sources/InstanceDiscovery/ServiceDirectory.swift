public import APIManagement
public import Reconciliation
package import ResourceManager

/// Reads API Management instances from Azure; never writes.
///
/// Source: [API Management Service, version 2024-05-01](https://learn.microsoft.com/rest/api/apimanagement/api-management-service).
public struct ServiceDirectory: Sendable {
  private let cloud: Cloud
  private let manager: ResourceManagerClient
  private let privateEndpoints: PrivateEndpointReader

  /// Checks the endpoint; sends nothing yet.
  ///
  /// - Parameters:
  ///   - cloud: the cloud, which decides the hostname suffix and the address of Resource Manager.
  ///   - endpoint: the address of Resource Manager; nil for that of the cloud.
  ///   - client: sends the requests.
  ///   - tokens: the source of access tokens.
  ///   - timeout: the most seconds from now on for all requests, retries included.
  ///   - time: the clock.
  /// - Throws: ``BackendError`` if the address is not valid.
  package init(
    cloud: Cloud, endpoint: String? = nil, client: any HTTPClient, tokens: any TokenSource, timeout: Double = 600,
    time: SystemTime = .system
  ) throws(BackendError) {
    self.cloud = cloud
    manager = try ResourceManagerClient(
      endpoint: endpoint ?? cloud.resourceManager, root: "/", provider: .apiManagement, client: client, tokens: tokens,
      timeout: timeout, time: time
    )
    .withSharedDeadline()
    privateEndpoints = PrivateEndpointReader(manager)
  }

  /// Lists instances, and reads the private endpoints of those that have one.
  ///
  /// - Parameters:
  ///   - subscription: the subscription ID.
  ///   - resourceGroup: the resource group; nil for all.
  ///   - includesCustomNames: whether custom hostnames become names of the instances.
  ///   - isWanted: whether to return an instance with a name.
  /// - Returns: the instances, also those that cannot be used in an inventory, ordered by name.
  /// - Throws: ``BackendError`` if Azure cannot be read. If only a private endpoint cannot be read, its instance has the reason.
  public func services(
    subscription: String, resourceGroup: String? = nil, includesCustomNames: Bool = false,
    where isWanted: (String) -> Bool = { _ in true }
  ) async throws(BackendError) -> [ReportedService] {
    let path = path("service", subscription, resourceGroup)
    return try await reading { () async throws(ResourceManagerError) in
      var services: [ReportedService] = []
      for wire in try await manager.list(path, of: WireService.self) {
        let id = try id(wire.id, by: path)
        guard isWanted(id.name) else { continue }
        if let service = await reported(wire, includesCustomNames) { services.append(service) }
      }
      return services.sorted { ($0.id.name.lowercased(), $0.id.path) < ($1.id.name.lowercased(), $1.id.path) }
    }
  }

  /// Reads an instance, and its private endpoints.
  ///
  /// - Parameter id: the resource ID.
  /// - Returns: the instance; nil if it does not exist.
  /// - Throws: ``BackendError`` if Azure cannot be read.
  public func service(_ id: ResourceID) async throws(BackendError) -> ReportedService? {
    try await reading { () async throws(ResourceManagerError) in
      guard let wire = try await manager.get(id.path, as: WireService.self) else { return nil }
      _ = try self.id(wire.id, by: id.path)
      return await reported(wire, false)
    }
  }

  /// Lists workspace gateways.
  ///
  /// A gateway that does not report its hostname itself takes one more list.
  ///
  /// - Parameters:
  ///   - subscription: the subscription ID.
  ///   - resourceGroup: the resource group; nil for all.
  ///   - isWanted: whether to return a gateway with a name.
  /// - Returns: the gateways, also those with a public address, ordered by name.
  /// - Throws: ``BackendError`` if Azure cannot be read, or does not know workspace gateways.
  public func gateways(
    subscription: String, resourceGroup: String? = nil, where isWanted: (String) -> Bool = { _ in true }
  ) async throws(BackendError) -> [ReportedGateway] {
    let path = path("gateways", subscription, resourceGroup)
    return try await reading { () async throws(ResourceManagerError) in
      var gateways: [ReportedGateway] = []
      for wire in try await manager.list(path, of: WireGateway.self) {
        let id = try id(wire.id, by: path)
        guard isWanted(id.name) else { continue }
        var hostnames = [wire.properties?.frontend?.defaultHostname].compactMap(\.self)
        if hostnames.isEmpty {
          hostnames = try await manager.list("\(id)/configConnections", of: WireGateway.Connection.self)
            .flatMap(\.hostnames)
        }
        gateways.append(ReportedGateway(id, wire, hostnames: hostnames, in: cloud))
      }
      return gateways.sorted { ($0.id.name.lowercased(), $0.id.path) < ($1.id.name.lowercased(), $1.id.path) }
    }
  }

  /// The path of a list.
  private func path(_ type: String, _ subscription: String, _ resourceGroup: String?) -> String {
    let group = resourceGroup.map { "/resourceGroups/\($0)" } ?? ""
    return "/subscriptions/\(subscription)\(group)/providers/\(ResourceProvider.apiManagement.namespace)/\(type)"
  }

  /// Gets a token, then reads; its errors are those of the module.
  private func reading<Value>(
    _ read: () async throws(ResourceManagerError) -> Value
  ) async throws(BackendError) -> Value {
    try await manager.tokens.token()
    do throws(ResourceManagerError) {
      return try await read()
    } catch {
      throw BackendError(.failed, error.description, because: error.underlyingError)
    }
  }

  /// Interprets a service with a valid ID, and reads its private endpoints.
  private func reported(_ wire: WireService, _ includesCustomNames: Bool) async -> ReportedService? {
    var addresses: Result<[String], UnusableReport>?
    if !wire.privateEndpoints.isEmpty {
      do throws(UnusableReport) {
        addresses = .success(try await privateEndpoints.addresses(of: wire.privateEndpoints))
      } catch {
        addresses = .failure(error)
      }
    }
    return ReportedService(wire, behind: addresses, includesCustomNames: includesCustomNames, in: cloud)
  }

  /// The resource ID in a response.
  private func id(_ path: String?, by request: String) throws(ResourceManagerError) -> ResourceID {
    guard let id = path.flatMap(ResourceID.init) else {
      throw ResourceManagerError(
        "read \(request)",
        reason: "the response has an instance without a resource ID. Check that the endpoint is Azure Resource "
          + "Manager.")
    }
    return id
  }
}

public import APIManagement
public import Reconciliation
package import ResourceManager

/// Reads API Management instances from Azure; never writes.
///
/// Source: [API Management Service, version 2024-05-01](https://learn.microsoft.com/rest/api/apimanagement/api-management-service).
public struct ServiceDirectory: Sendable {
  private let cloud: Cloud
  private let manager: ResourceManagerClient

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
  }

  /// Lists instances.
  ///
  /// - Parameters:
  ///   - subscription: the subscription ID.
  ///   - resourceGroup: the resource group; nil for all.
  /// - Returns: all instances, also those that cannot be used in an inventory, ordered by name.
  /// - Throws: ``BackendError`` if Azure cannot be read.
  public func services(
    subscription: String, resourceGroup: String? = nil
  ) async throws(BackendError) -> [ReportedService] {
    let group = resourceGroup.map { "/resourceGroups/\($0)" } ?? ""
    let path = "/subscriptions/\(subscription)\(group)/providers/\(ResourceProvider.apiManagement.namespace)/service"
    try await manager.tokens.token()
    do throws(ResourceManagerError) {
      let wires = try await manager.list(path, of: WireService.self)
      return try wires.map { (wire) throws(ResourceManagerError) in try reported(wire, by: path) }
        .sorted { ($0.id.name.lowercased(), $0.id.path) < ($1.id.name.lowercased(), $1.id.path) }
    } catch {
      throw BackendError(.failed, error.description, because: error.underlyingError)
    }
  }

  /// Reads an instance.
  ///
  /// - Parameter id: the resource ID.
  /// - Returns: the instance; nil if it does not exist.
  /// - Throws: ``BackendError`` if Azure cannot be read.
  public func service(_ id: ResourceID) async throws(BackendError) -> ReportedService? {
    try await manager.tokens.token()
    do throws(ResourceManagerError) {
      guard let wire = try await manager.get(id.path, as: WireService.self) else { return nil }
      return try reported(wire, by: id.path)
    } catch {
      throw BackendError(.failed, error.description, because: error.underlyingError)
    }
  }

  /// Interprets a service.
  private func reported(_ wire: WireService, by path: String) throws(ResourceManagerError) -> ReportedService {
    guard let service = ReportedService(wire, in: cloud) else {
      throw ResourceManagerError(
        "read \(path)",
        reason: "the response has an instance without a resource ID. Check that the endpoint is Azure Resource "
          + "Manager.")
    }
    return service
  }
}

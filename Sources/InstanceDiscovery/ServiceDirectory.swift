public import APIManagement
public import Reconciliation
public import ResourceManager

/// Reads the API Management instances that Azure has; nothing is ever written.
///
/// Source: [API Management Service, version 2024-05-01](https://learn.microsoft.com/rest/api/apimanagement/api-management-service).
public struct ServiceDirectory: Sendable {
  private let cloud: Cloud
  private let manager: ResourceManagerClient

  /// Makes a directory; nothing is asked yet.
  ///
  /// - Parameters:
  ///   - cloud: the cloud, for the suffix of hostnames and the address of Resource Manager.
  ///   - endpoint: the address of Resource Manager; without one, the cloud's own.
  ///   - client: the way to the network.
  ///   - tokens: where tokens come from.
  ///   - timeout: the most seconds from now on that all that is read may take together, with all tries.
  ///   - time: the time.
  /// - Throws: ``BackendError`` when the address is none that may be asked.
  public init(
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
  ///   - subscription: the identifier of the subscription.
  ///   - resourceGroup: the resource group they must lie in; without one, any.
  /// - Returns: the instances, those without private records among them, in the order of their names.
  /// - Throws: ``BackendError`` when Azure cannot be read.
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

  /// Reads one instance.
  ///
  /// - Parameter id: by what Resource Manager knows it.
  /// - Returns: the instance; nothing when there is none.
  /// - Throws: ``BackendError`` when Azure cannot be read.
  public func service(_ id: ResourceID) async throws(BackendError) -> ReportedService? {
    try await manager.tokens.token()
    do throws(ResourceManagerError) {
      guard let wire = try await manager.get(id.path, as: WireService.self) else { return nil }
      return try reported(wire, by: id.path)
    } catch {
      throw BackendError(.failed, error.description, because: error.underlyingError)
    }
  }

  /// What a service on the wire says.
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

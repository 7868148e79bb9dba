package import APIManagement
package import Reconciliation

/// Checks whether Resource Manager accepts a token.
package struct TokenCheck: Sendable {
  private let manager: ResourceManagerClient
  private let path: String

  /// Checks the endpoint; sends nothing yet.
  ///
  /// - Parameters:
  ///   - cloud: the cloud, which decides the address of Resource Manager.
  ///   - endpoint: another address of Resource Manager; nil for that of the cloud.
  ///   - subscription: the subscription whose private DNS zones are listed; if nil, only the token is checked.
  ///   - resourceGroup: the resource group whose zones are listed; nil for the whole subscription.
  ///   - client: sends the requests.
  ///   - token: the token.
  ///   - timeout: the most seconds for all requests, retries and pages included.
  ///   - time: the clock.
  /// - Throws: ``BackendError`` if the address is not valid.
  package init(
    cloud: Cloud, endpoint: String?, subscription: String?, resourceGroup: String?, client: any HTTPClient,
    token: AccessToken, timeout: Double, time: SystemTime = .system
  ) throws(BackendError) {
    let group = resourceGroup.map { "/resourceGroups/\($0)" } ?? ""
    path =
      subscription.map { "/subscriptions/\($0)\(group)/providers/Microsoft.Network/privateDnsZones" }
      ?? "/subscriptions"
    manager = try ResourceManagerClient(
      endpoint: endpoint ?? cloud.resourceManager, root: "/", provider: .privateDNS, client: client,
      tokens: FixedToken(token: token), timeout: timeout, time: time)
  }

  /// Sends the requests.
  ///
  /// - Returns: the result for the user.
  /// - Throws: ``BackendError`` with Azure's response if the token is not accepted.
  package func run() async throws(BackendError) -> String {
    let manager = manager.withSharedDeadline()
    do throws(ResourceManagerError) {
      guard path != "/subscriptions" else {
        let response = try await manager.send(
          "GET", "\(manager.endpoint)/subscriptions?api-version=2022-12-01", task: "read /subscriptions")
        guard response.http.status != 401 else {
          throw ResourceManagerError("read /subscriptions", response)
        }
        return "'\(manager.endpoint)' accepts this token. Use --subscription to check access to private DNS zones too."
      }
      let zones = try await manager.list(path, of: Item.self)
      let noun = zones.count == 1 ? "zone" : "zones"
      return "'\(manager.endpoint)' accepts this token and lists \(zones.count) private DNS \(noun)"
    } catch {
      throw BackendError(.failed, error.description, because: error.underlyingError)
    }
  }

  /// A resource without its properties.
  private struct Item: Decodable {}

  /// Returns an existing token.
  private struct FixedToken: TokenSource {
    let token: AccessToken

    func newToken() async throws(BackendError) -> AccessToken { token }
  }
}

package import APIManagement
package import Reconciliation

/// Shows a token to Resource Manager, to see whether it is let in.
package struct TokenCheck: Sendable {
  private let manager: ResourceManagerClient
  private let path: String

  /// Makes a trial; nobody is asked yet.
  ///
  /// - Parameters:
  ///   - cloud: the cloud, for the address of Resource Manager.
  ///   - endpoint: another address of Resource Manager.
  ///   - subscription: the subscription whose private DNS zones are listed; without one, only the token is tried.
  ///   - resourceGroup: the resource group whose zones are listed; without one, those of the subscription.
  ///   - client: the way to the network.
  ///   - token: the token.
  ///   - timeout: the most seconds that it may take, with all tries and all pages.
  ///   - time: the time.
  /// - Throws: ``BackendError`` when the address is none that may be asked.
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

  /// Asks Resource Manager.
  ///
  /// - Returns: what was found, in one sentence without a full stop.
  /// - Throws: ``BackendError`` with Azure's answer when the token is not let in.
  package func run() async throws(BackendError) -> String {
    let manager = manager.withSharedDeadline()
    do throws(ResourceManagerError) {
      guard path != "/subscriptions" else {
        let response = try await manager.send(
          "GET", "\(manager.endpoint)/subscriptions?api-version=2022-12-01", task: "read it")
        guard response.http.status != 401 else {
          throw ResourceManagerError("read /subscriptions", response.http, requestID: response.requestID)
        }
        return "'\(manager.endpoint)' accepts this token. Use --subscription to check access to private DNS zones too."
      }
      let zones = try await manager.list(path, of: Item.self)
      return "'\(manager.endpoint)' accepts this token and lists \(zones.count) private DNS zones"
    } catch {
      throw BackendError(.failed, error.description, because: error.underlyingError)
    }
  }

  /// A resource of which nothing is read.
  private struct Item: Decodable {}

  /// A token that there is already.
  private struct FixedToken: TokenSource {
    let token: AccessToken

    /// Gives the same token each time.
    func newToken() async throws(BackendError) -> AccessToken { token }
  }
}

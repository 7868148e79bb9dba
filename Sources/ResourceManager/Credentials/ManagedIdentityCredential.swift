import APIManagement
import Diagnostics

/// The managed identity of the virtual machine or app that this program runs on.
///
/// Source: [How to use managed identities on a virtual machine](https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token)
/// and [in App Service](https://learn.microsoft.com/azure/app-service/overview-managed-identity).
struct ManagedIdentityCredential: Credential {
  /// The delay in seconds before each try.
  private static let waits = [0, 1.6, 3.2, 6.4, 12.8]
  /// The delays after status 410, which means that the service is being updated for up to 70 seconds.
  private static let longWaits = [0.0, 5, 10, 20, 40]

  private let settings: CredentialSettings

  init(_ settings: CredentialSettings) { self.settings = settings }

  func newToken(isOnlyCredential: Bool) async throws(CredentialFailure) -> AccessToken {
    if let endpoint = settings["IDENTITY_ENDPOINT"] {
      guard settings["IDENTITY_SERVER_THUMBPRINT"] == nil else {
        throw .unavailable("a managed identity of Service Fabric is not supported")
      }
      guard let header = settings["IDENTITY_HEADER"] else {
        throw .unavailable("a managed identity of Azure Arc is not supported")
      }
      return try await appService(endpoint, header)
    }
    guard settings["MSI_ENDPOINT"] == nil else {
      throw .unavailable("a managed identity of Cloud Shell or Azure ML is not supported (use --auth azure-cli)")
    }
    return try await virtualMachine(isOnlyCredential)
  }

  /// Requests a token from the endpoint of App Service, Functions and Container Apps.
  private func appService(_ endpoint: String, _ header: String) async throws(CredentialFailure) -> AccessToken {
    guard WebAddress(endpoint) != nil else {
      throw .invalid("IDENTITY_ENDPOINT is not a valid server address. Use 'http://' or 'https://' and a host.")
    }
    let separator = endpoint.contains("?") ? "&" : "?"
    let request = HTTPRequest(
      method: "GET", url: "\(endpoint)\(separator)api-version=2019-08-01&\(query)",
      fields: [HTTPField("X-IDENTITY-HEADER", header), HTTPField("Accept", "application/json")])
    return try await token(request, "App Service", hiding: header)
  }

  /// Requests a token from the metadata service of a virtual machine.
  ///
  /// If there are other credentials, a quick check shows first whether the service exists.
  private func virtualMachine(_ isOnlyCredential: Bool) async throws(CredentialFailure) -> AccessToken {
    let host = settings["AZURE_POD_IDENTITY_AUTHORITY_HOST"] ?? "http://169.254.169.254"
    guard WebAddress(host) != nil else {
      throw .invalid(
        "AZURE_POD_IDENTITY_AUTHORITY_HOST is not a valid server address. Use 'http://' or 'https://' and a host.")
    }
    let slash = host.hasSuffix("/") ? "" : "/"
    let url = "\(host)\(slash)metadata/identity/oauth2/token?api-version=2018-02-01&\(query)"
    if !isOnlyCredential, !(await respondsInJSON(HTTPRequest(method: "GET", url: url))) {
      throw .unavailable("the metadata service of Azure virtual machines does not respond")
    }
    let fields = [HTTPField("Metadata", "true"), HTTPField("Accept", "application/json")]
    return try await token(HTTPRequest(method: "GET", url: url, fields: fields), "the metadata service", hiding: "")
  }

  /// The query parameters: the resource, and which of several identities.
  private var query: String {
    let client = settings["AZURE_CLIENT_ID"].map { "&client_id=\(percentEncoded($0))" } ?? ""
    return "resource=\(percentEncoded(settings.cloud.resourceManager))\(client)"
  }

  /// Whether a JSON response arrives within a second; other servers at this address do not respond in JSON.
  private func respondsInJSON(_ request: HTTPRequest) async -> Bool {
    let (client, time) = (settings.client, settings.time)
    return await withTaskGroup(of: Bool.self) { group in
      group.addTask { (try? await client.send(request))?.content.first == UInt8(ascii: "{") }
      group.addTask {
        try? await time.sleep(1)
        return false
      }
      let first = await group.next() ?? false
      group.cancelAll()
      return first
    }
  }

  /// Requests a token, with retries.
  private func token(
    _ request: HTTPRequest, _ service: String, hiding header: String
  ) async throws(CredentialFailure) -> AccessToken {
    let deadline = settings.time.now() + settings.timeout
    var isUpdating = false
    var last = CredentialFailure.failed("\(service) does not respond. Use another credential.")
    for index in Self.waits.indices {
      let wait = (isUpdating ? Self.longWaits : Self.waits)[index]
      guard settings.time.now() + wait < deadline else { break }
      if wait > 0 { try? await settings.time.sleep(wait) }
      let response: HTTPResponse
      do throws(HTTPClientError) {
        response = try await settings.client.send(request)
      } catch {
        last = .failed("\(error)")
        continue
      }
      if response.status == 200 {
        let now = settings.time.now()
        guard let answer = TokenResponse(response.content), let end = answer.end(now: now) else {
          throw .failed("\(service) responded without a token")
        }
        return AccessToken(answer.access_token, end: end, account: settings["AZURE_CLIENT_ID"])
      }
      let whole = redacted(String(decoding: response.content, as: UTF8.self), hiding: [header])
      let words = PrintableText.firstLine(String(decoding: whole.utf8.prefix(300), as: UTF8.self))
      if response.status == 400 { throw .unavailable("\(service) has no such identity: \(words)") }
      if response.status == 403, words.contains("unreachable") {
        throw .unavailable("\(service) is unreachable: \(words)")
      }
      last = .failed("\(service) responded with status \(response.status): \(words)")
      guard [404, 410, 429].contains(response.status) || response.status >= 500 else { throw last }
      isUpdating = response.status == 410
    }
    throw last
  }
}

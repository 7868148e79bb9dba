public import APIManagement
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
public import Reconciliation

/// The credential of an application: its identifier and a secret.
///
/// Source: [the client credentials grant](https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow)
/// of Microsoft's identity platform, and for the variables
/// [EnvironmentCredential](https://learn.microsoft.com/python/api/azure-identity/azure.identity.environmentcredential).
public struct ClientSecretCredential: TokenSource, CustomStringConvertible, CustomReflectable {
  private let tenant: String
  private let clientID: String
  private let secret: String
  private let authority: String
  private let scope: String
  private let sender: PersistentSender

  /// Reads the credential from the environment.
  ///
  /// - Parameters:
  ///   - environment: the variables by name: `AZURE_TENANT_ID`, `AZURE_CLIENT_ID`, `AZURE_CLIENT_SECRET`, and where tokens
  ///     are not issued at the cloud's own address, `AZURE_AUTHORITY_HOST`.
  ///   - cloud: the cloud whose Resource Manager the tokens are for.
  ///   - client: the way to the network.
  ///   - budget: the most seconds that getting a token may take, with all tries.
  ///   - time: the time.
  /// - Throws: ``BackendError`` when a variable is missing or cannot be right.
  public init(
    environment: [String: String], cloud: Cloud, client: any HTTPClient, budget: Double = 60, time: Timekeeper = .system
  ) throws(BackendError) {
    let names = ["AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"]
    let missing = names.filter { (environment[$0] ?? "").isEmpty }
    guard missing.isEmpty, let tenant = environment[names[0]], let clientID = environment[names[1]],
      let secret = environment[names[2]]
    else {
      throw BackendError(
        .badSettings,
        "there is no credential for Azure in the environment: \(missing.joined(separator: ", ")) "
          + "\(missing.count == 1 ? "is" : "are") not set")
    }
    guard ResourceID.isPlain(tenant) else {
      throw BackendError(.badSettings, "AZURE_TENANT_ID is neither the identifier nor the domain of a tenant")
    }
    self.tenant = tenant
    self.clientID = clientID
    self.secret = secret
    authority = try Self.authority(environment["AZURE_AUTHORITY_HOST"] ?? "", cloud)
    scope = "\(cloud.resourceManager)/.default"
    sender = PersistentSender(client: client, time: time, budget: budget)
  }

  /// Says whose credential it is, without the secret.
  public var description: String { "the client secret of '\(clientID)' in the tenant '\(tenant)'" }
  /// Shows nothing of what is inside.
  public var customMirror: Mirror { Mirror(self, children: []) }

  /// Gets a new token.
  ///
  /// - Returns: a token that has just been issued.
  /// - Throws: ``BackendError`` with the answer of the server that issues tokens.
  public func newToken() async throws(BackendError) -> AccessToken {
    let form = [
      ("client_id", clientID), ("client_secret", secret), ("grant_type", "client_credentials"), ("scope", scope),
    ]
    let request = HTTPRequest(
      method: "POST", url: "\(authority)/\(tenant)/oauth2/v2.0/token",
      fields: [
        HTTPField("Content-Type", "application/x-www-form-urlencoded"), HTTPField("Accept", "application/json"),
        HTTPField("User-Agent", ResourceManagerClient.userAgent),
      ],
      content: Array(form.map { "\($0)=\(percentEncoded($1))" }.joined(separator: "&").utf8))
    let response: HTTPResponse
    do throws(HTTPClientError) {
      response = try await sender.send(request)
    } catch {
      throw BackendError(.failed, "no token for Azure: \(error)")
    }
    guard response.status == 200, let answer = TokenAnswer(response.content) else { throw refusal(response) }
    return AccessToken(answer.access_token, end: sender.time.now() + answer.expires_in)
  }

  /// Puts the refusal of a token into words; only the first sentences of the reason, without identifiers of the request.
  private func refusal(_ response: HTTPResponse) -> BackendError {
    let server = WebAddress(authority)?.server ?? authority
    guard let answer = try? JSONDecoder().decode(TokenRefusal.self, from: Data(response.content)) else {
      return BackendError(
        .failed,
        "no token for Azure: '\(server)' answered with status \(response.status) and no reason that can be read")
    }
    var reason = answer.error_description ?? answer.error
    reason.replace(secret, with: "…")
    reason = singleLine(reason, before: " Trace ID: ")
    return BackendError(
      .failed,
      "no token for Azure: '\(server)' refused the client '\(clientID)' of the tenant '\(tenant)': \(reason)")
  }

  /// Where tokens are issued: https always, but on this machine itself.
  private static func authority(_ given: String, _ cloud: Cloud) throws(BackendError) -> String {
    guard !given.isEmpty else { return cloud.authority }
    let full = given.contains("://") ? given : "https://\(given)"
    return try serverAddress(full, named: "AZURE_AUTHORITY_HOST").text
  }
}

/// A token as the server issues it; the names are those of the wire.
private struct TokenAnswer: Decodable {
  let access_token: String
  let expires_in: Double

  /// Reads the answer; nothing when there is no token in it.
  init?(_ content: [UInt8]) {
    guard let answer = try? JSONDecoder().decode(Self.self, from: Data(content)), !answer.access_token.isEmpty else {
      return nil
    }
    self = answer
  }
}

/// Why the server issues no token ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
private struct TokenRefusal: Decodable {
  let error: String
  let error_description: String?
}

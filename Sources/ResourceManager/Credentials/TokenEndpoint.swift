import APIManagement
import Diagnostics
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import Reconciliation

/// The token endpoint of a tenant in Microsoft Entra ID.
///
/// Source: [the client credentials grant](https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow).
struct TokenEndpoint: Sendable {
  /// The type of a client assertion ([RFC 7523 §2.2](https://www.rfc-editor.org/rfc/rfc7523#section-2.2)).
  private static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

  let tenant: String
  /// The application (client) ID.
  let clientID: String
  let url: String
  private let authority: String
  private let scope: String
  private let retryingClient: RetryingClient

  /// Finds the endpoint of a tenant.
  ///
  /// - Parameters:
  ///   - tenant: the tenant's ID or domain.
  ///   - variable: the environment variable that names the tenant.
  ///   - clientID: the application (client) ID.
  ///   - settings: the environment of all credentials.
  /// - Throws: ``CredentialFailure`` if the tenant or `AZURE_AUTHORITY_HOST` is not valid.
  init(
    tenant: String, namedBy variable: String = "AZURE_TENANT_ID", clientID: String, _ settings: CredentialSettings
  ) throws(CredentialFailure) {
    guard ResourceID.isPlain(tenant) else {
      throw .invalid("\(variable) is not a valid tenant ID or domain. Use the one that 'az account show' prints.")
    }
    self.tenant = tenant
    self.clientID = clientID
    do throws(BackendError) {
      authority = try Self.authority(settings["AZURE_AUTHORITY_HOST"], settings.cloud)
    } catch {
      throw .invalid(error.description)
    }
    url = "\(authority)/\(tenant)/oauth2/v2.0/token"
    scope = "\(settings.cloud.resourceManager)/.default"
    retryingClient = RetryingClient(client: settings.client, time: settings.time, timeout: settings.timeout)
  }

  /// Exchanges a client assertion, which is a signed JSON Web Token, for a new token.
  ///
  /// - Parameter assertion: the assertion, which is redacted in messages.
  /// - Returns: a new token.
  /// - Throws: ``CredentialFailure`` with the response of the server.
  func token(assertion: String) async throws(CredentialFailure) -> AccessToken {
    try await token(
      [("client_assertion_type", Self.assertionType), ("client_assertion", assertion)], hiding: assertion)
  }

  /// Requests a new token.
  ///
  /// - Parameters:
  ///   - proof: the form fields that authenticate the client, in order.
  ///   - secret: the secret, which is redacted in messages.
  /// - Returns: a new token.
  /// - Throws: ``CredentialFailure`` with the response of the server.
  func token(_ proof: [(String, String)], hiding secret: String) async throws(CredentialFailure) -> AccessToken {
    let form = [("client_id", clientID)] + proof + [("grant_type", "client_credentials"), ("scope", scope)]
    let request = HTTPRequest(
      method: "POST", url: url,
      fields: [
        HTTPField("Content-Type", "application/x-www-form-urlencoded"), HTTPField("Accept", "application/json"),
        HTTPField("User-Agent", ResourceManagerClient.userAgent),
      ],
      content: Array(form.map { "\($0)=\(percentEncoded($1))" }.joined(separator: "&").utf8))
    let response: HTTPResponse
    do throws(HTTPClientError) {
      response = try await retryingClient.send(request)
    } catch {
      throw .failed("\(error)")
    }
    guard response.status == 200, let answer = TokenResponse(response.content) else {
      throw .failed(refusal(response, hiding: secret))
    }
    return AccessToken(
      answer.access_token, end: answer.end(now: retryingClient.time.now()) ?? retryingClient.time.now(),
      account: clientID,
      tenant: tenant)
  }

  /// The message of a refusal: the first sentences of the reason, without trace and correlation IDs.
  private func refusal(_ response: HTTPResponse, hiding secret: String) -> String {
    let server = WebAddress(authority)?.server ?? authority
    guard let answer = try? JSONDecoder().decode(TokenErrorResponse.self, from: Data(response.content)) else {
      return "'\(server)' responded with status \(response.status) and no readable reason"
    }
    let words = redacted(answer.error_description ?? answer.error, hiding: [secret])
    let reason = PrintableText.firstLine(words, before: " Trace ID: ")
    return "'\(server)' refused the client '\(clientID)' of the tenant '\(tenant)': \(reason)"
  }

  /// The address that issues tokens: https, or http on a loopback address.
  private static func authority(_ given: String?, _ cloud: Cloud) throws(BackendError) -> String {
    guard let given else { return cloud.authority }
    let full = given.contains("://") ? given : "https://\(given)"
    return try serverAddress(full, named: "AZURE_AUTHORITY_HOST").text
  }
}

/// A token response, in the spelling of OAuth.
struct TokenResponse: Decodable {
  let access_token: String
  /// The lifetime in seconds.
  let expires_in: FlexibleNumber?
  /// The expiry in seconds since the Unix epoch.
  let expires_on: FlexibleNumber?

  /// Decodes a response; nil if it has no token or no expiry.
  init?(_ content: [UInt8]) {
    guard let answer = try? JSONDecoder().decode(Self.self, from: Data(content)),
      AccessToken.isWellFormed(answer.access_token),
      answer.end(now: 0) != nil
    else { return nil }
    self = answer
  }

  /// The expiry in seconds since the Unix epoch.
  func end(now: Double) -> Double? { expires_on?.value ?? expires_in.map { now + $0.value } }

  /// A finite number that some servers write as a string.
  struct FlexibleNumber: Decodable {
    let value: Double

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      let number = try (try? container.decode(Double.self)) ?? Double(container.decode(String.self))
      guard let number, number.isFinite else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "no number")
      }
      value = number
    }
  }
}

/// An error response ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
private struct TokenErrorResponse: Decodable {
  let error: String
  let error_description: String?
}

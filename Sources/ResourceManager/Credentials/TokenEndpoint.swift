import APIManagement
import Diagnostics
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import Reconciliation

/// Where Microsoft's identity platform gives tokens to an application.
///
/// Source: [the client credentials grant](https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow).
struct TokenEndpoint: Sendable {
  /// How an assertion says what it is ([RFC 7523 §2.2](https://www.rfc-editor.org/rfc/rfc7523#section-2.2)).
  static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

  /// The tenant.
  let tenant: String
  /// The application's identifier.
  let clientID: String
  /// The address of the endpoint.
  let url: String
  private let authority: String
  private let scope: String
  private let retryingClient: RetryingClient

  /// Finds the endpoint of a tenant.
  ///
  /// - Parameters:
  ///   - tenant: the tenant's identifier or domain.
  ///   - clientID: the application's identifier.
  ///   - settings: what all credentials are made from.
  /// - Throws: ``CredentialFailure`` when the tenant or `AZURE_AUTHORITY_HOST` cannot be right.
  init(tenant: String, clientID: String, _ settings: CredentialSettings) throws(CredentialFailure) {
    guard ResourceID.isPlain(tenant) else {
      throw .invalid("AZURE_TENANT_ID is not a valid tenant. Use the ID or the domain of the tenant.")
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

  /// Gets a new token.
  ///
  /// - Parameters:
  ///   - proof: the fields of the form that show who asks, in their order.
  ///   - secret: what must not be in any message.
  /// - Returns: a token that has just been issued.
  /// - Throws: ``CredentialFailure`` with the answer of the server.
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
      answer.access_token, end: answer.end(now: retryingClient.time.now()) ?? retryingClient.time.now(), account: clientID,
      tenant: tenant)
  }

  /// Puts the refusal of a token into words; only the first sentences of the reason, without identifiers of the request.
  private func refusal(_ response: HTTPResponse, hiding secret: String) -> String {
    let server = WebAddress(authority)?.server ?? authority
    guard let answer = try? JSONDecoder().decode(TokenErrorResponse.self, from: Data(response.content)) else {
      return "'\(server)' responded with status \(response.status) and no readable reason"
    }
    let words = redacted(answer.error_description ?? answer.error, hiding: [secret])
    let reason = PrintableText.firstLine(words, before: " Trace ID: ")
    return "'\(server)' refused the client '\(clientID)' of the tenant '\(tenant)': \(reason)"
  }

  /// Where tokens are issued: https always, but on this machine itself.
  private static func authority(_ given: String?, _ cloud: Cloud) throws(BackendError) -> String {
    guard let given else { return cloud.authority }
    let full = given.contains("://") ? given : "https://\(given)"
    return try serverAddress(full, named: "AZURE_AUTHORITY_HOST").text
  }
}

/// A token as servers give it; the names are those of the wire.
struct TokenResponse: Decodable {
  /// The token.
  let access_token: String
  /// The seconds that it is good for.
  let expires_in: FlexibleNumber?
  /// When it ends, in seconds since the beginning of 1970.
  let expires_on: FlexibleNumber?

  /// Reads the answer; nothing when there is no token in it, or nobody knows how long it is good.
  init?(_ content: [UInt8]) {
    guard let answer = try? JSONDecoder().decode(Self.self, from: Data(content)),
      AccessToken.isWellFormed(answer.access_token),
      answer.end(now: 0) != nil
    else { return nil }
    self = answer
  }

  /// When the token ends, in seconds since the beginning of 1970.
  func end(now: Double) -> Double? { expires_on?.value ?? expires_in.map { now + $0.value } }

  /// A number that some servers write as a text; neither infinite nor "nan".
  struct FlexibleNumber: Decodable {
    /// The number.
    let value: Double

    /// Reads the number.
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

/// Why the server issues no token ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
private struct TokenErrorResponse: Decodable {
  let error: String
  let error_description: String?
}

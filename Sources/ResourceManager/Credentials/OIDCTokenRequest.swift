import Diagnostics

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import Reconciliation

/// A request for the OIDC token of a pipeline's job, which proves to Microsoft Entra which pipeline it is.
///
/// The token of the job authorizes the request. It is sent only over https or to a loopback address, and never follows a
/// redirect.
struct OIDCTokenRequest: Sendable {
  /// The service that runs the pipeline, for messages.
  let service: String
  let method: String
  /// The environment variable that contains the URL.
  let urlVariable: String
  /// The parameters that are added to the query of the URL if it does not have them.
  let parameters: [(name: String, value: String)]
  /// The environment variable that contains the token of the job.
  let tokenVariable: String
  /// The header fields besides those of every request.
  let fields: [HTTPField]
  /// What to do if the service refuses the token of the job.
  let tokenFix: String
  /// What to do if the service refuses the request for another reason.
  let requestFix: String

  /// Requests a new OIDC token.
  ///
  /// - Parameter settings: the environment of all credentials.
  /// - Returns: the OIDC token.
  /// - Throws: ``CredentialFailure`` with the response of the service; the message contains neither the URL nor a token.
  func token(_ settings: CredentialSettings) async throws(CredentialFailure) -> String {
    let secret = settings[tokenVariable] ?? ""
    guard AccessToken.isWellFormed(secret) else { throw .invalid("\(tokenVariable) is not a valid token. \(tokenFix)") }
    let given = settings[urlVariable] ?? ""
    do throws(BackendError) {
      _ = try serverAddress(given, named: urlVariable, isSecret: true)
    } catch {
      throw .invalid(error.description)
    }
    let request = HTTPRequest(
      method: method, url: url(given),
      fields: [
        HTTPField("Authorization", "Bearer \(secret)"), HTTPField("Accept", "application/json"),
        HTTPField("User-Agent", ResourceManagerClient.userAgent),
      ] + fields)
    let client = RetryingClient(client: settings.client, time: settings.time, timeout: settings.timeout)
    let response: HTTPResponse
    do throws(HTTPClientError) {
      response = try await client.send(request)
    } catch {
      throw .failed("\(error)")
    }
    let answer = try? JSONDecoder().decode(Answer.self, from: Data(response.content))
    guard response.status == 200 else {
      throw .failed(refusal(response.status, answer?.message, hiding: [secret] + Self.secrets(in: given)))
    }
    guard let token = answer?.value ?? answer?.oidcToken, AccessToken.isWellFormed(token) else {
      throw .failed("\(service) responded without an OIDC token. \(requestFix)")
    }
    return token
  }

  /// The URL with the parameters that it does not have.
  private func url(_ given: String) -> String {
    let names = Self.query(given).map(\.name)
    let added = parameters.filter { !names.contains($0.name) }.map { "\($0.name)=\(percentEncoded($0.value))" }
    guard !added.isEmpty else { return given }
    let separator = !given.utf8.contains(UInt8(ascii: "?")) ? "?" : given.hasSuffix("?") ? "" : "&"
    return given + separator + added.joined(separator: "&")
  }

  /// What a message must not show of the URL: its path and query, and the long values in the query.
  private static func secrets(in url: String) -> [String] {
    let target = url.utf8.drop { $0 != UInt8(ascii: ":") }.dropFirst(3).drop { !"/?".utf8.contains($0) }
    let values = query(url).map(\.value).filter { $0.utf8.count >= 8 }
    return ([String(decoding: target, as: UTF8.self)] + values).filter { $0.utf8.count > 1 }
  }

  /// The parameters in the query of a URL.
  private static func query(_ url: String) -> [(name: String, value: String)] {
    url.utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst().split(separator: UInt8(ascii: "&")).map { item in
      let parts = item.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      return (
        String(decoding: parts[0], as: UTF8.self),
        parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : ""
      )
    }
  }

  /// The message of a refusal.
  private func refusal(_ status: Int, _ message: String?, hiding secrets: [String]) -> String {
    let reason = PrintableText.firstLine(redacted(message ?? "", hiding: secrets))
    let fix =
      switch status {
      case 300..<400, 401, 403: tokenFix
      case 408, 429, 500...: "Run the command again."
      default: requestFix
      }
    return
      "\(service) responded with status \(status)\(reason.isEmpty ? " and no readable reason" : ": \(reason)"). \(fix)"
  }

  /// A response: the token, which GitHub calls `value` and Azure DevOps `oidcToken`, or the reason of a refusal.
  private struct Answer: Decodable {
    let value: String?
    let oidcToken: String?
    let message: String?
  }
}

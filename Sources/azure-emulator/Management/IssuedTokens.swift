import FoundationEssentials

/// The tokens that the emulator issued, with their expiry.
struct IssuedTokens: Sendable {
  /// How many tokens are kept.
  private static let limit = 1000

  /// The certificate of client assertions; nil to accept any.
  let certificate: RegisteredCertificate?
  /// The expiry of each token.
  private var ends: [String: Date] = [:]

  init(certificate: RegisteredCertificate?) { self.certificate = certificate }

  /// Handles a request of the client credentials grant.
  ///
  /// - Parameters:
  ///   - request: the request, with a form as its body.
  ///   - endpoint: the URL of the token endpoint.
  ///   - lifetime: the lifetime of a new token in seconds.
  /// - Returns: a token, or an error of the token endpoint.
  mutating func answer(_ request: HTTPRequest, endpoint: String, lifetime: Int) -> HTTPResponse {
    guard request.method == "POST" else { return ManagementError.method(request.method).response }
    if let refusal = TokenError(
      form: formItems(request.body, plusIsSpace: true), at: endpoint, certificate: certificate)
    {
      return refusal.response
    }
    let token = newToken(lifetime)
    return .json(
      200, TokenBody(token_type: "Bearer", expires_in: lifetime, ext_expires_in: lifetime, access_token: token))
  }

  /// Issues a token for a managed identity; all numbers are strings.
  mutating func managedIdentityAnswer(_ request: HTTPRequest, lifetime: Int) -> HTTPResponse {
    let token = newToken(lifetime)
    let end = Int(Date.now.timeIntervalSince1970) + lifetime
    return .json(
      200,
      [
        "access_token": token, "refresh_token": "", "expires_in": "\(lifetime)", "expires_on": "\(end)",
        "resource": request.target["resource"] ?? "", "token_type": "Bearer",
      ])
  }

  /// Issues a token.
  private mutating func newToken(_ lifetime: Int) -> String {
    let token = (0..<4).map { _ in ETag.fresh() }.joined(separator: ".")
    if ends.count >= Self.limit, let oldest = ends.min(by: { $0.value < $1.value }) { ends[oldest.key] = nil }
    ends[token] = Date.now + Double(lifetime)
    return token
  }

  /// Revokes the token of a request.
  mutating func revoke(_ request: HTTPRequest) {
    guard end(of: request) != nil, let value = request.fields["Authorization"] else { return }
    ends[String(decoding: value.utf8.dropFirst("Bearer ".utf8.count), as: UTF8.self)] = nil
  }

  /// Checks the token of a request to Resource Manager.
  ///
  /// - Parameters:
  ///   - request: the request.
  ///   - authority: the scheme and authority of the token endpoint.
  /// - Returns: the error response; nil if the token is valid.
  func refusal(_ request: HTTPRequest, authority: String) -> HTTPResponse? {
    let (code, message) =
      switch end(of: request) {
      case nil where request.fields["Authorization"] == nil:
        ("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.")
      case nil: ("AuthenticationFailed", "Authentication failed. The access token is none that was given here.")
      case let end? where end <= .now:
        (
          "ExpiredAuthenticationToken",
          "The access token expiry UTC time '\(end.formatted(.iso8601))' is earlier than current UTC time "
            + "'\(Date.now.formatted(.iso8601))'."
        )
      default: ("", "")
      }
    guard !code.isEmpty else { return nil }
    var response = ManagementError.resourceManager(401, code, message).response
    let challenge = #"Bearer authorization_uri="\#(authority)/common", error="invalid_token", error_description=""#
    response.fields.append("WWW-Authenticate", #"\#(challenge)\#(message)""#)
    return response
  }

  /// The expiry of the token of a request; nil if it was not issued here.
  private func end(of request: HTTPRequest) -> Date? {
    guard let value = request.fields["Authorization"] else { return nil }
    let parts = value.utf8.split(separator: UInt8(ascii: " "), maxSplits: 1)
    guard parts.count == 2, String(decoding: parts[0], as: UTF8.self).lowercased() == "bearer" else { return nil }
    return ends[String(decoding: parts[1], as: UTF8.self)]
  }
}

/// A token response, in the spelling of OAuth.
private struct TokenBody: Encodable {
  let token_type: String
  /// The lifetime in seconds.
  let expires_in: Int
  /// The lifetime again, as Microsoft Entra reports it.
  let ext_expires_in: Int
  let access_token: String
}

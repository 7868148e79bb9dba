import FoundationEssentials

/// The tokens that were given, and until when they are good.
struct IssuedTokens: Sendable {
  /// How many tokens are remembered.
  private static let limit = 1000

  /// What assertions must be signed with; without one, any will do.
  let certificate: RegisteredCertificate?
  /// The tokens, each with the time when it ends.
  private var ends: [String: Date] = [:]

  /// Begins without any tokens.
  init(certificate: RegisteredCertificate?) { self.certificate = certificate }

  /// Answers a request for a token by client credentials.
  ///
  /// - Parameters:
  ///   - request: the request, with a form as its body.
  ///   - endpoint: its address.
  ///   - lifetime: the seconds that a new token is good for.
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

  /// Gives a token to what runs in Azure, all numbers as text.
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

  /// A token that is good from now on.
  private mutating func newToken(_ lifetime: Int) -> String {
    let token = (0..<4).map { _ in ETag.fresh() }.joined(separator: ".")
    if ends.count >= Self.limit, let oldest = ends.min(by: { $0.value < $1.value }) { ends[oldest.key] = nil }
    ends[token] = Date.now + Double(lifetime)
    return token
  }

  /// Makes the token of a request worthless.
  mutating func revoke(_ request: HTTPRequest) {
    guard end(of: request) != nil, let value = request.fields["Authorization"] else { return }
    ends[String(decoding: value.utf8.dropFirst("Bearer ".utf8.count), as: UTF8.self)] = nil
  }

  /// Looks at the token of a request to Resource Manager.
  ///
  /// - Parameters:
  ///   - request: the request.
  ///   - authority: what the address of the token endpoint begins with.
  /// - Returns: the answer to a request without a good token; nothing when it has one.
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

  /// When the token of a request ends; nothing where there is none that was given here.
  private func end(of request: HTTPRequest) -> Date? {
    guard let value = request.fields["Authorization"] else { return nil }
    let parts = value.utf8.split(separator: UInt8(ascii: " "), maxSplits: 1)
    guard parts.count == 2, String(decoding: parts[0], as: UTF8.self).lowercased() == "bearer" else { return nil }
    return ends[String(decoding: parts[1], as: UTF8.self)]
  }
}

/// What the token endpoint says when it gives a token, in its own spelling.
private struct TokenBody: Encodable {
  /// Always `Bearer`.
  let token_type: String
  /// The seconds that the token is good for.
  let expires_in: Int
  /// The same, as Entra says it.
  let ext_expires_in: Int
  /// The token.
  let access_token: String
}

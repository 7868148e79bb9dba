import FoundationEssentials

/// An error of the token endpoint.
struct TokenError: Sendable {
  private let status: Int
  /// The error code of OAuth.
  private let error: String
  /// The error number of Microsoft Entra.
  private let number: Int
  private let message: String

  /// Validates the form of a token request.
  ///
  /// All clients are known, and all secrets but `wrong-secret` are valid; an assertion may replace the secret.
  /// Nil if the request is valid.
  ///
  /// - Parameters:
  ///   - form: the items of the form.
  ///   - endpoint: the URL of the token endpoint.
  ///   - certificate: the certificate of assertions; nil to accept any.
  init?(form: [(name: String, value: String)], at endpoint: String, certificate: RegisteredCertificate?) {
    func field(_ name: String) -> String? { form.first { $0.name == name && !$0.value.isEmpty }?.value }
    for name in ["grant_type", "client_id", "scope"] where field(name) == nil {
      self.init(400, "invalid_request", 900_144, "The request body must contain the following parameter: '\(name)'.")
      return
    }
    guard field("grant_type") == "client_credentials" else {
      self.init(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.")
      return
    }
    guard field("scope")?.hasSuffix("/.default") == true else {
      self.init(
        400, "invalid_scope", 1_002_012,
        "The provided value for scope is not valid. Client credential flows must have a scope value with /.default "
          + "suffixed to the resource identifier (application ID URI).")
      return
    }
    let secret = field("client_secret")
    guard secret != nil || field("client_assertion") != nil else {
      self.init(
        401, "invalid_client", 7_000_218,
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.")
      return
    }
    let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    guard secret != nil || field("client_assertion_type") == assertionType else {
      self.init(400, "invalid_request", 900_144, "The client_assertion_type must be '\(assertionType)'.")
      return
    }
    if let certificate, let assertion = field("client_assertion"),
      let problem = certificate.problem(with: assertion, of: field("client_id") ?? "", for: endpoint)
    {
      self.init(401, "invalid_client", 700_027, problem)
      return
    }
    guard secret == "wrong-secret" else { return nil }
    self.init(
      401, "invalid_client", 7_000_215,
      "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not "
        + "the client secret ID, for a secret added to app '\(field("client_id") ?? "")'."
    )
  }

  private init(_ status: Int, _ error: String, _ number: Int, _ message: String) {
    self.status = status
    self.error = error
    self.number = number
    self.message = message
  }

  var response: HTTPResponse {
    let (trace, correlation, time) = (ETag.fresh(), ETag.fresh(), Date.now.formatted(.iso8601))
    let text = "AADSTS\(number): \(message) Trace ID: \(trace) Correlation ID: \(correlation) Timestamp: \(time)"
    return .json(
      status,
      Body(
        error: error, error_description: text, error_codes: [number], timestamp: time, trace_id: trace,
        correlation_id: correlation))
  }

  /// The response body, in the spelling of OAuth and Microsoft Entra.
  private struct Body: Encodable {
    let error: String
    /// The message, with the error number and IDs.
    let error_description: String
    let error_codes: [Int]
    let timestamp: String
    let trace_id: String
    let correlation_id: String
  }
}

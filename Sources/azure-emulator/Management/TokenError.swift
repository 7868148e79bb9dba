import FoundationEssentials

/// Why the token endpoint gives no token.
struct TokenError: Sendable {
  /// The status of the answer.
  private let status: Int
  /// What OAuth calls the error.
  private let error: String
  /// What Entra calls the error.
  private let number: Int
  /// A sentence for people.
  private let message: String

  /// Looks for what is wrong with the form of a request.
  ///
  /// Every client is known here, and every secret is good but `wrong-secret`; an assertion may stand in its place.
  /// Gives nothing when the token may be given.
  ///
  /// - Parameters:
  ///   - form: the items of the form.
  ///   - endpoint: the address that it was sent to.
  ///   - certificate: what an assertion must be signed with; none for anything.
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
        "The provided value for scope is not valid. Client credential flows must have "
          + "a scope value with /.default suffixed to the resource identifier (application ID URI).")
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
      "Invalid client secret provided. Ensure the secret being sent in the request "
        + "is the client secret value, not the client secret ID, for a secret added to app "
        + "'\(field("client_id") ?? "")'."
    )
  }

  /// Makes a refusal.
  private init(_ status: Int, _ error: String, _ number: Int, _ message: String) {
    self.status = status
    self.error = error
    self.number = number
    self.message = message
  }

  /// The answer to the request.
  var response: HTTPResponse {
    let (trace, correlation, time) = (ETag.fresh(), ETag.fresh(), Date.now.formatted(.iso8601))
    let text = "AADSTS\(number): \(message) Trace ID: \(trace) Correlation ID: \(correlation) Timestamp: \(time)"
    return .json(
      status,
      Body(
        error: error, error_description: text, error_codes: [number], timestamp: time, trace_id: trace,
        correlation_id: correlation))
  }

  /// What the token endpoint says, in its own spelling.
  private struct Body: Encodable {
    /// What OAuth calls the error.
    let error: String
    /// The sentence, with all numbers.
    let error_description: String
    /// What Entra calls the error.
    let error_codes: [Int]
    /// When it was.
    let timestamp: String
    /// Which request it was.
    let trace_id: String
    /// Which run of requests it was.
    let correlation_id: String
  }
}

/// A fault that is injected between a client and Resource Manager.
enum Fault: String, CaseIterable, Sendable {
  /// Status 500; the request is not applied.
  case internalError = "500"
  /// Status 503 with `Retry-After`; the request is not applied.
  case unavailable = "503"
  /// Status 429 with `Retry-After`; the request is not applied.
  case tooManyRequests = "429"
  /// Status 409 because another operation is pending; the request is not applied. For writes only.
  case pendingOperation = "409"
  /// The token is revoked; the request is not applied.
  case revokedToken = "401"
  /// The connection is reset before the request is applied.
  case resetBefore = "reset before"
  /// The connection is reset after the request is applied.
  case resetAfter = "reset after"
  /// The request is applied, but the response is truncated.
  case truncated
  /// Status 200 with an HTML page, as from a proxy; the request is not applied.
  case page = "html before"
  /// The same, but the request is applied.
  case pageAfter = "html after"
  /// The request is applied, but no response is sent.
  case stalled

  /// Whether the request is applied.
  var happensAfterRequest: Bool {
    switch self {
    case .resetAfter, .truncated, .pageAfter, .stalled: true
    default: false
    }
  }

  /// The response of a fault that does not apply the request; nil for faults that change the connection or the body.
  func refusal(retryAfter: Int) -> HTTPResponse? {
    var response: HTTPResponse
    switch self {
    case .internalError:
      response = ManagementError.resourceManager(500, "InternalServerError", "An error has occurred.").response
    case .unavailable:
      response =
        ManagementError.resourceManager(503, "ServerTimeout", "The request timed out. Please try again.").response
    case .tooManyRequests:
      response = ManagementError.resourceManager(429, "TooManyRequests", "The request is being throttled.").response
    case .pendingOperation:
      response = ManagementError.privateDNS(409, "Conflict", "Another operation is pending on this zone.").response
    default: return nil
    }
    if self != .internalError { response.fields.append("Retry-After", "\(retryAfter)") }
    return response
  }

  /// The response with this fault applied.
  func applied(to response: HTTPResponse) -> HTTPResponse {
    var response = response
    switch self {
    case .resetBefore, .resetAfter: response.delivery = .reset
    case .truncated: response.delivery = .truncated
    case .stalled: response.delivery = .stalled
    case .page, .pageAfter:
      response = HTTPResponse(status: 200, body: Array("<html><body>Please sign in.</body></html>".utf8))
      response.fields.append("Content-Type", "text/html")
    default: break
    }
    return response
  }
}

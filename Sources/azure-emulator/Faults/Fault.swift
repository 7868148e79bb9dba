/// What can go wrong between a client and Resource Manager, on purpose.
enum Fault: String, CaseIterable, Sendable {
  /// Status 500, and nothing was done.
  case internalError = "500"
  /// Status 503 with `Retry-After`, and nothing was done.
  case unavailable = "503"
  /// Status 429 with `Retry-After`, and nothing was done.
  case tooManyRequests = "429"
  /// Status 409 because another operation is pending, and nothing was done; writes only.
  case pendingOperation = "409"
  /// The token is no longer good, and nothing was done.
  case revokedToken = "401"
  /// The connection is reset before anything was done.
  case resetBefore = "reset before"
  /// The connection is reset after all was done.
  case resetAfter = "reset after"
  /// All was done, but the answer ends in its midst.
  case truncated
  /// A page of HTML with status 200 from something on the way, and nothing was done.
  case page = "html before"
  /// The same, but all was done.
  case pageAfter = "html after"
  /// All was done, but no answer comes.
  case stalled

  /// Whether what was asked is done all the same.
  var happensAfterRequest: Bool {
    switch self {
    case .resetAfter, .truncated, .pageAfter, .stalled: true
    default: false
    }
  }

  /// The answer of a fault in whose stead nothing was done; nothing for those that have none.
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

  /// What a faulty answer looks like on the wire.
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

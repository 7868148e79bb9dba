/// An HTTP response.
struct HTTPResponse: Sendable {
  var status: Int
  /// The header fields, except those that depend on the connection.
  var fields = HTTPFields()
  var body: [UInt8] = []
  /// How the response is sent.
  var delivery = Delivery.whole

  /// How a response is sent.
  enum Delivery: Sendable {
    /// Completely.
    case whole
    /// The connection is closed after a part of it.
    case truncated
    /// The connection is reset instead.
    case reset
    /// Nothing is sent until the client gives up.
    case stalled
  }

  /// The response in wire format.
  ///
  /// - Parameters:
  ///   - keepAlive: whether the connection stays open.
  ///   - withBody: whether the body is sent; false in response to HEAD.
  /// - Returns: the status line, header fields and body.
  func bytes(keepAlive: Bool, withBody: Bool = true) -> [UInt8] {
    var head = "HTTP/1.1 \(status) \(Self.reasons[status] ?? "Other")\r\n" + fields.lines
    // RFC 9110 §8.6: no length in responses without a body.
    if status >= 200, status != 204 { head += "Content-Length: \(body.count)\r\n" }
    if !keepAlive { head += "Connection: close\r\n" }
    return Array((head + "\r\n").utf8) + (withBody ? body : [])
  }

  /// Tells the client to send the body.
  static let continueResponse = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

  /// The reason phrases.
  private static let reasons = [
    200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 400: "Bad Request", 401: "Unauthorized",
    403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 408: "Request Timeout", 409: "Conflict",
    412: "Precondition Failed", 413: "Content Too Large", 429: "Too Many Requests",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error", 501: "Not Implemented", 503: "Service Unavailable", 505: "HTTP Version Not Supported",
  ]
}

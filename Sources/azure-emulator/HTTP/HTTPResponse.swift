/// One answer, ready to be sent.
struct HTTPResponse: Sendable {
  /// The status code.
  var status: Int
  /// The header fields, without those that only the connection knows.
  var fields = HTTPFields()
  /// The body; empty for none.
  var body: [UInt8] = []
  /// How it comes to the client.
  var delivery = Delivery.whole

  /// How an answer comes to a client.
  enum Delivery: Sendable {
    /// As it should.
    case whole
    /// The connection ends in its midst.
    case truncated
    /// The connection is reset instead.
    case reset
    /// Nothing comes at all, for as long as the client waits.
    case stalled
  }

  /// The bytes that go over the wire.
  ///
  /// - Parameters:
  ///   - keepAlive: whether the connection stays open after them.
  ///   - withBody: whether the body is sent too; not in answer to HEAD.
  /// - Returns: status line, header fields and body.
  func bytes(keepAlive: Bool, withBody: Bool = true) -> [UInt8] {
    var head = "HTTP/1.1 \(status) \(Self.reasons[status] ?? "Other")\r\n" + fields.lines
    // RFC 9110 §8.6: an answer without content says no length.
    if status >= 200, status != 204 { head += "Content-Length: \(body.count)\r\n" }
    if !keepAlive { head += "Connection: close\r\n" }
    return Array((head + "\r\n").utf8) + (withBody ? body : [])
  }

  /// What the sender of a request is told to go on with its body.
  static let continueResponse = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

  /// What follows the status code.
  private static let reasons = [
    200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 400: "Bad Request", 401: "Unauthorized",
    403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 408: "Request Timeout", 409: "Conflict",
    412: "Precondition Failed", 413: "Content Too Large", 429: "Too Many Requests",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error", 501: "Not Implemented", 503: "Service Unavailable", 505: "HTTP Version Not Supported",
  ]
}

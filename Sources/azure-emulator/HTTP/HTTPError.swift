/// Why bytes on a connection are no request that could be answered.
struct HTTPError: Error, Sendable, CustomStringConvertible {
  /// What is wrong.
  enum Code: Sendable {
    /// The connection ended, or nothing came for too long.
    case connectionLost
    /// The bytes are no HTTP request.
    case malformed
    /// The request line or the header fields are too long.
    case headTooLarge
    /// The body is too long.
    case bodyTooLarge
    /// The version of HTTP is none of 1.0 and 1.1.
    case version
    /// The transfer coding is not `chunked`.
    case transferCoding
  }

  /// What is wrong.
  let code: Code
  /// One sentence without a full stop.
  let description: String

  /// The status that the sender is answered with; none when nobody is there to be answered.
  var status: Int? {
    switch code {
    case .connectionLost: nil
    case .malformed: 400
    case .headTooLarge: 431
    case .bodyTooLarge: 413
    case .version: 505
    case .transferCoding: 501
    }
  }
}

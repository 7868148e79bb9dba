/// Why a request cannot be read.
struct HTTPError: Error, Sendable, CustomStringConvertible {
  /// The kind of error.
  enum Code: Sendable {
    /// The connection ended or timed out.
    case connectionLost
    /// The data is not an HTTP request.
    case malformed
    /// The request line and header fields are too long.
    case headTooLarge
    /// The body is too long.
    case bodyTooLarge
    /// The HTTP version is neither 1.0 nor 1.1.
    case version
    /// The transfer coding is not `chunked`.
    case transferCoding
  }

  let code: Code
  /// The message, without a full stop.
  let description: String

  /// The status code of the response; nil if nothing can be sent.
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

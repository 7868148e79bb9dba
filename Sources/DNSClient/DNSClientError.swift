/// Why a query got no usable answer.
public struct DNSClientError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of failure.
  public enum Code: Hashable, Sendable {
    /// No answer arrived.
    case noAnswer
    /// The answer was truncated, and the query over TCP failed.
    case incomplete
    /// The server refused the query or answered with an error.
    case refused
    /// The server sent something that does not answer the question.
    case malformed
  }

  /// The kind of failure.
  public let code: Code
  /// What happened, without a fix and without a full stop, so that it can be part of another message.
  public let description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}

/// Why a query got no usable answer.
public struct DNSClientError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of failure.
  public enum Code: Hashable, Sendable {
    /// No answer arrived.
    case noAnswer
    /// The answer was truncated, and the query over TCP failed.
    case incomplete
    /// The server answered with an error, such as SERVFAIL.
    case refused
    /// The server answers no query for the name: it answered REFUSED.
    case notServed
    /// The server sent something that does not answer the question.
    case malformed
  }

  /// The kind of failure.
  public let code: Code
  /// What happened, without a full stop, so that it can be part of another message.
  public let reason: String
  /// What to do, a sentence; nil if the reason makes it clear.
  public let fix: String?

  init(_ code: Code, _ reason: String, fix: String? = nil) {
    self.code = code
    self.reason = reason
    self.fix = fix
  }

  /// The ``reason``, and the ``fix`` if there is one; it ends with a full stop only if there is.
  public var description: String { fix.map { "\(reason). \($0)" } ?? reason }
}

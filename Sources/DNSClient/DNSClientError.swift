/// Why a name server could not be asked, or what it answered instead of an answer.
public struct DNSClientError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What sort of failure it is.
  public enum Code: Hashable, Sendable {
    /// No answer came.
    case noAnswer
    /// A part of the answer came, and the rest did not.
    case incomplete
    /// The server refused, or said that it could not.
    case refused
    /// The answer was no answer to the question.
    case malformed
  }

  /// What sort of failure it is.
  public let code: Code
  /// What happened, without a full stop.
  public let description: String

  /// Makes an error.
  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}

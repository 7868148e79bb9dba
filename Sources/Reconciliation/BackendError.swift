/// Why a backend could not plan, or could do nothing of its plan.
public struct BackendError: Error, Hashable, Sendable, CustomStringConvertible {
  /// How the run ends because of it.
  public enum Code: Hashable, Sendable {
    /// The place is not in a state in which we may write: nothing was written.
    case refused
    /// Something outside failed: a file, a server.
    case failed
    /// The settings cannot work: nothing was written.
    case badSettings
  }

  /// How the run ends because of it.
  public let code: Code
  /// What happened, where, and what to do, without a full stop at the end.
  public let description: String

  /// Makes an error.
  public init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}

/// Why a backend could not plan, or could do nothing of its plan.
public struct BackendError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of failure it is; it decides the exit code of the run.
  public enum Code: Hashable, Sendable {
    /// The target is in a state in which it must not be changed; nothing was written.
    case refused
    /// A file, a program or a server failed.
    case failed
    /// The settings are not usable; nothing was written.
    case badSettings
  }

  /// Decides the exit code of the run.
  public let code: Code
  /// What happened, where, why, and what to do; it ends with a full stop only if it says what to do.
  public let description: String
  /// The error that caused it, if there is one: a `FileError`, an `HTTPClientError`, a `ProgramRunnerError` or a
  /// `DNSClientError`.
  public let underlyingError: (any Error)?

  /// Makes an error from its message.
  ///
  /// - Parameters:
  ///   - code: what kind of failure it is.
  ///   - description: what happened, where, why, and what to do.
  ///   - underlyingError: the error that caused it.
  public init(_ code: Code, _ description: String, because underlyingError: (any Error)? = nil) {
    self.code = code
    self.description = description
    self.underlyingError = underlyingError
  }

  /// Compares code and message; the message already includes the error that caused it.
  public static func == (left: Self, right: Self) -> Bool {
    left.code == right.code && left.description == right.description
  }

  /// Hashes code and message.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(code)
    hasher.combine(description)
  }
}

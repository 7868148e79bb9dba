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
  /// The error behind it, where another one caused it: a `FileError`, an `HTTPClientError`, a `ProgramRunnerError` or a
  /// `DNSClientError`.
  public let underlyingError: (any Error)?

  /// Makes an error.
  ///
  /// - Parameters:
  ///   - code: how the run ends because of it.
  ///   - description: what happened, where, and what to do, without a full stop at the end.
  ///   - underlyingError: the error that caused it.
  public init(_ code: Code, _ description: String, because underlyingError: (any Error)? = nil) {
    self.code = code
    self.description = description
    self.underlyingError = underlyingError
  }

  /// Compares what a person reads; the error behind it is a part of that already.
  public static func == (left: Self, right: Self) -> Bool {
    left.code == right.code && left.description == right.description
  }

  /// Hashes what is compared.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(code)
    hasher.combine(description)
  }
}

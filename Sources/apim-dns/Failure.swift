import Reconciliation

/// An error that ends a run.
struct Failure: Error, CustomStringConvertible {
  /// The exit code of the run.
  let code: ExitCode
  /// The message for stderr, or the problems of an inventory, a paragraph each.
  let description: String
  /// Whether the message begins with `file:line:column`, which editors and terminals recognize.
  let startsWithPosition: Bool

  init(_ code: ExitCode, _ description: String, startsWithPosition: Bool = false) {
    self.code = code
    self.description = description
    self.startsWithPosition = startsWithPosition
  }

  /// Makes the failure of an invalid command line.
  init(_ error: UsageError) {
    self.init(.usage, error.description)
  }

  /// Makes the failure of a backend.
  init(_ error: BackendError) {
    self.init(ExitCode(error.code), error.description)
  }
}

extension ExitCode {
  /// Makes the exit code of a run whose backend failed.
  init(_ code: BackendError.Code) {
    switch code {
    case .refused: self = .refused
    case .failed: self = .failed
    case .badSettings: self = .usage
    }
  }
}

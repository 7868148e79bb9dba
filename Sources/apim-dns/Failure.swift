import Reconciliation

/// Why a run ends without having done its work.
struct Failure: Error {
  /// How the run ends.
  let code: ExitCode
  /// What to say on stderr; one sentence without a full stop, or the problems of a file, a paragraph each.
  let message: String

  /// Makes a failure.
  init(_ code: ExitCode, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The failure of a command line that cannot be understood.
  init(_ error: UsageError) {
    self.init(.usage, "\(error.description)")
  }

  /// The failure of a backend that could not plan.
  init(_ error: BackendError) {
    self.init(ExitCode(error.code), error.description)
  }
}

extension ExitCode {
  /// How a run ends in which a backend could not do anything.
  init(_ code: BackendError.Code) {
    switch code {
    case .refused: self = .refused
    case .failed: self = .failed
    case .badSettings: self = .usage
    }
  }
}

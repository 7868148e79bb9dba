import Reconciliation

/// Why a run ends without having done its work.
struct Failure: Error {
  /// How the run ends.
  let code: ExitCode
  /// What to say on stderr, in one sentence without a full stop, or the problems of an inventory, a paragraph each.
  let message: String
  /// Whether the message begins with the place that it is about, as editors and terminals expect it.
  let namesItsPlace: Bool

  /// Makes a failure.
  init(_ code: ExitCode, _ message: String, namesItsPlace: Bool = false) {
    self.code = code
    self.message = message
    self.namesItsPlace = namesItsPlace
  }

  /// The failure of a command line that cannot be understood.
  init(_ error: UsageError) {
    self.init(.usage, error.description)
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

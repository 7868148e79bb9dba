import FileReplacement
import Reconciliation

extension BackendError {
  /// What a failure with a file means for the run.
  init(about error: FileError) {
    switch error.code {
    case .changedMeanwhile: self = .changed(error.path)
    case .locked: self.init(.refused, error.description)
    case .systemCall, .notRegular: self.init(.failed, error.description)
    }
  }

  /// A file is no longer what the plan was made from.
  static func changed(_ path: String) -> BackendError {
    BackendError(.refused, "\(path): it has changed since the plan was made: run the command again")
  }
}

/// Works with files, and says what a failure means for the run.
///
/// - Parameter work: what is done.
/// - Returns: what the work gives.
/// - Throws: ``BackendError`` in the place of each `FileError`.
func onFiles<Result: ~Copyable>(_ work: () throws(FileError) -> Result) throws(BackendError) -> Result {
  do throws(FileError) {
    return try work()
  } catch {
    throw BackendError(about: error)
  }
}

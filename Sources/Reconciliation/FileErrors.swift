package import FileReplacement

extension BackendError {
  /// Wraps the error of a file: refused if the file must not be changed, otherwise failed.
  package init(about error: FileError) {
    self.init(error.isRefusal ? .refused : .failed, error.description, because: error)
  }
}

/// Runs work on files and turns each `FileError` into a ``BackendError``.
///
/// - Parameter work: the work on files.
/// - Returns: the result of the work.
/// - Throws: ``BackendError`` instead of `FileError`.
package func onFiles<Result: ~Copyable>(_ work: () throws(FileError) -> Result) throws(BackendError) -> Result {
  do throws(FileError) {
    return try work()
  } catch {
    throw BackendError(about: error)
  }
}

package import FileReplacement

extension BackendError {
  /// What a failure with a file means for the run.
  package init(about error: FileError) {
    self.init(error.isRefusal ? .refused : .failed, error.description)
  }
}

/// Works with files, and says what a failure means for the run.
///
/// - Parameter work: what is done.
/// - Returns: what the work gives.
/// - Throws: ``BackendError`` in the place of each `FileError`.
package func onFiles<Result: ~Copyable>(_ work: () throws(FileError) -> Result) throws(BackendError) -> Result {
  do throws(FileError) {
    return try work()
  } catch {
    throw BackendError(about: error)
  }
}

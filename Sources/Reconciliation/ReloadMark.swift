package import FileReplacement

/// The reload mark: a file that exists while files are newer than what the program that reads them has loaded.
///
/// A run writes it before it replaces the first file, and removes it when the reload command succeeds. If the run is killed in
/// between, or the command fails, the next run reloads. Without a reload command there is no reload mark.
package struct ReloadMark {
  /// The file as this run found it or wrote it.
  private let snapshot: FileSnapshot

  /// Takes the mark of an earlier run.
  package init(found snapshot: FileSnapshot) { self.snapshot = snapshot }

  /// Writes the file, and replaces an earlier one.
  ///
  /// - Parameters:
  ///   - path: the path of the file.
  ///   - text: its contents, which say what it is for.
  ///   - lock: the lock of the directory.
  /// - Throws: `FileError` if the file cannot be written.
  package init(in path: String, _ text: String, under lock: FolderLock) throws(FileError) {
    try StagedFile(Array(text.utf8), replacing: FileSnapshot(of: path), under: lock).commit()
    snapshot = try FileSnapshot(of: path)
  }

  /// Removes the file, unless another run has written its own since.
  ///
  /// - Throws: `FileError` if it cannot be removed.
  package func remove() throws(FileError) {
    guard try snapshot.isCurrent() else { return }
    try Folder.remove(snapshot)
  }
}

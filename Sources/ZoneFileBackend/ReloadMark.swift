import FileReplacement

/// A small file that says that files were replaced and named was not made to load them yet.
///
/// It is there from before the first file is replaced until the reload command has worked. So a run that was killed in
/// between, or whose command failed, is made up for by the next one. Where there is no reload command, there is no such file.
struct ReloadMark {
  /// The file's name in the directory of the zone files.
  static let name = "reload-due.apim-dns"

  /// The file as we wrote it.
  private let snapshot: FileSnapshot

  /// Writes the file, also over an earlier one.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - mark: line 1.
  ///   - lock: the lock of the directory.
  /// - Throws: `FileError` when it cannot be written.
  init(in path: String, _ mark: ZoneFileMark, under lock: FolderLock) throws(FileError) {
    let text = "\(mark.line)\n// files were replaced, and the reload command has not worked since\n"
    try StagedFile(Array(text.utf8), replacing: FileSnapshot(of: path), under: lock).commit()
    snapshot = try FileSnapshot(of: path)
  }

  /// Removes the file, unless another run has put its own there since.
  func remove() throws(FileError) {
    guard try snapshot.isCurrent() else { return }
    try Folder.remove(snapshot)
  }
}

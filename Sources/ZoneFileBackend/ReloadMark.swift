import FileReplacement

/// The reload mark: a file that exists while zone files are newer than what the name server has loaded.
///
/// A run writes it before it replaces the first file, and removes it when the reload command succeeds. If the run is killed in
/// between, or the command fails, the next run reloads. Without a reload command there is no reload mark.
struct ReloadMark {
  /// The file's name in the directory of the zone files.
  static let name = "reload-due.apim-dns"

  /// The file as this run wrote it.
  private let snapshot: FileSnapshot

  /// Writes the file, and replaces an earlier one.
  ///
  /// - Parameters:
  ///   - path: the path of the file.
  ///   - mark: the owner mark for line 1.
  ///   - lock: the lock of the directory.
  /// - Throws: `FileError` if the file cannot be written.
  init(in path: String, _ mark: OwnerMark, under lock: FolderLock) throws(FileError) {
    let text = "\(mark.line)\n// files were replaced, and the reload command has not worked since\n"
    try StagedFile(Array(text.utf8), replacing: FileSnapshot(of: path), under: lock).commit()
    snapshot = try FileSnapshot(of: path)
  }

  /// Removes the file, unless another run has written its own since.
  func remove() throws(FileError) {
    guard try snapshot.isCurrent() else { return }
    try Folder.remove(snapshot)
  }
}

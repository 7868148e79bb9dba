#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What was in a file before its last change: a copy beside it, `FILE.apim-dns.bak`.
///
/// For as long as a file is rewritten in place, its copy is called `FILE.apim-dns.unfinished` instead. A run that is killed
/// leaves that name behind, and then nobody but a person can say which of the file's bytes are the right ones.
///
/// Where a folder `FILE.apim-dns` lies beside the file, which only root or the one who runs this can change, the copy is `FILE.apim-dns/bak` or `FILE.apim-dns/unfinished`: whoever
/// makes the folder can allow a run to write the file and its copies, and nothing else beside it.
package struct Backup: Sendable {
  /// Where the copy is, but for the time in which the file is rewritten in place.
  package let path: String
  /// Where the copy is in that time.
  let unfinishedPath: String
  private let snapshot: FileSnapshot

  /// Names the copy of a file; none is made yet.
  ///
  /// - Parameter snapshot: the file as it is before it is changed.
  package init(of snapshot: FileSnapshot) {
    self.snapshot = snapshot
    let place = snapshot.resolvedPath + (Self.haveFolder(snapshot.resolvedPath) ? ".apim-dns/" : ".apim-dns.")
    path = place + "bak"
    unfinishedPath = place + "unfinished"
  }

  /// Whether copies of a file have a folder of their own, in which nobody can exchange them who could not be trusted with them.
  private static func haveFolder(_ path: String) -> Bool {
    let folder = path + ".apim-dns"
    var status = stat()
    guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, [0, geteuid()].contains(status.st_uid)
    else { return false }
    return !TrustedUsers.mayOthersWrite(folder, status, besides: [0])
  }

  /// Refuses a name for the copy that is neither free nor that of a regular file: nothing is written through a link, which may
  /// lead to a file that is no copy.
  ///
  /// - Throws: ``FileError`` also when nobody can say what has the name.
  package func requireFree() throws(FileError) {
    var status = stat()
    do throws(FileError) {
      try systemCall("look at it", path) { lstat(path, &status) }
    } catch {
      guard error.number == ENOENT else { throw error }
      return
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notFree(path) }
  }

  /// Makes the copy, in the place of an older one that says something else or is for others to read.
  ///
  /// - Parameter lock: the lock of the file's folder.
  /// - Throws: ``FileError`` when a system call fails, or somebody else changes the copy.
  package func write(under lock: FolderLock) throws(FileError) {
    try requireFree()
    let place = try FileSnapshot(of: path)
    // A link that has come in since leads elsewhere.
    guard place.resolvedPath == path else { throw .notFree(path) }
    if place.exists, place.bytes == snapshot.bytes, place.identity?.rights == snapshot.identity?.rights { return }
    try StagedFile(snapshot.bytes, replacing: place, like: snapshot, under: lock).commit()
  }

  /// Says on the disk that the file is being rewritten.
  func markUnfinished() throws(FileError) {
    do throws(FileError) {
      try rename(path, to: unfinishedPath)
    } catch {
      // Perhaps only the disk did not take it; nothing has been written to the file yet.
      try? rename(unfinishedPath, to: path)
      throw error
    }
  }

  /// Says on the disk that the file is whole again.
  func markFinished() throws(FileError) {
    try rename(unfinishedPath, to: path)
  }

  private func rename(_ path: String, to newPath: String) throws(FileError) {
    let folder = try OpenFile(resolved: folderPath(of: path), O_RDONLY | O_DIRECTORY, doing: "open the folder")
    let place = folder.descriptor
    try systemCall("call it \(fileName(of: newPath))", path) {
      renameat(place, fileName(of: path), place, fileName(of: newPath))
    }
    try folder.synchronize()
  }

  /// Refuses a file whose rewriting in place has not come to its end.
  ///
  /// - Parameters:
  ///   - path: the file; a symbolic link is followed.
  ///   - isLocked: whether the caller holds the lock of the file's folder; otherwise whoever rewrites the file just now is
  ///     waited for.
  /// - Throws: ``FileError`` when somebody must look at the file and its copy first.
  package static func requireFinished(_ path: String, isLocked: Bool) throws(FileError) {
    guard let copy = try unfinishedCopy(of: path) else { return }
    guard isLocked else {
      _ = try FolderLock(around: ResolvedPath(path).path)
      return try requireFinished(path, isLocked: true)
    }
    throw FileError(
      .unfinished, path: path,
      "a run was killed while it rewrote this file in place; what was there before is in \(copy): compare the two, copy it "
        + "back if lines are missing, then remove it")
  }

  /// The copy of a file that is being rewritten in place, or was when the run was killed; in either place, since the folder may
  /// have been made since.
  private static func unfinishedCopy(of path: String) throws(FileError) -> String? {
    for ending in [".apim-dns/unfinished", ".apim-dns.unfinished"] {
      do throws(FileError) {
        let file = try ResolvedPath(path).path
        guard ending == ".apim-dns.unfinished" || haveFolder(file) else { continue }
        let copy = file + ending
        var status = stat()
        try systemCall("look for \(copy)", path) { lstat(copy, &status) }
        return copy
      } catch {
        guard [ENOENT, ENOTDIR].contains(error.number) else { throw error }
      }
    }
    return nil
  }
}

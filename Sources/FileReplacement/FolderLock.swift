#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A lock on a folder, so that two runs of this program do not change the same file at once.
///
/// It locks the folder itself with `flock`: a lock on the file would be lost when the file is replaced, and a lock file
/// would be left behind. Every user who can read the folder can hold the lock, so waiting has a time limit. Other programs
/// ignore the lock, so files are checked again before they are replaced. The lock ends with the process, or with the last
/// reference to it.
///
/// Temporary files are created only under the lock of their folder. Those that exist when the lock is taken were left by
/// killed runs, and are removed.
package final class FolderLock {
  /// The open folder: files are created and renamed in it, even if its path changes.
  let folder: OpenFile
  /// How long to wait for the lock, in seconds.
  private let timeout: Double
  /// The locks of other folders that symbolic links in this one point to.
  private var others: [String: FolderLock] = [:]

  /// Waits for the lock of the folder in which a file lies.
  ///
  /// - Parameters:
  ///   - path: the file, with symbolic links followed.
  ///   - timeout: how long to wait, in seconds.
  /// - Throws: ``FileError`` if another process holds the lock for all that time.
  package convenience init(around path: String, timeout: Double = 60) throws(FileError) {
    let folderPath = folderPath(of: path)
    do throws(FileError) {
      try self.init(resolved: ResolvedPath(folderPath).path, timeout)
    } catch {
      guard error.number == ENOENT else { throw error }
      throw FileError(
        .systemCall, path: folderPath, number: ENOENT,
        "the folder does not exist. Create it, or give the path of another file.")
    }
  }

  private init(resolved path: String, _ timeout: Double) throws(FileError) {
    folder = try OpenFile(resolved: path, O_RDONLY | O_DIRECTORY, doing: "open the folder")
    self.timeout = timeout
    try wait()
    TemporaryName.removeLeftovers(in: folder)
  }

  /// The lock of another file's folder: this lock, or one that is taken now and kept as long.
  ///
  /// - Parameter path: the file, with all symbolic links followed.
  /// - Returns: the lock.
  /// - Throws: ``FileError`` if another process holds that lock for too long.
  func lock(around path: String) throws(FileError) -> FolderLock {
    let folderPath = folderPath(of: path)
    if folderPath == folder.path { return self }
    if let other = others[folderPath] { return other }
    let other = try FolderLock(resolved: folderPath, timeout)
    others[folderPath] = other
    return other
  }

  /// Flushes the names in the folder, and in the folders that links in it point to, to the disk.
  ///
  /// - Throws: ``FileError`` if that fails.
  package func synchronize() throws(FileError) {
    try folder.synchronize()
    for other in others.values { try other.synchronize() }
  }

  private func wait() throws(FileError) {
    let path = folder.path
    let step = 0.005
    var waited = 0.0
    while flock(folder.descriptor, LOCK_EX | LOCK_NB) != 0 {
      let number = errno
      guard number == EWOULDBLOCK || number == EINTR else {
        let reason = String(cString: strerror(number))
        throw FileError(.systemCall, path: path, number: number, "cannot lock the folder: \(reason)")
      }
      guard waited < timeout else {
        throw FileError(
          .locked, path: path, number: number,
          "another run has held the folder's lock for \(Int(timeout)) s. Wait for that run to end, then run again.")
      }
      usleep(UInt32(step * 1_000_000))
      waited += step
    }
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A lock on a folder, so that two runs of this program do not work on one file at once.
///
/// The folder itself is locked with `flock`: a lock on a file that is going to be replaced would be worthless, and a lock
/// file would be one more thing left behind. Whoever can read the folder can hold the lock, so nobody waits for it without
/// a limit. Other programs do not know of it; against them, files are looked at again before they are replaced. It ends
/// with the process, or when neither its owner nor a ``StagedFile`` has it any more.
///
/// Temporary files are made by whoever has the lock of their folder, so those that are there already have been left by killed
/// runs, and are removed.
package final class FolderLock {
  /// The folder itself: whatever its path leads to later, files are made and renamed in here.
  let folder: OpenFile
  private let patience: Double
  /// The locks of other folders, into which symbolic links in this one lead.
  private var others: [String: FolderLock] = [:]

  /// Waits for the lock of the folder in which a file lies.
  ///
  /// - Parameters:
  ///   - path: the file; a symbolic link is followed by the caller.
  ///   - patience: how long to wait, in seconds.
  /// - Throws: ``FileError`` when somebody else holds the lock for all that time.
  package convenience init(around path: String, patience: Double = 60) throws(FileError) {
    let place = folderPath(of: path)
    do throws(FileError) {
      try self.init(resolved: ResolvedPath(place).path, patience)
    } catch {
      guard error.number == ENOENT else { throw error }
      throw FileError(
        .systemCall, path: place, number: ENOENT,
        "the folder is not there; make it, or give the path of another file")
    }
  }

  /// Waits for the lock of a folder whose path has been resolved.
  private init(resolved path: String, _ patience: Double) throws(FileError) {
    folder = try OpenFile(resolved: path, O_RDONLY | O_DIRECTORY, doing: "open the folder")
    self.patience = patience
    try wait()
    TemporaryName.removeLitter(in: folder)
  }

  /// The lock of the folder in which another file lies: this one, or one that is taken now and kept as long.
  ///
  /// - Parameter path: the file, with all symbolic links followed.
  /// - Returns: the lock.
  /// - Throws: ``FileError`` when somebody else holds the lock for too long.
  func lock(around path: String) throws(FileError) -> FolderLock {
    let place = folderPath(of: path)
    if place == folder.path { return self }
    if let other = others[place] { return other }
    let other = try FolderLock(resolved: place, patience)
    others[place] = other
    return other
  }

  /// Waits until what has got other names in the folder, and in those to which links in it lead, is on the disk.
  ///
  /// - Throws: ``FileError`` when the disk does not take it.
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
      guard waited < patience else {
        throw FileError(
          .locked, path: path, number: number,
          "another run has held the folder's lock for \(Int(patience)) s; wait for it to end")
      }
      usleep(UInt32(step * 1_000_000))
      waited += step
    }
  }
}

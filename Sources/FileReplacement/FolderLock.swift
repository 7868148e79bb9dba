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
/// with the process or with ``release()``. Whoever gets it removes the temporary files that killed runs have left in the
/// folder.
public struct FolderLock: ~Copyable, Sendable {
  private let folder: OpenFile

  /// Waits for the lock of the folder in which a file lies.
  ///
  /// - Parameters:
  ///   - path: the file; a symbolic link is followed by the caller.
  ///   - patience: how long to wait, in seconds.
  /// - Throws: ``FileError`` when somebody else holds the lock for all that time.
  public init(around path: String, patience: Double = 60) throws(FileError) {
    folder = try Self.lock(folderPath(of: path), patience: patience)
    TemporaryName.removeLitter(in: folder)
  }

  private static func lock(_ path: String, patience: Double) throws(FileError) -> OpenFile {
    let folder = try OpenFile(
      resolved: ResolvedPath(path).path, O_RDONLY | O_DIRECTORY, doing: "open the folder")
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
    return folder
  }

  /// Gives the lock back before the value goes.
  public consuming func release() {}
}

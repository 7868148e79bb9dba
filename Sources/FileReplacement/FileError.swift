/// Why a file could not be read or replaced.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of failure that callers distinguish.
  public enum Code: Hashable, Sendable {
    /// A system call failed.
    case systemCall
    /// The file is not a regular file.
    case notRegular
    /// The file is larger than the limit.
    case tooLarge
    /// The file changed since it was read.
    case changedMeanwhile
    /// Another process holds the lock.
    case locked
    /// The file or its folder is immutable, on a read-only file system, or not writable by this user.
    case unchangeable
    /// A symbolic link on the path belongs to an untrusted user.
    case untrustedLink
    /// An untrusted user can change the file or its path.
    case untrusted
    /// The file is in a file system of the kernel, such as procfs.
    case kernelFileSystem
    /// The file is a mount point, so it cannot be replaced.
    case mountPoint
    /// A run was killed while it rewrote the file in place.
    case unfinished
    /// The file system has no space for the new contents.
    case noSpace
  }

  /// The kind of failure.
  public let code: Code
  /// The file or folder.
  public let path: String
  /// The `errno` of the system call, or 0.
  public let number: Int32
  /// What happened and what to do, without the path; it ends with a full stop only if it says what to do.
  public let reason: String

  init(_ code: Code, path: String, number: Int32 = 0, _ reason: String) {
    self.code = code
    self.path = path
    self.number = number
    self.reason = reason
  }

  /// The path of a folder, a pipe, a device or the like.
  static func notRegular(_ path: String) -> FileError {
    FileError(.notRegular, path: path, "not a regular file. Give the path of the file itself.")
  }

  /// Something other than a regular file has the path of the backup.
  ///
  /// - Parameter path: the path of the backup.
  /// - Returns: the error, which says what to do.
  public static func backupPathTaken(_ path: String) -> FileError {
    FileError(
      .notRegular, path: path,
      "this path is needed for the backup, but is not a regular file. Remove it.")
  }

  /// A file that another process wrote or replaced since it was read.
  static func changedMeanwhile(_ path: String) -> FileError {
    FileError(.changedMeanwhile, path: path, "the file changed since the plan. Plan again.")
  }

  /// A file or a pipe with more bytes than the limit.
  static func tooLarge(_ path: String, _ limit: ReadLimit) -> FileError {
    FileError(.tooLarge, path: path, "larger than \(limit.text). Give the path of the right file.")
  }

  /// Root would write through a symbolic link of another user.
  ///
  /// - Parameter path: the link.
  /// - Returns: the error, which says what to do.
  public static func untrustedLink(_ path: String) -> FileError {
    FileError(
      .untrustedLink, path: path,
      "this symbolic link belongs to another user, who could point it at any file that root can write. Give the "
        + "path of the file itself, or make root the link's owner with 'chown -h root'.")
  }

  /// A file in the Nix store, which the system configuration makes.
  ///
  /// - Parameter path: the file, with all symbolic links followed.
  /// - Returns: the error, which says what to do; nil if the file is somewhere else.
  public static func inNixStore(_ path: String) -> FileError? {
    guard path.hasPrefix("/nix/store/") else { return nil }
    return FileError(
      .unchangeable, path: path,
      "the file is in the Nix store, which is read-only. Add the names to networking.extraHosts in the system "
        + "configuration.")
  }

  /// An immutable or append-only file or folder.
  ///
  /// - Parameter path: the file or folder.
  /// - Returns: the error, which says what to do.
  public static func marked(_ path: String) -> FileError {
    FileError(
      .unchangeable, path: path,
      "marked immutable or append-only. Run 'chattr -ia \(path)' first, or 'chflags nouchg,nouappnd \(path)' on macOS.")
  }

  /// A file or folder on a read-only file system.
  ///
  /// - Parameters:
  ///   - path: the file or folder.
  ///   - isFolderOfFile: whether it is the folder of an existing file that is not on that file system.
  /// - Returns: the error, which says what to do.
  public static func onReadOnlyFileSystem(_ path: String, isFolderOfFile: Bool) -> FileError {
    FileError(
      .unchangeable, path: path,
      isFolderOfFile
        ? "the folder is on a read-only file system, so the backup for an in-place rewrite cannot be written. "
          + "Remount the file system read-write first."
        : "on a read-only file system. Change the file at its source, or remount the file system read-write first.")
  }

  /// Whether the file must not be replaced in its present state, as opposed to a system call that failed.
  public var isRefusal: Bool { code != .systemCall && code != .noSpace }

  /// The path and the ``reason``.
  public var description: String { "\(path): \(reason)" }
}

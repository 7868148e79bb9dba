/// A system call on a file that did not work.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What sort of failure it is, as far as callers tell them apart.
  public enum Code: Hashable, Sendable {
    /// A system call failed.
    case systemCall
    /// The file is no regular file.
    case notRegular
    /// The file is too large to be what is looked for.
    case tooLarge
    /// The file is not the one any more that was read.
    case changedMeanwhile
    /// Somebody else holds the lock.
    case locked
    /// The file or its folder is marked immutable, lies where nothing is changed, or is not for this user to write.
    case unchangeable
    /// A symbolic link on the path belongs to somebody who is not to be trusted with it.
    case untrustedLink
    /// Somebody who is not to be trusted with it has a hand in the file.
    case untrusted
    /// The file is one of the kernel's own.
    case ofKernel
    /// The file is mounted on its own, so that no other file can take its place.
    case mountedAlone
    /// A run that rewrote the file in place did not come to its end.
    case unfinished
    /// The file system has no room for what the file is to become.
    case noSpace
  }

  /// What sort of failure it is.
  public let code: Code
  /// The file or folder.
  public let path: String
  /// The number that the system call gave, or 0.
  public let number: Int32
  /// What happened and what to do, without the path and without a full stop.
  public let reason: String

  init(_ code: Code, path: String, number: Int32 = 0, _ reason: String) {
    self.code = code
    self.path = path
    self.number = number
    self.reason = reason
  }

  /// A file that is a folder, a pipe, a device or the like.
  static func notRegular(_ path: String) -> FileError {
    FileError(.notRegular, path: path, "is no regular file; give the path of the file itself")
  }

  /// A name for the contents before a change that is a symbolic link, a folder, a pipe or the like.
  ///
  /// - Parameter path: the name.
  /// - Returns: an error that says what to do.
  public static func notFree(_ path: String) -> FileError {
    FileError(
      .notRegular, path: path,
      "is a symbolic link or no regular file, and the contents before the change are to have that name; remove it")
  }

  /// A file that somebody has written or exchanged since it was read.
  static func changedMeanwhile(_ path: String) -> FileError {
    FileError(.changedMeanwhile, path: path, "it has changed since the plan was made; run the command again")
  }

  /// A file of which there is more than is read.
  static func tooLarge(_ path: String, _ limit: ReadLimit) -> FileError {
    FileError(.tooLarge, path: path, "is larger than \(limit.text); give the path of the right file")
  }

  /// Root would write through a symbolic link of another user.
  ///
  /// - Parameter path: the link.
  /// - Returns: an error that says why the link is not followed and the two ways on.
  public static func untrustedLink(_ path: String) -> FileError {
    FileError(
      .untrustedLink, path: path,
      "is a symbolic link of another user, who could lead it to any file that root can write; give the path of the file "
        + "itself, or make root the link's owner with 'chown -h root'")
  }

  /// Whether nothing failed, but the file is not in a state in which it may be replaced.
  public var isRefusal: Bool { code != .systemCall && code != .noSpace }

  /// `path: what happened`, without a full stop.
  public var description: String { "\(path): \(reason)" }
}

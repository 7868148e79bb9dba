#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file as it was at one moment: its bytes, and what is needed to see whether it is still the same.
public struct FileSnapshot: Sendable {
  /// The path as it was given.
  public let path: String
  /// The path of the file itself, symbolic links followed.
  public let resolvedPath: String
  /// The bytes; empty where there is no file.
  public let bytes: [UInt8]
  /// Whether there was a file.
  public var exists: Bool { identity != nil }
  let identity: Identity?

  /// What changes when somebody writes or replaces a file, and what a replacement must keep.
  struct Identity: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64
    let size: Int64
    let modified: [Int]
    let owner: UInt32
    let group: UInt32
    let mode: UInt32

    init(_ status: stat) {
      device = UInt64(truncatingIfNeeded: status.st_dev)
      inode = UInt64(status.st_ino)
      size = Int64(status.st_size)
      #if canImport(Darwin)
        let times = [status.st_mtimespec, status.st_ctimespec]
      #else
        let times = [status.st_mtim, status.st_ctim]
      #endif
      modified = times.flatMap { [Int($0.tv_sec), Int($0.tv_nsec)] }
      owner = status.st_uid
      group = status.st_gid
      mode = UInt32(status.st_mode) & 0o7777
    }
  }

  /// Reads a file.
  ///
  /// - Parameter path: the file; a symbolic link is followed. A file that is not there is no error.
  /// - Throws: ``FileError`` when it cannot be read or is no regular file.
  public init(of path: String) throws(FileError) {
    self.path = path
    do throws(FileError) {
      // Without O_NONBLOCK, opening a pipe would wait for its other end.
      let file = try OpenFile(path, O_RDONLY | O_NONBLOCK, doing: "open it")
      let status = try file.status()
      guard status.st_mode & S_IFMT == S_IFREG else {
        throw FileError(.notRegular, path: path, "is no regular file")
      }
      bytes = try file.readAll(expected: Int(status.st_size))
      identity = Identity(status)
      resolvedPath = Self.resolve(path)
    } catch {
      guard error.number == ENOENT else { throw error }
      bytes = []
      identity = nil
      resolvedPath = path
    }
  }

  /// Refuses a file that is not the one any more that was read.
  ///
  /// - Throws: ``FileError``, also when it cannot be looked at.
  public func requireCurrent() throws(FileError) {
    guard try !isCurrent() else { return }
    throw FileError(.changedMeanwhile, path: path, "it has changed since the plan was made; run the command again")
  }

  /// Whether the file is still the one that was read.
  ///
  /// - Throws: ``FileError`` when it cannot be looked at.
  public func isCurrent() throws(FileError) -> Bool {
    do throws(FileError) {
      let file = try OpenFile(path, O_RDONLY | O_NONBLOCK, doing: "open it")
      return try identity == Identity(file.status())
    } catch {
      guard error.number == ENOENT else { throw error }
      return identity == nil
    }
  }

  private static func resolve(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}

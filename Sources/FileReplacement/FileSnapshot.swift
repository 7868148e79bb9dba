#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file at one moment: its bytes, and what is needed to check whether it is still the same.
package struct FileSnapshot: Sendable {
  /// The path as the caller gave it.
  package let path: String
  /// The path with all symbolic links followed.
  package let resolvedPath: String
  /// The bytes; empty if there is no file.
  package let bytes: [UInt8]
  /// Whether there was a file.
  package var exists: Bool { identity != nil }
  /// The number of hard links; a replacement changes only this one.
  package var linkCount: Int { identity?.linkCount ?? 0 }
  let identity: Identity?
  /// The first symbolic link on the path that must not be followed for writing; nil if there is none.
  let untrustedLink: String?
  /// Whether the file changed so recently that another change could have the same time.
  private let isRecent: Bool

  /// What changes when a file is written or replaced, and what a replacement must keep.
  struct Identity: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64
    let size: Int64
    let modified: [Int]
    let owner: UInt32
    let group: UInt32
    let mode: UInt32
    let linkCount: Int

    /// Owner, group and mode.
    var permissions: [UInt32] { [owner, group, mode] }

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
      linkCount = Int(status.st_nlink)
    }
  }

  /// Reads a file.
  ///
  /// The checks look at the open file, not at the path, so that the file cannot be exchanged in between.
  ///
  /// - Parameters:
  ///   - path: the file; a symbolic link is followed. A missing file is not an error.
  ///   - limit: the largest size that is read.
  ///   - users: the only users who may be able to change the file, its folder, or a link or folder on the path; nil for any.
  /// - Throws: ``FileError`` if it cannot be read, is not a regular file, is in a file system of the kernel, is larger than
  ///   the limit, or another user can change it.
  package init(of path: String, upTo limit: ReadLimit = .memory, from users: TrustedUsers? = nil) throws(FileError) {
    self.path = path
    do throws(FileError) {
      let resolved = try ResolvedPath(path, trusting: users)
      if let objection = resolved.objection { throw objection }
      let file = try OpenFile.regular(resolved, calledBy: path)
      let status = try file.status()
      if let objection = users?.objection(to: file, status, calledBy: path) { throw objection }
      guard status.st_size <= limit.bytes else { throw .tooLarge(path, limit) }
      let bytes = try file.readAll(expected: Int(status.st_size), upTo: limit, calledBy: path)
      resolvedPath = resolved.path
      untrustedLink = resolved.untrustedLink
      self.bytes = bytes
      let identity = Identity(status)
      self.identity = identity
      isRecent = Self.isRecent(identity)
    } catch {
      guard error.number == ENOENT else { throw error }
      var status = stat()
      guard lstat(path, &status) != 0 else {
        throw FileError(
          .notRegular, path: path, "broken symbolic link. Create the file that it points to, or remove the link.")
      }
      bytes = []
      identity = nil
      isRecent = false
      let resolved = try? ResolvedPath(ofNew: path)
      resolvedPath = resolved?.path ?? path
      untrustedLink = resolved?.untrustedLink
      if let resolved { try KernelFileSystem.refuse(newFileAt: resolved.path, calledBy: path) }
    }
  }

  /// Reads the beginning of a file.
  ///
  /// - Parameters:
  ///   - path: the file; a symbolic link is followed.
  ///   - count: how many bytes are read, at most.
  /// - Returns: the bytes.
  /// - Throws: ``FileError`` if it cannot be read, is not a regular file, or is in a file system of the kernel.
  package static func beginning(of path: String, upTo count: Int) throws(FileError) -> [UInt8] {
    try OpenFile.regular(ResolvedPath(path), calledBy: path).bytes(in: 0..<count)
  }

  /// Refuses a file that changed since it was read.
  ///
  /// - Throws: ``FileError`` also if it cannot be examined.
  package func requireCurrent() throws(FileError) {
    guard try !isCurrent() else { return }
    throw .changedMeanwhile(path)
  }

  /// Whether the file is unchanged since it was read.
  ///
  /// It compares times, and bytes if the times are too recent: Linux updates file times only every few milliseconds.
  ///
  /// - Returns: whether it is the same file with the same bytes, owner and mode.
  /// - Throws: ``FileError`` if it cannot be examined.
  package func isCurrent() throws(FileError) -> Bool {
    do throws(FileError) {
      let resolved = try ResolvedPath(path)
      let file = try OpenFile(resolved: resolved.path, O_RDONLY | O_NONBLOCK, doing: "open it")
      guard let identity, resolved.path == resolvedPath, try identity == Identity(file.status()) else { return false }
      guard isRecent else { return true }
      return try file.holds(bytes)
    } catch {
      guard error.number == ENOENT else { throw error }
      return identity == nil
    }
  }

  static func isRecent(_ identity: Identity) -> Bool {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    // A file system may report any number as a time, so the difference is computed as a Double.
    let seconds = Double(now.tv_sec) - Double(identity.modified[2])
    return seconds + (Double(now.tv_nsec) - Double(identity.modified[3])) / 1e9 < 0.1
  }
}

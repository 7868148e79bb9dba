#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file as it was at one moment: its bytes, and what is needed to see whether it is still the same.
package struct FileSnapshot: Sendable {
  /// The path as it was given.
  package let path: String
  /// The path of the file itself, symbolic links followed.
  package let resolvedPath: String
  /// The bytes; empty where there is no file.
  package let bytes: [UInt8]
  /// Whether there was a file.
  package var exists: Bool { identity != nil }
  /// How many names the file has; more than one are hard links, of which only this one leads to a replacement.
  package var linkCount: Int { identity?.linkCount ?? 0 }
  let identity: Identity?
  /// A symbolic link on the path that may not be followed to write, where there is one.
  let untrustedLink: String?
  /// Whether the file changed so shortly before it was read that another change may have left the same time behind.
  private let isYoung: Bool

  /// What changes when somebody writes or replaces a file, and what a replacement must keep.
  struct Identity: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64
    let size: Int64
    let modified: [Int]
    let owner: UInt32
    let group: UInt32
    let mode: UInt32
    let linkCount: Int

    /// Whose the file is, and who may do what with it.
    var rights: [UInt32] { [owner, group, mode] }

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
  /// What is checked is what was opened, and that is what is read: nobody can exchange the file in between.
  ///
  /// - Parameters:
  ///   - path: the file; a symbolic link is followed. A file that is not there is no error.
  ///   - limit: how much of it is read.
  ///   - users: who alone may have a hand in the file, in the links and folders on the way to it, and in its folder.
  /// - Throws: ``FileError`` when it cannot be read, is no regular file, lies in a file system of the kernel, is larger than the
  ///   limit, or somebody else has a hand in it.
  package init(of path: String, upTo limit: ReadLimit = .memory, from users: TrustedUsers? = nil) throws(FileError) {
    self.path = path
    do throws(FileError) {
      let place = try ResolvedPath(path, watchedBy: users)
      if let objection = place.objection { throw objection }
      let file = try OpenFile.regular(place, calledBy: path)
      let status = try file.status()
      if let objection = users?.objection(to: file, status, calledBy: path) { throw objection }
      guard status.st_size <= limit.bytes else { throw .tooLarge(path, limit) }
      let bytes = try file.readAll(expected: Int(status.st_size), upTo: limit, calledBy: path)
      resolvedPath = place.path
      untrustedLink = place.untrustedLink
      self.bytes = bytes
      let identity = Identity(status)
      self.identity = identity
      isYoung = Self.isYoung(identity)
    } catch {
      guard error.number == ENOENT else { throw error }
      var status = stat()
      guard lstat(path, &status) != 0 else {
        throw FileError(
          .notRegular, path: path, "is a symbolic link that leads nowhere; make what it leads to, or remove it")
      }
      bytes = []
      identity = nil
      isYoung = false
      let place = try? ResolvedPath(ofNew: path)
      resolvedPath = place?.path ?? path
      untrustedLink = place?.untrustedLink
      if let place { try KernelFileSystem.refuse(newFileAt: place.path, calledBy: path) }
    }
  }

  /// Reads the beginning of a file.
  ///
  /// - Parameters:
  ///   - path: the file; a symbolic link is followed.
  ///   - count: how many bytes are read; fewer where the file has no more.
  /// - Returns: the bytes.
  /// - Throws: ``FileError`` when it cannot be read or is no regular file outside the kernel's own.
  package static func beginning(of path: String, upTo count: Int) throws(FileError) -> [UInt8] {
    try OpenFile.regular(ResolvedPath(path), calledBy: path).bytes(in: 0..<count)
  }

  /// Refuses a file that is not the one any more that was read.
  ///
  /// - Throws: ``FileError``, also when it cannot be looked at.
  package func requireCurrent() throws(FileError) {
    guard try !isCurrent() else { return }
    throw .changedMeanwhile(path)
  }

  /// Whether the file is still the one that was read.
  ///
  /// Times are compared, and where they cannot tell, the bytes: Linux stamps files only every few milliseconds.
  ///
  /// - Returns: whether it is the same file with the same bytes, owner and mode.
  /// - Throws: ``FileError`` when it cannot be looked at.
  package func isCurrent() throws(FileError) -> Bool {
    do throws(FileError) {
      let place = try ResolvedPath(path)
      let file = try OpenFile(resolved: place.path, O_RDONLY | O_NONBLOCK, doing: "open it")
      guard let identity, place.path == resolvedPath, try identity == Identity(file.status()) else { return false }
      guard isYoung else { return true }
      return try file.holds(bytes)
    } catch {
      guard error.number == ENOENT else { throw error }
      return identity == nil
    }
  }

  static func isYoung(_ identity: Identity) -> Bool {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    // A file system of others may give any number as a time.
    let seconds = Double(now.tv_sec) - Double(identity.modified[2])
    return seconds + (Double(now.tv_nsec) - Double(identity.modified[3])) / 1e9 < 0.1
  }
}

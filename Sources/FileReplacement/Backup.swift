#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The contents of a file before its last change, in a copy beside it: `.FILE.apim-dns.bak`.
///
/// Programs that read all files of a folder, such as dnsmasq, ifupdown, cron and run-parts, skip a name that begins with a dot.
/// Older versions gave names without a dot, and dnsmasq read the copy as data: such a copy is removed when the next one is
/// written.
///
/// While a file is rewritten in place, the copy is called `.FILE.apim-dns.unfinished` instead. A run that is killed leaves
/// that name behind; then only a person can decide which bytes are right.
///
/// If there is a folder `FILE.apim-dns` that only root or the current user can change, the copy is `FILE.apim-dns/bak` or
/// `FILE.apim-dns/unfinished`. With that folder, a run can be allowed to write the file and its backups and nothing else
/// beside it.
package struct Backup: Sendable {
  /// The path of the copy, except while the file is rewritten in place.
  package let path: String
  /// The path of the copy while the file is rewritten in place.
  let unfinishedPath: String
  private let snapshot: FileSnapshot

  /// Finds the path of the copy; nothing is written yet.
  ///
  /// - Parameter snapshot: the file before the change.
  package init(of snapshot: FileSnapshot) {
    self.snapshot = snapshot
    path = Self.path(beside: snapshot.resolvedPath, named: "bak")
    unfinishedPath = Self.path(beside: snapshot.resolvedPath, named: "unfinished")
  }

  /// The path of a file that is kept beside another one, where the copies are too.
  ///
  /// - Parameters:
  ///   - file: the path of the other file, with symbolic links followed.
  ///   - name: what the file is, such as `bak`.
  /// - Returns: the path.
  package static func path(beside file: String, named name: String) -> String {
    (hasBackupFolder(file) ? "\(file).apim-dns/" : prefix(beside: file)) + name
  }

  /// The beginning of the paths of copies beside a file.
  private static func prefix(beside file: String) -> String {
    let folder = folderPath(of: file)
    return "\(folder == "/" ? "" : folder)/.\(fileName(of: file)).apim-dns."
  }

  /// Whether the copies of a file have their own folder, which only root and the current user can change.
  private static func hasBackupFolder(_ path: String) -> Bool {
    let folder = path + ".apim-dns"
    var status = stat()
    guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, [0, geteuid()].contains(status.st_uid)
    else { return false }
    return !TrustedUsers.mayOthersWrite(folder, status, besides: [0])
  }

  /// Refuses if something other than a regular file has the path of the copy: nothing is written through a link.
  ///
  /// - Throws: ``FileError`` also if the path cannot be examined.
  package func requireFree() throws(FileError) {
    var status = stat()
    do throws(FileError) {
      try systemCall("get its status", path) { lstat(path, &status) }
    } catch {
      guard error.number == ENOENT else { throw error }
      return
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .backupPathTaken(path) }
  }

  /// Writes the copy, unless there is one with the same bytes and permissions.
  ///
  /// - Parameter lock: the lock of the file's folder.
  /// - Throws: ``FileError`` if a system call fails, or another process changes the copy.
  package func write(under lock: FolderLock) throws(FileError) {
    try requireFree()
    let current = try FileSnapshot(of: path)
    // A symbolic link may have been created meanwhile.
    guard current.resolvedPath == path else { throw .backupPathTaken(path) }
    let isSame =
      current.exists && current.bytes == snapshot.bytes
      && current.identity?.permissions == snapshot.identity?.permissions
    if !isSame {
      try StagedFile(snapshot.bytes, replacing: current, like: snapshot, under: lock).commit()
    }
    try removeOldCopy(under: lock)
  }

  /// Removes the copy of an older version, which this one replaces; where nothing in the folder may be removed, it stays.
  private func removeOldCopy(under lock: FolderLock) throws(FileError) {
    let name = fileName(of: snapshot.resolvedPath) + ".apim-dns.bak"
    let folder = try lock.lock(around: snapshot.resolvedPath).folder.descriptor
    var status = stat()
    guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
    unlinkat(folder, name, 0)
  }

  /// Records on the disk that the rewrite begins.
  func markUnfinished() throws(FileError) {
    do throws(FileError) {
      try rename(path, to: unfinishedPath)
    } catch {
      // Perhaps only the flush failed; nothing has been written to the file yet.
      try? rename(unfinishedPath, to: path)
      throw error
    }
  }

  /// Records on the disk that the rewrite is complete.
  func markFinished() throws(FileError) {
    try rename(unfinishedPath, to: path)
  }

  private func rename(_ path: String, to newPath: String) throws(FileError) {
    let folder = try OpenFile(resolved: folderPath(of: path), O_RDONLY | O_DIRECTORY, doing: "open the folder")
    let descriptor = folder.descriptor
    try systemCall("rename it to \(fileName(of: newPath))", path) {
      renameat(descriptor, fileName(of: path), descriptor, fileName(of: newPath))
    }
    try folder.synchronize()
  }

  /// Refuses a file whose rewrite in place is not complete.
  ///
  /// - Parameters:
  ///   - path: the file; a symbolic link is followed.
  ///   - isLocked: whether the caller holds the lock of the file's folder; if not, this waits for a run that is rewriting
  ///     the file.
  /// - Throws: ``FileError`` if a person must compare the file with its copy first.
  package static func requireFinished(_ path: String, isLocked: Bool) throws(FileError) {
    guard let copy = try unfinishedCopy(of: path) else { return }
    guard isLocked else {
      _ = try FolderLock(around: ResolvedPath(path).path)
      return try requireFinished(path, isLocked: true)
    }
    throw FileError(
      .unfinished, path: path,
      "a run was killed while it rewrote this file in place; the previous contents are in \(copy). Compare that "
        + "file with this one, copy it back if lines are missing, then remove it.")
  }

  /// The copy of a file that is being rewritten, or was when a run was killed; nil if there is none.
  ///
  /// All paths are checked, because the folder may have been created since, and the run may have been one of an older version.
  private static func unfinishedCopy(of path: String) throws(FileError) -> String? {
    let file: String
    do throws(FileError) {
      file = try ResolvedPath(path).path
    } catch {
      guard [ENOENT, ENOTDIR].contains(error.number) else { throw error }
      return nil
    }
    let prefixes = [hasBackupFolder(file) ? "\(file).apim-dns/" : nil, prefix(beside: file), "\(file).apim-dns."]
    for prefix in prefixes.compactMap(\.self) {
      do throws(FileError) {
        let copy = prefix + "unfinished"
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

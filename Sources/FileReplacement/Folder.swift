#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder in which files are created, replaced and removed.
package struct Folder: Sendable {
  /// The path as the caller gave it.
  package let path: String

  /// Stores the path; the folder need not exist.
  package init(_ path: String) {
    self.path = path
  }

  /// The sorted names of the files in the folder with a suffix; empty if there is no folder.
  ///
  /// - Parameter suffix: the end of the names.
  /// - Returns: the names without the folder, without hidden files.
  /// - Throws: ``FileError`` if the folder cannot be read.
  package func fileNames(endingIn suffix: String) throws(FileError) -> [String] {
    guard let stream = opendir(path) else {
      guard errno != ENOENT else { return [] }
      let number = errno
      let reason = String(cString: strerror(number))
      throw FileError(.systemCall, path: path, number: number, "cannot read the folder: \(reason)")
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = entryName(entry)
      if name.hasSuffix(suffix), !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  /// The absolute path of the folder, without `.` and `..`; the folder need not exist.
  ///
  /// Symbolic links are not resolved, except before a `..`.
  ///
  /// - Returns: the path, without a slash at its end.
  /// - Throws: ``FileError`` if the path is relative and the working folder no longer exists.
  package func absolutePath() throws(FileError) -> String {
    var absolute = path
    if !path.hasPrefix("/") {
      guard let working = getcwd(nil, 0) else {
        throw FileError(
          .systemCall, path: path, number: errno, "cannot find the working folder: \(String(cString: strerror(errno)))")
      }
      defer { free(working) }
      absolute = "\(String(cString: working))/\(path)"
    }
    var result = ""
    for component in absolute.split(separator: "/") where component != "." {
      guard component == ".." else {
        result += "/\(component)"
        continue
      }
      if let resolved = realpath(result.isEmpty ? "/" : result, nil) {
        defer { free(resolved) }
        result = String(cString: resolved)
      }
      result = result.lastIndex(of: "/").map { String(result[..<$0]) } ?? ""
    }
    return result.isEmpty ? "/" : result
  }

  /// The absolute path of the folder with all symbolic links followed; the folder need not exist.
  ///
  /// - Returns: the path, without a slash at its end.
  /// - Throws: ``FileError`` if the path cannot be resolved.
  package func resolvedPath() throws(FileError) -> String { try ResolvedPath(path, mustExist: false).path }

  /// Whether the path is that of an existing folder.
  package var exists: Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The absolute path with all links followed; nil if there is no such folder or file.
  package var realPath: String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Creates the folder and those above it, if they are missing; everybody can read and enter them, whatever the umask.
  ///
  /// - Throws: ``FileError`` if one cannot be created, or root would create it behind a symbolic link of another user.
  package func create() throws(FileError) {
    var status = stat()
    if stat(path, &status) == 0 { return }
    let above = folderPath(of: path)
    if above != path { try Folder(above).create() }
    // A path that ends in a slash or a dot exists by now.
    if stat(path, &status) == 0 { return }
    let resolved = try ResolvedPath(ofNew: path)
    if let link = resolved.untrustedLink { throw .untrustedLink(link) }
    let parent = try OpenFile(resolved: folderPath(of: resolved.path), O_RDONLY | O_DIRECTORY, doing: "open the folder")
    let descriptor = parent.descriptor
    do throws(FileError) {
      let name = fileName(of: resolved.path)
      try systemCall("create the folder", path) { mkdirat(descriptor, name, 0o755) }
      // A server with another user reads the files. The folder above may have added a bit, such as set-group-ID.
      let made = try systemCall("open the folder", path) {
        openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      }
      defer { close(made) }
      try systemCall("get its status", path) { fstat(made, &status) }
      let mode = status.st_mode & 0o7777
      if mode & 0o755 != 0o755 { try systemCall("set the mode of the folder", path) { fchmod(made, mode | 0o755) } }
    } catch {
      guard error.number == EEXIST else { throw error }
    }
  }

  /// Removes a file that is unchanged since it was read.
  ///
  /// If its path is a symbolic link, the link is removed first, so that no broken link stays.
  ///
  /// - Parameter snapshot: the file at the time of the plan.
  /// - Throws: ``FileError`` if it cannot be removed, or changed since.
  package static func remove(_ snapshot: FileSnapshot) throws(FileError) {
    try snapshot.requireTrustedPath()
    let path = snapshot.resolvedPath
    let folder = try OpenFile(resolved: folderPath(of: path), O_RDONLY | O_DIRECTORY, doing: "open the folder")
    try snapshot.requireCurrent()
    let link = try ResolvedPath(ofNew: snapshot.path).path
    if link != path {
      let linkFolder = try OpenFile(
        resolved: folderPath(of: link), O_RDONLY | O_DIRECTORY, doing: "open the folder")
      try unlink(fileName(of: link), in: linkFolder)
    }
    try unlink(fileName(of: path), in: folder)
  }

  private static func unlink(_ name: String, in folder: borrowing OpenFile) throws(FileError) {
    let descriptor = folder.descriptor
    try systemCall("remove it", "\(folder.path)/\(name)") { unlinkat(descriptor, name, 0) }
    try folder.synchronize()
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder in which files are made, replaced and removed.
package struct Folder: Sendable {
  /// The folder's path.
  package let path: String

  /// Names a folder; it need not be there.
  package init(_ path: String) {
    self.path = path
  }

  /// The names of the files in the folder that end in a text, sorted; none where there is no folder.
  ///
  /// - Parameter suffix: how the names end.
  /// - Returns: the names alone, without the folder; hidden files are not among them.
  /// - Throws: ``FileError`` when the folder cannot be read.
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

  /// The folder's path from the root, without `.` and `..`; the folder need not be there.
  ///
  /// Symbolic links stay as they are, except where a `..` follows one.
  ///
  /// - Returns: the path, without a slash at its end.
  /// - Throws: ``FileError`` when the path is relative and the working folder is gone.
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

  /// Whether there is a folder of this path.
  package var exists: Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The path of the folder, or of a file, from the root with all links followed; nil where there is none.
  package var realPath: String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Makes the folder, and those above it, where they are missing.
  ///
  /// - Throws: ``FileError`` when one cannot be made, or root would make it behind a symbolic link of another user.
  package func create() throws(FileError) {
    var status = stat()
    if stat(path, &status) == 0 { return }
    let above = folderPath(of: path)
    if above != path { try Folder(above).create() }
    // With a slash or a dot at its end, it is there now.
    if stat(path, &status) == 0 { return }
    let place = try ResolvedPath(ofNew: path)
    if let link = place.untrustedLink { throw .untrustedLink(link) }
    let parent = try OpenFile(resolved: folderPath(of: place.path), O_RDONLY | O_DIRECTORY, doing: "open the folder")
    let descriptor = parent.descriptor
    do throws(FileError) {
      try systemCall("make the folder", path) { mkdirat(descriptor, fileName(of: place.path), 0o755) }
    } catch {
      guard error.number == EEXIST else { throw error }
    }
  }

  /// Removes a file that is still the one that was read; where its path is a symbolic link, that goes first, so that none stays
  /// that leads nowhere.
  ///
  /// - Parameter snapshot: the file as it was when its removal was planned.
  /// - Throws: ``FileError`` when it cannot be removed, or somebody changed it since.
  package static func remove(_ snapshot: FileSnapshot) throws(FileError) {
    try snapshot.requireTrustedPath()
    let path = snapshot.resolvedPath
    let folder = try OpenFile(resolved: folderPath(of: path), O_RDONLY | O_DIRECTORY, doing: "open the folder")
    try snapshot.requireCurrent()
    let link = try ResolvedPath(ofNew: snapshot.path).path
    if link != path {
      let place = try OpenFile(resolved: folderPath(of: link), O_RDONLY | O_DIRECTORY, doing: "open the folder")
      try unlink(fileName(of: link), in: place)
    }
    try unlink(fileName(of: path), in: folder)
  }

  private static func unlink(_ name: String, in folder: borrowing OpenFile) throws(FileError) {
    let place = folder.descriptor
    try systemCall("remove it", "\(folder.path)/\(name)") { unlinkat(place, name, 0) }
    try folder.synchronize()
  }
}

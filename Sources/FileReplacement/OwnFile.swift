#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that only this program writes, such as a saved plan; any other file with that path is not changed.
package struct OwnFile {
  private let path: String
  private let limit: ReadLimit
  /// How long to wait for the lock of its folder, in seconds.
  private let timeout: Double

  /// Stores the path; the file need not exist.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - limit: the largest size that is read.
  ///   - timeout: how long to wait for another run that holds the lock of its folder, in seconds.
  package init(_ path: String, upTo limit: ReadLimit = .memory, timeout: Double = 60) {
    self.path = path
    self.limit = limit
    self.timeout = timeout
  }

  /// Replaces the contents atomically.
  ///
  /// - Parameters:
  ///   - isOurs: whether contents were written by this program; an empty file counts as such without asking.
  ///   - contents: makes the new contents from the previous ones; those of a missing file are empty.
  /// - Returns: whether the file was replaced; false if this program did not write it.
  /// - Throws: ``FileError`` if it cannot be replaced, or belongs to another user; it is then unchanged.
  package func replace(
    ifOurs isOurs: (_ old: [UInt8]) -> Bool, with contents: (_ old: [UInt8]) -> [UInt8]
  ) throws(FileError) -> Bool {
    let lock = try FolderLock(around: FileSnapshot(of: path, upTo: limit).resolvedPath, timeout: timeout)
    let old = try FileSnapshot(of: path, upTo: limit)
    guard old.bytes.isEmpty || isOurs(old.bytes) else { return false }
    if let owner = old.identity?.owner, owner != geteuid() {
      throw FileError(
        .unchangeable, path: path,
        "the file belongs to another user, who could change what is written to it. Give the path of another "
          + "file, or remove this one first."
      )
    }
    try StagedFile(contents(old.bytes), replacing: old, under: lock).commit()
    return true
  }
}

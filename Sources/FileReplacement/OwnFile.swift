#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that nobody but this program writes, such as a saved plan; a file of somebody else under its name is left alone.
package struct OwnFile {
  /// The file.
  private let path: String

  /// How much of it is read.
  private let limit: ReadLimit

  /// How long to wait for the lock of its folder, in seconds.
  private let patience: Double

  /// Names the file; it need not be there.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - limit: how much of it is read.
  ///   - patience: how long to wait for another run that works in its folder, in seconds.
  package init(_ path: String, upTo limit: ReadLimit = .memory, patience: Double = 60) {
    self.path = path
    self.limit = limit
    self.patience = patience
  }

  /// Puts new contents in the place of the old ones, in one step.
  ///
  /// - Parameters:
  ///   - isOurs: tells by the contents whether the file is one of ours; an empty one is.
  ///   - contents: makes the new contents from the old ones, which are empty where there is no file.
  /// - Returns: whether the file is ours; if not, it is as it was.
  /// - Throws: ``FileError`` when it cannot be replaced, or belongs to another user; it is then as it was.
  package func replace(
    ifOurs isOurs: (_ old: [UInt8]) -> Bool, with contents: (_ old: [UInt8]) -> [UInt8]
  ) throws(FileError) -> Bool {
    let lock = try FolderLock(around: FileSnapshot(of: path, upTo: limit).resolvedPath, patience: patience)
    let old = try FileSnapshot(of: path, upTo: limit)
    guard old.bytes.isEmpty || isOurs(old.bytes) else { return false }
    if let owner = old.identity?.owner, owner != geteuid() {
      throw FileError(
        .unchangeable, path: path,
        "belongs to another user, who could change what is written into it; name another file, or remove this one first"
      )
    }
    try StagedFile(contents(old.bytes), replacing: old, under: lock).commit()
    return true
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// New contents for a file, ready beside it and not yet in its place.
///
/// ``commit()`` puts them there in one step: whoever looks sees the old file or the new one, whole. The bytes go to a
/// temporary file in the same folder, to the disk, and then over the old name with `rename`
/// ([POSIX](https://pubs.opengroup.org/onlinepubs/9799919799/functions/rename.html)). Mode and owner stay what they were;
/// a new file gets 0644. The time of modification is now, because name servers reload by it. A staged file that is not
/// committed is removed when the value goes.
public struct StagedFile: ~Copyable {
  /// Where the new contents are until they are committed.
  public let temporaryPath: String
  private let snapshot: FileSnapshot

  /// Writes the new contents beside the file.
  ///
  /// - Parameters:
  ///   - bytes: the new contents.
  ///   - snapshot: the file as it was when the new contents were made from it.
  ///   - model: the file whose mode and owner the new contents get; without one, the file that is replaced.
  /// - Throws: ``FileError`` when a system call fails; the file is untouched.
  public init(
    _ bytes: [UInt8], replacing snapshot: FileSnapshot, like model: FileSnapshot? = nil
  ) throws(FileError) {
    let number = UInt32.random(in: 0...UInt32.max)
    let temporaryPath = "\(folderPath(of: snapshot.resolvedPath))/.apim-dns.\(getpid()).\(number).tmp"
    do throws(FileError) {
      try Self.write(bytes, to: temporaryPath, like: model ?? snapshot)
    } catch {
      if error.number != EEXIST { unlink(temporaryPath) }
      throw error
    }
    self.temporaryPath = temporaryPath
    self.snapshot = snapshot
  }

  // After a commit there is nothing left under this name.
  deinit { unlink(temporaryPath) }

  /// Gives the new contents the file's name.
  ///
  /// - Throws: ``FileError`` when a system call fails or somebody changed the file since the snapshot; the file is then
  ///   untouched.
  public consuming func commit() throws(FileError) {
    try snapshot.requireCurrent()
    let path = snapshot.resolvedPath
    let temporaryPath = temporaryPath
    do throws(FileError) {
      try systemCall("put the new file in its place", path) { rename(temporaryPath, path) }
    } catch {
      guard error.number == EBUSY else { throw error }
      throw FileError(
        .systemCall, path: path, number: EBUSY,
        "it is mounted on its own, as containers do, and cannot be replaced in one step; change it where it comes from")
    }
    try Folder(folderPath(of: path)).synchronize()
  }

  private static func write(
    _ bytes: [UInt8], to temporaryPath: String, like snapshot: FileSnapshot
  ) throws(FileError) {
    let file = try OpenFile(
      temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600, doing: "make a new file beside the old one")
    try file.writeAll(bytes)
    if let old = snapshot.identity {
      let new = try FileSnapshot.Identity(file.status())
      if (new.owner, new.group) != (old.owner, old.group) {
        try systemCall("give the new file the old one's owner", snapshot.path) {
          fchown(file.descriptor, old.owner, old.group)
        }
      }
    }
    let mode = snapshot.identity?.mode ?? 0o644
    try systemCall("give the new file the old one's mode", snapshot.path) { fchmod(file.descriptor, mode_t(mode)) }
    try file.synchronize()
  }
}

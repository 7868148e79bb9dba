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
/// ([POSIX](https://pubs.opengroup.org/onlinepubs/9799919799/functions/rename.html)). Mode, owner, access control list and
/// extended attributes stay what they were; a new file gets 0644. The time of modification is now, because name servers
/// reload by it. A staged file that is not committed is removed when the value goes. It keeps no file open, so that there can be
/// as many as there is room for on the disk.
package struct StagedFile: ~Copyable {
  /// Where the new contents are until they are committed.
  package let temporaryPath: String
  private let snapshot: FileSnapshot
  /// The lock of the folder, without which the file would be litter.
  private let lock: FolderLock
  private let name: String

  /// Writes the new contents beside the file.
  ///
  /// - Parameters:
  ///   - bytes: the new contents.
  ///   - snapshot: the file as it was when the new contents were made from it.
  ///   - model: the file whose mode, owner and attributes the new contents get; without one, the file that is replaced.
  ///   - lock: the lock of the folder; where a symbolic link leads to another folder, that is locked too.
  /// - Throws: ``FileError`` when a system call fails; the file is untouched.
  package init(
    _ bytes: [UInt8], replacing snapshot: FileSnapshot, like model: FileSnapshot? = nil, under lock: FolderLock
  ) throws(FileError) {
    try self.init(pieces: [bytes[...]], replacing: snapshot, like: model, under: lock)
  }

  /// Writes the new contents beside the file, from pieces that need not lie together in memory.
  ///
  /// - Parameters:
  ///   - pieces: the new contents, one piece behind the other.
  ///   - snapshot: the file as it was when the new contents were made from it.
  ///   - model: the file whose mode, owner and attributes the new contents get; without one, the file that is replaced.
  ///   - lock: the lock of the folder; where a symbolic link leads to another folder, that is locked too.
  /// - Throws: ``FileError`` when a system call fails; the file is untouched.
  package init(
    pieces: [ArraySlice<UInt8>], replacing snapshot: FileSnapshot, like model: FileSnapshot? = nil,
    under lock: FolderLock
  ) throws(FileError) {
    try snapshot.requireTrustedPath()
    let name = TemporaryName().text
    let lock = try lock.lock(around: snapshot.resolvedPath)
    let file = try OpenFile(making: name, in: lock.folder, doing: "make a new file beside the old one")
    do throws(FileError) {
      try Self.fill(file, like: model ?? snapshot, pieces)
    } catch {
      unlinkat(lock.folder.descriptor, name, 0)
      throw error
    }
    temporaryPath = file.path
    self.snapshot = snapshot
    self.lock = lock
    self.name = name
  }

  // After a commit there is nothing left under this name.
  deinit { unlinkat(lock.folder.descriptor, name, 0) }

  /// Gives the new contents the file's name, and waits until that is on the disk.
  ///
  /// - Throws: ``FileError`` as ``putInPlace()``, and when the disk does not take the new name.
  package consuming func commit() throws(FileError) {
    let lock = lock
    try putInPlace()
    try lock.synchronize()
  }

  /// Gives the new contents the file's name, which is on the disk for certain after ``FolderLock/synchronize()``.
  ///
  /// - Throws: ``FileError`` when a system call fails or somebody changed the file since the snapshot; the file is then
  ///   untouched.
  package consuming func putInPlace() throws(FileError) {
    try snapshot.requireCurrent()
    let path = snapshot.resolvedPath
    let place = lock.folder.descriptor
    let temporaryName = name
    do throws(FileError) {
      try systemCall("put the new file in its place", path) {
        renameat(place, temporaryName, place, fileName(of: path))
      }
    } catch {
      guard [EBUSY, EXDEV].contains(error.number) else { throw error }
      throw FileError(
        .mountedAlone, path: path, number: error.number,
        "it is mounted on its own, as containers do, and cannot be replaced in one step; change it where it comes from")
    }
  }

  /// Writes the contents and makes the file like another one: the owner first, since setting it clears what comes after.
  private static func fill(
    _ file: borrowing OpenFile, like model: FileSnapshot, _ pieces: [ArraySlice<UInt8>]
  ) throws(FileError) {
    var position = 0
    for piece in pieces {
      try file.write(piece, at: position)
      position += piece.count
    }
    if let old = model.identity {
      let new = try FileSnapshot.Identity(file.status())
      if (new.owner, new.group) != (old.owner, old.group) {
        do throws(FileError) {
          try systemCall("give the new file the old one's owner", model.path) {
            fchown(file.descriptor, old.owner, old.group)
          }
        } catch {
          guard error.number == EPERM else { throw error }
          throw FileError(
            .unchangeable, path: model.path, number: EPERM,
            "belongs to another user or group, which a new file cannot be given; run the command as that user, or with sudo"
          )
        }
      }
      let source = try OpenFile(resolved: model.resolvedPath, O_RDONLY | O_NONBLOCK, doing: "open it")
      // Whoever exchanges the file for this moment would choose who may write the new one.
      guard try FileSnapshot.Identity(source.status()) == old else { throw .changedMeanwhile(model.path) }
      try ExtendedAttributes.copy(from: source, to: file)
    }
    let mode = model.identity?.mode ?? 0o644
    try systemCall("give the new file the old one's mode", model.path) { fchmod(file.descriptor, mode_t(mode)) }
    try file.synchronize()
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// New contents for a file, in a temporary file beside it.
///
/// ``commit()`` replaces the file atomically: readers see the complete old file or the complete new one. The bytes go to
/// a temporary file in the same folder, are flushed to the disk, and then replace the old file with `rename`
/// ([POSIX](https://pubs.opengroup.org/onlinepubs/9799919799/functions/rename.html)). Mode, owner, access control list and
/// extended attributes stay the same; a new file gets 0644. The modification time is the current time, because name
/// servers reload by it. A staged file that is not committed is removed with this value. It keeps no file open, so only
/// the disk limits how many there can be.
package struct StagedFile: ~Copyable {
  /// The path of the new contents until they are committed.
  package let temporaryPath: String
  private let snapshot: FileSnapshot
  /// The lock of the folder; without it, another run would remove the file as a leftover.
  private let lock: FolderLock
  private let name: String

  /// Writes the new contents beside the file.
  ///
  /// - Parameters:
  ///   - bytes: the new contents.
  ///   - snapshot: the file that the new contents were made from.
  ///   - model: the file whose mode, owner and attributes the new file gets; nil for the file that is replaced.
  ///   - lock: the lock of the folder; if a symbolic link points to another folder, that is locked too.
  /// - Throws: ``FileError`` if a system call fails; the file is unchanged.
  package init(
    _ bytes: [UInt8], replacing snapshot: FileSnapshot, like model: FileSnapshot? = nil, under lock: FolderLock
  ) throws(FileError) {
    try self.init(pieces: [bytes[...]], replacing: snapshot, like: model, under: lock)
  }

  /// Writes the new contents beside the file, from pieces that need not be contiguous in memory.
  ///
  /// - Parameters:
  ///   - pieces: the new contents in pieces.
  ///   - snapshot: the file that the new contents were made from.
  ///   - model: the file whose mode, owner and attributes the new file gets; nil for the file that is replaced.
  ///   - lock: the lock of the folder; if a symbolic link points to another folder, that is locked too.
  /// - Throws: ``FileError`` if a system call fails; the file is unchanged.
  package init(
    pieces: [ArraySlice<UInt8>], replacing snapshot: FileSnapshot, like model: FileSnapshot? = nil,
    under lock: FolderLock
  ) throws(FileError) {
    try snapshot.requireTrustedPath()
    let name = TemporaryName().text
    let lock = try lock.lock(around: snapshot.resolvedPath)
    let file = try OpenFile(creating: name, in: lock.folder, doing: "create a temporary file beside it")
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

  // After a commit, no file has this name.
  deinit { unlinkat(lock.folder.descriptor, name, 0) }

  /// Replaces the file, and waits until that is on the disk.
  ///
  /// - Throws: ``FileError`` as ``putInPlace()``, and if the folder cannot be flushed.
  package consuming func commit() throws(FileError) {
    let lock = lock
    try putInPlace()
    try lock.synchronize()
  }

  /// Replaces the file; only ``FolderLock/synchronize()`` guarantees that this is on the disk.
  ///
  /// - Throws: ``FileError`` if a system call fails, or the file changed since the snapshot; the file is then unchanged.
  package consuming func putInPlace() throws(FileError) {
    try snapshot.requireCurrent()
    let path = snapshot.resolvedPath
    let descriptor = lock.folder.descriptor
    let temporaryName = name
    do throws(FileError) {
      try systemCall("move the new file into place", path) {
        renameat(descriptor, temporaryName, descriptor, fileName(of: path))
      }
    } catch {
      guard [EBUSY, EXDEV].contains(error.number) else { throw error }
      throw FileError(
        .mountPoint, path: path, number: error.number,
        "the file is a mount point, as in containers, so it cannot be replaced atomically. Change the file "
          + "that is mounted there.")
    }
  }

  /// Writes the contents, then copies owner, attributes and mode; the owner first, because setting it clears the others.
  private static func fill(
    _ file: borrowing OpenFile, like model: FileSnapshot, _ pieces: [ArraySlice<UInt8>]
  ) throws(FileError) {
    var offset = 0
    for piece in pieces {
      try file.write(piece, at: offset)
      offset += piece.count
    }
    if let old = model.identity {
      let new = try FileSnapshot.Identity(file.status())
      if (new.owner, new.group) != (old.owner, old.group) {
        do throws(FileError) {
          try systemCall("set the owner of the new file", model.path) {
            fchown(file.descriptor, old.owner, old.group)
          }
        } catch {
          guard error.number == EPERM else { throw error }
          throw FileError(
            .unchangeable, path: model.path, number: EPERM,
            "the file belongs to another user or group, which its replacement would not keep. Run the command as "
              + "that user, or with sudo."
          )
        }
      }
      let source = try OpenFile(resolved: model.resolvedPath, O_RDONLY | O_NONBLOCK, doing: "open it")
      // If the model was exchanged meanwhile, its new owner would choose who may write the new file.
      guard try FileSnapshot.Identity(source.status()) == old else { throw .changedMeanwhile(model.path) }
      try ExtendedAttributes.copy(from: source, to: file)
    }
    let mode = model.identity?.mode ?? 0o644
    try systemCall("set the mode of the new file", model.path) { fchmod(file.descriptor, mode_t(mode)) }
    try file.synchronize()
  }
}

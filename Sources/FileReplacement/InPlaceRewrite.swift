#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Changes a file that cannot be replaced because it is a mount point.
///
/// It is not atomic: a program that reads the file meanwhile may see only part of the new contents. No byte before the
/// first difference is written, the file is never empty, it is truncated last, and after a failure the old bytes are
/// restored. The ``Backup`` is written first, and has its unfinished name while the file is neither old nor new.
package struct InPlaceRewrite {
  private let snapshot: FileSnapshot
  private let pieces: [ArraySlice<UInt8>]

  /// Stores the new contents; nothing is written yet.
  ///
  /// - Parameters:
  ///   - pieces: the new contents in pieces; the file already begins with the first one.
  ///   - snapshot: the file that the new contents were made from.
  package init(_ pieces: [ArraySlice<UInt8>], over snapshot: FileSnapshot) {
    self.pieces = pieces
    self.snapshot = snapshot
  }

  /// Writes the new contents over the old ones and reads them back.
  ///
  /// - Parameter lock: the lock of the file's folder.
  /// - Returns: the backup with the old contents.
  /// - Throws: ``FileError`` if the file changed since the snapshot, there is no space, or a system call fails. In the last
  ///   case the error says whether the previous contents are restored.
  package func run(under lock: FolderLock) throws(FileError) -> Backup {
    let path = snapshot.resolvedPath
    let backup = Backup(of: snapshot)
    try snapshot.requireTrustedPath()
    let file = try OpenFile(resolved: path, O_RDWR | O_NONBLOCK, doing: "open it for writing")
    try backup.write(under: lock)
    try snapshot.requireCurrent()
    try requireSpace(in: file)
    try backup.markUnfinished()
    do throws(FileError) {
      // The file may have changed while the backup was flushed to the disk.
      try snapshot.requireCurrent()
    } catch {
      try backup.markFinished()
      throw error
    }
    let copy = backup.unfinishedPath
    do throws(FileError) {
      try write(pieces, over: snapshot.bytes.count, to: file)
      let written = try OpenFile(resolved: path, O_RDONLY, doing: "open it").readAll(expected: length)
      guard written.starts(with: Array(pieces.joined())) else {
        throw FileError(
          .systemCall, path: path, number: EIO, "cannot write it: the bytes read back differ from those written")
      }
    } catch {
      let failure = error.reason
      do throws(FileError) {
        try write([snapshot.bytes[..<unchanged], snapshot.bytes[unchanged...]], over: length, to: file)
      } catch {
        throw FileError(
          .systemCall, path: path, number: error.number,
          "\(failure); the previous contents could not be restored. Copy them from \(copy).")
      }
      // If that fails, the next run names both files.
      try? backup.markFinished()
      throw FileError(.systemCall, path: path, number: error.number, "\(failure); the previous contents are restored")
    }
    do throws(FileError) {
      try backup.markFinished()
    } catch {
      throw FileError(
        .systemCall, path: path, number: error.number,
        "the file is written, but \(copy) could not be renamed to \(backup.path). Rename it by hand.")
    }
    return backup
  }

  /// The length of the new contents in bytes.
  private var length: Int { pieces.reduce(0) { $0 + $1.count } }

  /// The number of bytes at the beginning that do not change.
  private var unchanged: Int { pieces.first?.count ?? 0 }

  /// Writes all pieces but the first, and truncates the file last.
  ///
  /// If the file grows, the last piece is written first: a run that is killed then duplicates bytes but loses none. Bytes
  /// that another program appends meanwhile are kept after the new contents.
  ///
  /// - Parameters:
  ///   - pieces: the contents to write.
  ///   - oldLength: the length before, in bytes.
  ///   - file: the file.
  /// - Throws: ``FileError`` if a system call fails.
  private func write(
    _ pieces: [ArraySlice<UInt8>], over oldLength: Int, to file: borrowing OpenFile
  ) throws(FileError) {
    var end = unchanged
    var writes: [(offset: Int, piece: ArraySlice<UInt8>)] = []
    for piece in pieces.dropFirst() {
      writes.append((end, piece))
      end += piece.count
    }
    if end > oldLength { writes.reverse() }
    for (offset, piece) in writes { try file.write(piece, at: offset) }
    try file.synchronize()
    let size = Int(try file.status().st_size)
    let added = try file.bytes(in: min(max(oldLength, end), size)..<size)
    if end < oldLength, !added.isEmpty { try file.write(added[...], at: end) }
    guard size != end + added.count else { return }
    try systemCall("truncate it", file.path) { ftruncate(file.descriptor, off_t(end + added.count)) }
    try file.synchronize()
  }

  /// Refuses if the new contents do not fit, before anything is written.
  private func requireSpace(in file: borrowing OpenFile) throws(FileError) {
    let growth = length - snapshot.bytes.count
    var space = statvfs()
    try systemCall("get the free space", file.path) { fstatvfs(file.descriptor, &space) }
    guard growth > 0, UInt64(growth) > Self.freeBytes(space) else { return }
    throw FileError(
      .noSpace, path: file.path, number: ENOSPC,
      "the file system has no space for \(growth) more bytes. Free some "
        + "space first."
    )
  }

  /// The free bytes of a file system; some report numbers of blocks whose product overflows.
  static func freeBytes(_ space: statvfs) -> UInt64 {
    let (bytes, overflows) = UInt64(space.f_bavail).multipliedReportingOverflow(by: UInt64(space.f_frsize))
    return overflows ? .max : bytes
  }
}

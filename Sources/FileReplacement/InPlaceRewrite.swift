#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The way to change a file that cannot be replaced because it is mounted on its own.
///
/// It is not atomic: whoever reads meanwhile may see a part of the new contents. Nothing before the first byte that differs
/// is touched, the file is never empty, it is cut to its new length last, and after a failure the old bytes are put back.
/// The ``Backup`` is written first, and its name says so for as long as the file is neither the old one nor the new one.
package struct InPlaceRewrite {
  private let snapshot: FileSnapshot
  private let pieces: [ArraySlice<UInt8>]

  /// Takes what to write; nothing is written yet.
  ///
  /// - Parameters:
  ///   - pieces: the new contents, one piece behind the other; the first one is what the file begins with already.
  ///   - snapshot: the file as it was when the new contents were made from it.
  package init(_ pieces: [ArraySlice<UInt8>], over snapshot: FileSnapshot) {
    self.pieces = pieces
    self.snapshot = snapshot
  }

  /// Writes the new contents over the old ones and reads them back.
  ///
  /// - Parameter lock: the lock of the file's folder.
  /// - Returns: where the old contents are.
  /// - Throws: ``FileError`` when somebody changed the file since the snapshot, there is no room, or a system call fails.
  ///   In the last case its text says whether the old contents are back.
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
      // That took the disk a while, in which somebody may have added a line.
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
        throw FileError(.systemCall, path: path, number: EIO, "what was written does not read back the same")
      }
    } catch {
      let failure = error.reason
      do throws(FileError) {
        try write([snapshot.bytes[..<unchanged], snapshot.bytes[unchanged...]], over: length, to: file)
      } catch {
        throw FileError(
          .systemCall, path: path, number: error.number,
          "\(failure); and the old contents could not be put back: copy them from \(copy)")
      }
      // Where that fails, the next run names both files.
      try? backup.markFinished()
      throw FileError(.systemCall, path: path, number: error.number, "\(failure); the old contents are back")
    }
    do throws(FileError) {
      try backup.markFinished()
    } catch {
      throw FileError(
        .systemCall, path: path, number: error.number,
        "it is written, and \(copy) could not be named \(backup.path): do that by hand")
    }
    return backup
  }

  /// How long the file is to be.
  private var length: Int { pieces.reduce(0) { $0 + $1.count } }

  /// How many bytes at the beginning stay as they are.
  private var unchanged: Int { pieces.first?.count ?? 0 }

  /// Writes all pieces but the first, and cuts the file last.
  ///
  /// A file that grows gets its last piece first: a run that is killed leaves bytes twice, but loses none. Bytes that another
  /// program appends meanwhile are kept after the new contents.
  ///
  /// - Parameters:
  ///   - pieces: what the file is to hold.
  ///   - oldLength: how long it was.
  ///   - file: the file.
  /// - Throws: ``FileError`` when a system call fails.
  private func write(
    _ pieces: [ArraySlice<UInt8>], over oldLength: Int, to file: borrowing OpenFile
  ) throws(FileError) {
    var end = unchanged
    var writes: [(place: Int, piece: ArraySlice<UInt8>)] = []
    for piece in pieces.dropFirst() {
      writes.append((end, piece))
      end += piece.count
    }
    if end > oldLength { writes.reverse() }
    for (place, piece) in writes { try file.write(piece, at: place) }
    try file.synchronize()
    let size = Int(try file.status().st_size)
    let added = try file.bytes(in: min(max(oldLength, end), size)..<size)
    if end < oldLength, !added.isEmpty { try file.write(added[...], at: end) }
    guard size != end + added.count else { return }
    try systemCall("cut it to its new length", file.path) { ftruncate(file.descriptor, off_t(end + added.count)) }
    try file.synchronize()
  }

  /// Makes sure that a longer file fits, since one that is half written is worse than none.
  private func requireSpace(in file: borrowing OpenFile) throws(FileError) {
    let growth = length - snapshot.bytes.count
    var space = statvfs()
    try systemCall("ask for free space", file.path) { fstatvfs(file.descriptor, &space) }
    guard growth > 0, UInt64(growth) > Self.freeBytes(space) else { return }
    throw FileError(
      .noSpace, path: file.path, number: ENOSPC, "its file system has no room for \(growth) more bytes; make room first"
    )
  }

  /// The free bytes of a file system; some of others say that nearly all numbers of blocks are free.
  static func freeBytes(_ space: statvfs) -> UInt64 {
    let (bytes, isMore) = UInt64(space.f_bavail).multipliedReportingOverflow(by: UInt64(space.f_frsize))
    return isMore ? .max : bytes
  }
}

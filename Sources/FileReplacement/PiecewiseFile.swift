#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that is read piece by piece, so that a big one need not be in memory as a whole.
package final class PiecewiseFile: Sendable {
  /// How long the file was when it was opened, in bytes.
  package var size: Int { Int(identity.size) }
  private let path: String
  private let file: OpenFile
  private let identity: FileSnapshot.Identity
  /// Whether the file changed so shortly before that another change may leave the same times behind.
  private let isYoung: Bool

  /// Opens a file.
  ///
  /// - Parameter path: the file; a symbolic link is followed.
  /// - Throws: ``FileError`` when it cannot be read or is no regular file outside the kernel's own.
  package init(_ path: String) throws(FileError) {
    self.path = path
    file = try OpenFile.regular(ResolvedPath(path), calledBy: path)
    identity = FileSnapshot.Identity(try file.status())
    isYoung = FileSnapshot.isYoung(identity)
  }

  /// Whether the path still leads to this file, and nobody wrote to it since it was opened, as far as its times can tell.
  ///
  /// - Returns: `false` also where it cannot be told.
  package func isCurrent() -> Bool {
    guard !isYoung, let now = try? OpenFile(path, O_RDONLY | O_NONBLOCK, doing: "open it").status() else {
      return false
    }
    return FileSnapshot.Identity(now) == identity
  }

  /// Reads bytes of the file.
  ///
  /// - Parameters:
  ///   - part: which bytes.
  ///   - buffer: where to put them; it has room for them.
  /// - Returns: how many there were; fewer where the file has become shorter.
  /// - Throws: ``FileError`` when a read fails.
  package func read(_ part: Range<Int>, into buffer: UnsafeMutableBufferPointer<UInt8>) throws(FileError) -> Int {
    var done = 0
    while done < part.count {
      let count = try systemCall("read it", file.path) {
        pread(file.descriptor, buffer.baseAddress.map { $0 + done }, part.count - done, off_t(part.lowerBound + done))
      }
      if count == 0 { break }
      done += count
    }
    return done
  }
}

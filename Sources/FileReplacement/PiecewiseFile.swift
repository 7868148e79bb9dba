#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that is read piece by piece, so that a big one need not be in memory as a whole.
public struct PiecewiseFile: ~Copyable, Sendable {
  /// How long the file was when it was opened, in bytes.
  public let size: Int
  private let file: OpenFile

  /// Opens a file.
  ///
  /// - Parameter path: the file; a symbolic link is followed.
  /// - Throws: ``FileError`` when it cannot be read or is no regular file.
  public init(_ path: String) throws(FileError) {
    let file = try OpenFile(path, O_RDONLY | O_NONBLOCK, doing: "open it")
    let status = try file.status()
    guard status.st_mode & S_IFMT == S_IFREG else { throw FileError(.notRegular, path: path, "is no regular file") }
    self.file = file
    size = Int(status.st_size)
  }

  /// Reads bytes of the file.
  ///
  /// - Parameters:
  ///   - part: which bytes.
  ///   - buffer: where to put them; it has room for them.
  /// - Returns: how many there were; fewer where the file has become shorter.
  /// - Throws: ``FileError`` when a read fails.
  public func read(_ part: Range<Int>, into buffer: UnsafeMutableBufferPointer<UInt8>) throws(FileError) -> Int {
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

import CFileCalls

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Runs a system call, again if a signal interrupts it.
///
/// - Parameters:
///   - doing: what the call does, to follow "cannot".
///   - path: the file in messages.
///   - call: the call, which returns -1 if it fails.
/// - Returns: the result of the call.
/// - Throws: ``FileError`` with the `errno` of the call.
@discardableResult
func systemCall<Result: SignedInteger>(
  _ doing: String, _ path: String, _ call: () -> Result
) throws(FileError) -> Result {
  while true {
    let result = call()
    if result != -1 { return result }
    let number = errno
    if number == EINTR { continue }
    let reason = String(cString: strerror(number))
    throw FileError(.systemCall, path: path, number: number, "cannot \(doing): \(reason)")
  }
}

/// An open file, which is closed with this value.
struct OpenFile: ~Copyable {
  let descriptor: Int32
  let path: String

  /// Opens a file; symbolic links are followed.
  init(_ path: String, _ flags: Int32, doing: String) throws(FileError) {
    self.path = path
    descriptor = try systemCall(doing, path) { open(path, flags | O_CLOEXEC) }
  }

  /// Opens a file by its resolved path; it fails if a symbolic link has been created on the path since.
  init(resolved path: String, _ flags: Int32, doing: String) throws(FileError) {
    self.path = path
    do throws(FileError) {
      descriptor = try systemCall(doing, path) { cfilecalls_open_without_links(path, flags | O_CLOEXEC, 0) }
    } catch {
      // The errors for a socket, and for a device that the machine does not have.
      guard [ENXIO, ENODEV].contains(error.number) else { throw error }
      throw .notRegular(path)
    }
  }

  /// Opens a regular file for reading, unless it is in a file system of the kernel.
  ///
  /// - Parameters:
  ///   - resolved: its resolved path; it fails if a symbolic link has been created on the path since.
  ///   - path: its path in messages.
  /// - Returns: the open file.
  /// - Throws: ``FileError`` if it is any other file, or cannot be opened.
  static func regular(_ resolved: ResolvedPath, calledBy path: String) throws(FileError) -> OpenFile {
    // Without O_NONBLOCK, opening a pipe would wait for its other end.
    let file = try OpenFile(resolved: resolved.path, O_RDONLY | O_NONBLOCK, doing: "open it")
    guard try file.status().st_mode & S_IFMT == S_IFREG else { throw .notRegular(path) }
    try KernelFileSystem.refuse(file, calledBy: path)
    return file
  }

  /// Creates a file with mode 0600 in an open folder.
  init(creating name: String, in folder: borrowing OpenFile, doing: String) throws(FileError) {
    path = "\(folder.path == "/" ? "" : folder.path)/\(name)"
    let folderDescriptor = folder.descriptor
    descriptor = try systemCall(doing, path) {
      openat(folderDescriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    }
  }

  deinit { close(descriptor) }

  /// The status of the open file.
  func status() throws(FileError) -> stat {
    var status = stat()
    try systemCall("get its status", path) { fstat(descriptor, &status) }
    return status
  }

  /// Reads the whole file; see ``readAll(from:expected:upTo:calledBy:)``.
  func readAll(expected size: Int, upTo limit: ReadLimit = .memory, calledBy name: String? = nil) throws(FileError)
    -> [UInt8]
  {
    try FileReplacement.readAll(from: descriptor, expected: size, upTo: limit, calledBy: name ?? path)
  }

  /// Whether the file has exactly these bytes; at most 1 MiB of it is in memory at once.
  func holds(_ bytes: [UInt8]) throws(FileError) -> Bool {
    var compared = 0
    while true {
      let chunk = try readChunk(of: 1 << 20, from: descriptor, calledBy: path)
      guard !chunk.isEmpty else { return compared == bytes.count }
      guard bytes[compared...].starts(with: chunk) else { return false }
      compared += chunk.count
    }
  }

  /// Reads a range of the file; fewer bytes if the file ends before.
  func bytes(in part: Range<Int>) throws(FileError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: part.count)
    var count = 0
    while count < bytes.count {
      let done = count
      let read = try systemCall("read it", path) {
        bytes.withUnsafeMutableBytes {
          pread(descriptor, $0.baseAddress.map { $0 + done }, part.count - done, off_t(part.lowerBound + done))
        }
      }
      guard read > 0 else { break }
      count += read
    }
    return Array(bytes.prefix(count))
  }

  /// Writes bytes at an offset, in as many calls as needed.
  func write(_ bytes: ArraySlice<UInt8>, at start: Int) throws(FileError) {
    var written = 0
    while written < bytes.count {
      let done = written
      var failure: FileError?
      let count = bytes.withUnsafeBytes { buffer -> Int in
        do throws(FileError) {
          return try systemCall("write it", path) {
            pwrite(descriptor, buffer.baseAddress.map { $0 + done }, bytes.count - done, off_t(start + done))
          }
        } catch {
          failure = error
          return 0
        }
      }
      if let failure { throw failure }
      written += count
    }
  }

  /// Flushes the file to the disk.
  func synchronize() throws(FileError) {
    #if canImport(Darwin)
      // On macOS, fsync leaves the bytes in the drive's cache; not every file system supports F_FULLFSYNC.
      if fcntl(descriptor, F_FULLFSYNC) == 0 { return }
    #endif
    try systemCall("flush it to the disk", path) { fsync(descriptor) }
  }
}

/// Reads an open file or pipe to its end.
///
/// - Parameters:
///   - descriptor: the open file or pipe.
///   - size: the expected number of bytes.
///   - limit: the most that is read.
///   - path: its path in messages.
///   - waiting: called before each read.
/// - Returns: the bytes; more or fewer than expected if the file changed meanwhile.
/// - Throws: ``FileError`` if a read fails, `waiting` throws, or there are more bytes than the limit.
func readAll(
  from descriptor: Int32, expected size: Int, upTo limit: ReadLimit, calledBy path: String,
  waiting: () throws(FileError) -> Void = {}
) throws(FileError) -> [UInt8] {
  var bytes: [UInt8] = []
  while true {
    try waiting()
    let chunkSize = limit.nextReadSize(after: bytes.count, of: size)
    let chunk = try readChunk(of: chunkSize, from: descriptor, calledBy: path)
    if chunk.isEmpty { return bytes }
    if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
    guard bytes.count <= limit.bytes else { throw .tooLarge(path, limit) }
  }
}

/// Reads the next bytes, at most `size` of them.
private func readChunk(of size: Int, from descriptor: Int32, calledBy path: String) throws(FileError) -> [UInt8] {
  var failure: FileError?
  let chunk = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
    useHugePages(for: buffer)
    do throws(FileError) {
      count = try systemCall("read it", path) { read(descriptor, buffer.baseAddress, size) }
    } catch {
      failure = error
    }
  }
  if let failure { throw failure }
  return chunk
}

/// Requests huge pages for a large buffer, which halves the time to fill it.
private func useHugePages(for buffer: UnsafeMutableBufferPointer<UInt8>) {
  #if os(Linux)
    let page = 1 << 12
    guard buffer.count >= 1 << 22,
      let start = UnsafeMutableRawPointer(buffer.baseAddress)?.alignedUp(toMultipleOf: page)
    else { return }
    madvise(start, (buffer.count - page) & ~(page - 1), MADV_HUGEPAGE)
  #endif
}

/// The folder of a path: everything before the last slash.
func folderPath(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// The name of a file in its folder: everything after the last slash.
func fileName(of path: String) -> String {
  path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
}

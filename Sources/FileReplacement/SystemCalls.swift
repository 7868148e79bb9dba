import CFileCalls

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Runs a system call until no signal interrupts it.
///
/// - Parameters:
///   - doing: what is tried, to follow "cannot".
///   - path: the file that it is about.
///   - call: the call, which gives -1 when it fails.
/// - Returns: what the call gave.
/// - Throws: ``FileError`` with the number that the call left in `errno`.
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

/// An open file that closes itself.
struct OpenFile: ~Copyable {
  let descriptor: Int32
  let path: String

  /// Opens a file; symbolic links are followed.
  init(_ path: String, _ flags: Int32, doing: String) throws(FileError) {
    self.path = path
    descriptor = try systemCall(doing, path) { open(path, flags | O_CLOEXEC) }
  }

  /// Opens a file whose path has been resolved; a symbolic link that has come in since is a failure.
  init(resolved path: String, _ flags: Int32, doing: String) throws(FileError) {
    self.path = path
    do throws(FileError) {
      descriptor = try systemCall(doing, path) { cfilecalls_open_without_links(path, flags | O_CLOEXEC, 0) }
    } catch {
      // What the system says of a socket, and of a device that the machine does not have.
      guard [ENXIO, ENODEV].contains(error.number) else { throw error }
      throw .notRegular(path)
    }
  }

  /// Opens a file to read it, where that is a regular file of somebody's, and none in which the kernel shows what it knows.
  ///
  /// - Parameters:
  ///   - place: where it is; a symbolic link that has come in since is a failure.
  ///   - path: what messages call it.
  /// - Returns: the file.
  /// - Throws: ``FileError`` when it is anything else, or cannot be opened.
  static func regular(_ place: ResolvedPath, calledBy path: String) throws(FileError) -> OpenFile {
    // Without O_NONBLOCK, opening a pipe would wait for its other end.
    let file = try OpenFile(resolved: place.path, O_RDONLY | O_NONBLOCK, doing: "open it")
    guard try file.status().st_mode & S_IFMT == S_IFREG else { throw .notRegular(path) }
    try KernelFileSystem.refuse(file, calledBy: path)
    return file
  }

  /// Makes a file that only its owner may read, in an open folder.
  init(making name: String, in folder: borrowing OpenFile, doing: String) throws(FileError) {
    path = "\(folder.path == "/" ? "" : folder.path)/\(name)"
    let place = folder.descriptor
    descriptor = try systemCall(doing, path) {
      openat(place, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    }
  }

  deinit { close(descriptor) }

  /// What the file system says of the open file.
  func status() throws(FileError) -> stat {
    var status = stat()
    try systemCall("look at it", path) { fstat(descriptor, &status) }
    return status
  }

  /// Reads all that is in the file; see ``readAll(from:expected:upTo:calledBy:)``.
  func readAll(expected size: Int, upTo limit: ReadLimit = .memory, calledBy name: String? = nil) throws(FileError)
    -> [UInt8]
  {
    try FileReplacement.readAll(from: descriptor, expected: size, upTo: limit, calledBy: name ?? path)
  }

  /// Whether the file holds exactly these bytes; only a small part of it is in memory at once.
  func holds(_ bytes: [UInt8]) throws(FileError) -> Bool {
    var compared = 0
    while true {
      let chunk = try readChunk(of: 1 << 20, from: descriptor, calledBy: path)
      guard !chunk.isEmpty else { return compared == bytes.count }
      guard bytes[compared...].starts(with: chunk) else { return false }
      compared += chunk.count
    }
  }

  /// Reads bytes of a place in the file; fewer where it ends before.
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

  /// Writes bytes to a place in the file, in as many calls as it takes.
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

  /// Waits until the file's bytes are on the disk.
  func synchronize() throws(FileError) {
    #if canImport(Darwin)
      // There, fsync leaves the bytes in the drive's own memory; not every file system knows the other call.
      if fcntl(descriptor, F_FULLFSYNC) == 0 { return }
    #endif
    try systemCall("bring it to the disk", path) { fsync(descriptor) }
  }
}

/// Reads all that comes from an open file or pipe.
///
/// - Parameters:
///   - descriptor: what is read.
///   - size: how many bytes there probably are.
///   - limit: how many there may be.
///   - path: what messages call it.
/// - Returns: the bytes, more or fewer than expected where the file changed meanwhile.
/// - Throws: ``FileError`` when a read fails, or more comes than the limit.
func readAll(
  from descriptor: Int32, expected size: Int, upTo limit: ReadLimit, calledBy path: String
) throws(FileError) -> [UInt8] {
  var bytes: [UInt8] = []
  while true {
    let room = limit.room(behind: bytes.count, of: size)
    let chunk = try readChunk(of: room, from: descriptor, calledBy: path)
    if chunk.isEmpty { return bytes }
    if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
    guard bytes.count <= limit.bytes else { throw .tooLarge(path, limit) }
  }
}

/// Reads at most that many bytes from where the last read ended.
private func readChunk(of room: Int, from descriptor: Int32, calledBy path: String) throws(FileError) -> [UInt8] {
  var failure: FileError?
  let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
    useHugePages(for: buffer)
    do throws(FileError) {
      count = try systemCall("read it", path) { read(descriptor, buffer.baseAddress, room) }
    } catch {
      failure = error
    }
  }
  if let failure { throw failure }
  return chunk
}

/// Asks for big pages of memory for a big buffer, which is filled in half the time then.
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

/// The name of a file in its folder: everything behind the last slash.
func fileName(of path: String) -> String {
  path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
}

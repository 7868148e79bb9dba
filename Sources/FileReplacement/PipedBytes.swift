#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What comes through a pipe, to its end.
package enum PipedBytes {
  /// Reads all that comes through an open pipe, such as the standard input.
  ///
  /// - Parameters:
  ///   - descriptor: the pipe, or whatever else is open there.
  ///   - name: what messages call it.
  ///   - limit: how much is read.
  /// - Returns: what came.
  /// - Throws: ``FileError`` when a read fails, or more comes than the limit.
  package static func all(
    from descriptor: Int32, calledBy name: String, upTo limit: ReadLimit
  ) throws(FileError) -> [UInt8] {
    try readAll(from: descriptor, expected: 0, upTo: limit, calledBy: name)
  }

  /// Reads all that comes through a pipe with a name, and waits for who writes into it.
  ///
  /// - Parameters:
  ///   - path: where it is.
  ///   - limit: how much is read.
  /// - Returns: what came; nothing where there is no pipe, or none that can be opened.
  /// - Throws: ``FileError`` when a read fails, or more comes than the limit.
  package static func all(at path: String, upTo limit: ReadLimit) throws(FileError) -> [UInt8]? {
    // What is opened is looked at, not what has that name; opening alone waits for nobody.
    guard let pipe = try? OpenFile(path, O_RDONLY | O_NONBLOCK, doing: "open it"),
      let status = try? pipe.status(), status.st_mode & S_IFMT == S_IFIFO
    else { return nil }
    var event = pollfd(fd: pipe.descriptor, events: Int16(POLLIN), revents: 0)
    try systemCall("wait for it", path) { poll(&event, 1, -1) }
    let flags = fcntl(pipe.descriptor, F_GETFL)
    try systemCall("wait for it", path) { fcntl(pipe.descriptor, F_SETFL, flags & ~O_NONBLOCK) }
    return try all(from: pipe.descriptor, calledBy: path, upTo: limit)
  }
}

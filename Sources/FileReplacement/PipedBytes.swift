#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The bytes of a pipe, to its end.
package enum PipedBytes {
  /// Reads an open pipe, such as the standard input.
  ///
  /// - Parameters:
  ///   - descriptor: the pipe, or any other open file.
  ///   - name: its name in messages.
  ///   - limit: the most that is read.
  /// - Returns: the bytes.
  /// - Throws: ``FileError`` if a read fails, the task is cancelled, or there are more bytes than the limit.
  package static func all(
    from descriptor: Int32, calledBy name: String, upTo limit: ReadLimit
  ) throws(FileError) -> [UInt8] {
    try readAll(from: descriptor, expected: 0, upTo: limit, calledBy: name) { () throws(FileError) in
      try wait(for: descriptor, calledBy: name)
    }
  }

  /// Reads a named pipe, and waits for its writer.
  ///
  /// - Parameters:
  ///   - path: the path of the pipe.
  ///   - limit: the most that is read.
  /// - Returns: the bytes; nil if the path is not that of a pipe, or cannot be opened.
  /// - Throws: ``FileError`` if a read fails, or there are more bytes than the limit.
  package static func all(at path: String, upTo limit: ReadLimit) throws(FileError) -> [UInt8]? {
    // The open file is examined, not the path; O_NONBLOCK keeps open from waiting for a writer.
    guard let pipe = try? OpenFile(path, O_RDONLY | O_NONBLOCK, doing: "open it"),
      let status = try? pipe.status(), status.st_mode & S_IFMT == S_IFIFO
    else { return nil }
    try wait(for: pipe.descriptor, calledBy: path)
    let flags = fcntl(pipe.descriptor, F_GETFL)
    try systemCall("wait for it", path) { fcntl(pipe.descriptor, F_SETFL, flags & ~O_NONBLOCK) }
    return try all(from: pipe.descriptor, calledBy: path, upTo: limit)
  }

  /// Waits until a read does not block, so that a signal can end a run that waits for its input.
  ///
  /// - Throws: ``FileError`` if the task is cancelled meanwhile.
  private static func wait(for descriptor: Int32, calledBy path: String) throws(FileError) {
    var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while try systemCall("wait for it", path, { poll(&event, 1, 100) }) == 0 {
      guard !Task.isCancelled else {
        throw FileError(
          .systemCall, path: path, number: ECANCELED, "the run was interrupted while it waited for input. Run it again."
        )
      }
    }
  }
}

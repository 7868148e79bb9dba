#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What somebody pipes into the program.
enum PipedInput {
  /// The name by which messages call the standard input.
  static let name = "stdin"

  /// Reads all of the standard input.
  ///
  /// - Parameter noun: what it is, such as "inventory".
  /// - Returns: what was piped.
  /// - Throws: ``Failure`` when it cannot be read.
  static func bytes(of noun: String) throws(Failure) -> [UInt8] { try bytes(of: noun, from: STDIN_FILENO, name) }

  /// Reads all that comes through another pipe, such as `<(COMMAND)` makes in a shell.
  ///
  /// - Parameters:
  ///   - noun: what it is, such as "inventory".
  ///   - path: where the pipe is.
  /// - Returns: what was piped; nothing where there is no pipe.
  /// - Throws: ``Failure`` when it cannot be read.
  static func bytes(of noun: String, pipedTo path: String) throws(Failure) -> [UInt8]? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFIFO,
      case let descriptor = open(path, O_RDONLY | O_CLOEXEC), descriptor >= 0
    else { return nil }
    defer { close(descriptor) }
    return try bytes(of: noun, from: descriptor, path)
  }

  private static func bytes(of noun: String, from descriptor: Int32, _ name: String) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      var number: Int32 = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: 65536) { buffer, count in
        let result = read(descriptor, buffer.baseAddress, 65536)
        number = result < 0 ? errno : 0
        count = max(0, result)
      }
      if number == EINTR { continue }
      guard number == 0 else {
        throw Failure(
          .usage,
          "cannot read the \(noun) from \(name): \(String(cString: strerror(number))); name a file, or pipe it in"
        )
      }
      if chunk.isEmpty { return bytes }
      bytes += chunk
    }
  }
}

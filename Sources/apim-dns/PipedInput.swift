import FileReplacement

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Input through a pipe.
enum PipedInput {
  /// The name of standard input in messages.
  static let name = "stdin"

  /// Reads all of the standard input.
  ///
  /// - Parameters:
  ///   - noun: the input in the words of a message, such as "inventory".
  ///   - limit: the maximum size.
  /// - Returns: all bytes.
  /// - Throws: ``Failure`` if it cannot be read.
  static func bytes(of noun: String, upTo limit: ReadLimit) throws(Failure) -> [UInt8] {
    do throws(FileError) {
      return try PipedBytes.all(from: STDIN_FILENO, calledBy: name, upTo: limit)
    } catch {
      throw failure(of: noun, name, error)
    }
  }

  /// Reads all of another pipe, such as the shell makes for `<(COMMAND)`.
  ///
  /// - Parameters:
  ///   - noun: the input in the words of a message, such as "inventory".
  ///   - path: the path of the pipe.
  ///   - limit: the maximum size.
  /// - Returns: all bytes; nil if there is no pipe at the path.
  /// - Throws: ``Failure`` if it cannot be read.
  static func bytes(of noun: String, pipedTo path: String, upTo limit: ReadLimit) throws(Failure) -> [UInt8]? {
    do throws(FileError) {
      return try PipedBytes.all(at: path, upTo: limit)
    } catch {
      throw failure(of: noun, path, error)
    }
  }

  private static func failure(of noun: String, _ name: String, _ error: FileError) -> Failure {
    guard error.code != .tooLarge else { return Failure(.usage, "cannot read the \(noun): \(error)") }
    let reason = String(cString: strerror(error.number))
    return Failure(.usage, "cannot read the \(noun) from \(name): \(reason). Use a file, or pipe the \(noun) in.")
  }
}

import FileReplacement

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
  /// - Parameters:
  ///   - noun: what it is, such as "inventory".
  ///   - limit: how much is read.
  /// - Returns: what was piped.
  /// - Throws: ``Failure`` when it cannot be read.
  static func bytes(of noun: String, upTo limit: ReadLimit) throws(Failure) -> [UInt8] {
    do throws(FileError) {
      return try PipedBytes.all(from: STDIN_FILENO, calledBy: name, upTo: limit)
    } catch {
      throw failure(of: noun, name, error)
    }
  }

  /// Reads all that comes through another pipe, such as `<(COMMAND)` makes in a shell.
  ///
  /// - Parameters:
  ///   - noun: what it is, such as "inventory".
  ///   - path: where the pipe is.
  ///   - limit: how much is read.
  /// - Returns: what was piped; nothing where there is no pipe.
  /// - Throws: ``Failure`` when it cannot be read.
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
    return Failure(.usage, "cannot read the \(noun) from \(name): \(reason); name a file, or pipe it in")
  }
}

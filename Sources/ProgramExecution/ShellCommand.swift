#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  import Darwin
#endif

/// A command of the user's own that is run by the shell.
package struct ShellCommand: Sendable {
  /// The command as `/bin/sh -c` gets it.
  package let text: String

  /// What a command left behind.
  package struct Result: Sendable {
    /// How it ended, to follow "the command": nothing where it succeeded.
    package let failure: String?
    /// What it wrote, both streams in one, without the blanks at the end; the last 64 KiB where it is more.
    package let output: String
  }

  /// Takes a command as it is.
  package init(_ text: String) {
    self.text = text
  }

  /// Puts values in the places of a template.
  ///
  /// - Parameters:
  ///   - template: the command, with places such as `{file}`.
  ///   - values: what goes into each place, by its name without braces. It is quoted, so that the shell sees one word.
  package init(_ template: String, filling values: [(place: String, value: String)]) {
    var text = ""
    var rest = template[...]
    while let brace = rest.firstIndex(of: "{") {
      text += rest[..<brace]
      rest = rest[brace...]
      guard let filled = values.first(where: { rest.hasPrefix("{\($0.place)}") }) else {
        text.append(rest.removeFirst())
        continue
      }
      text += Self.quoted(filled.value)
      rest = rest.dropFirst(filled.place.count + 2)
    }
    self.text = text + rest
  }

  /// Runs the command to its end, or to that of the task.
  ///
  /// Its output goes through a file and not a pipe, so that a daemon that it leaves behind does not keep us waiting.
  ///
  /// - Returns: how it ended and what it wrote.
  package func run() async -> Result {
    guard let file = tmpfile() else {
      return Result(failure: "could not be run: there is no place for its output: \(Self.reason(errno))", output: "")
    }
    defer { fclose(file) }
    let output = fileno(file)
    do throws(ProgramRunnerError) {
      let program = try StartedProgram(["/bin/sh", "-c", text], streams: [nil, output, output], in: .here)
      var pause = Duration.milliseconds(1)
      while true {
        if let end = program.end() { return Result(failure: Self.failure(end), output: Self.contents(of: output)) }
        guard (try? await Task.sleep(for: pause)) != nil else { throw .cancelled }
        // A zone has its own check, and there may be thousands of them: none is noticed much later than it ends.
        pause = min(pause * 2, .milliseconds(5))
      }
    } catch {
      let failure =
        switch error {
        case .notStarted(let reason): "could not be run: \(reason)"
        case .missing: "could not be run: there is no /bin/sh"
        case .cancelled, .timedOut, .tooMuchOutput: error.description
        }
      return Result(failure: failure, output: Self.contents(of: output))
    }
  }

  /// Says how a command ended, to stand behind "the command".
  private static func failure(_ end: StartedProgram.End) -> String? {
    switch end {
    case .status(0): nil
    case .status(let number): "ended with status \(number)"
    case .signal(let number): "was ended by signal \(number)"
    }
  }

  /// The bytes of its output that are kept.
  private static let mostOutput = 1 << 16

  /// Reads the end of a file, wherever the command left off writing.
  private static func contents(of descriptor: Int32) -> String {
    let start = max(0, lseek(descriptor, 0, SEEK_END) - off_t(mostOutput))
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while bytes.count < mostOutput,
      case let count = pread(descriptor, &chunk, chunk.count, start + off_t(bytes.count)), count > 0
    {
      bytes += chunk[..<count]
    }
    while let last = bytes.last, last <= UInt8(ascii: " ") { bytes.removeLast() }
    return (start > 0 ? "…" : "") + String(decoding: bytes, as: UTF8.self)
  }

  /// Puts a text between single quotes, out of which it cannot break.
  package static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  /// The system's words for a number of `errno`.
  private static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }
}

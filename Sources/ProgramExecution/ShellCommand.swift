#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  import Darwin
#endif

/// A command that the user wrote, run by the shell.
package struct ShellCommand: Sendable {
  /// The command for `/bin/sh -c`.
  package let text: String

  /// How a command ended, and its output.
  package struct Result: Sendable {
    /// How it failed, to follow "the command"; nil if it succeeded.
    package let failure: String?
    /// Whether it was stopped together with this run: by cancelling the task, or by a signal that interrupts a run.
    package var isInterrupted = false
    /// Both streams in one, without white space at the end; at most the last 64 KiB.
    package let output: String
  }

  package init(_ text: String) {
    self.text = text
  }

  /// Fills the placeholders of a template.
  ///
  /// - Parameters:
  ///   - template: the command, with placeholders such as `{file}`.
  ///   - values: a value for each placeholder, which is named without braces. It is quoted: the shell sees one word.
  package init(_ template: String, filling values: [(placeholder: String, value: String)]) {
    var text = ""
    var rest = template[...]
    while let brace = rest.firstIndex(of: "{") {
      text += rest[..<brace]
      rest = rest[brace...]
      guard let filled = values.first(where: { rest.hasPrefix("{\($0.placeholder)}") }) else {
        text.append(rest.removeFirst())
        continue
      }
      text += Self.quoted(filled.value)
      rest = rest.dropFirst(filled.placeholder.count + 2)
    }
    self.text = text + rest
  }

  /// Runs the command to its end; cancelling the task stops it.
  ///
  /// Its output goes to a file and not a pipe, so that a daemon that it leaves behind is not waited for.
  ///
  /// - Returns: how it ended, and its output.
  package func run() async -> Result {
    guard let file = tmpfile() else {
      return Result(
        failure: "could not be run: cannot create a temporary file for its output: "
          + "\(Self.reason(errno))", output: "")
    }
    defer { fclose(file) }
    let output = fileno(file)
    do throws(ProgramRunnerError) {
      let program = try StartedProgram(["/bin/sh", "-c", text], streams: [nil, output, output], mode: .interactive)
      var pause = Duration.milliseconds(1)
      while true {
        if let end = program.end() {
          let isInterrupted = [SIGHUP, SIGINT, SIGTERM].contains { end == .signal($0) }
          return Result(
            failure: Self.failure(end), isInterrupted: isInterrupted, output: Self.contents(of: output))
        }
        guard (try? await Task.sleep(for: pause)) != nil else { throw .cancelled }
        // Each zone has its own check, and there may be thousands, so the end of one is noticed within 5 ms.
        pause = min(pause * 2, .milliseconds(5))
      }
    } catch {
      let failure =
        switch error {
        case .notStarted(let reason): "could not be run: \(reason)"
        case .missing: "could not be run: /bin/sh does not exist"
        case .cancelled, .timedOut, .tooMuchOutput: error.description
        }
      return Result(failure: failure, isInterrupted: error == .cancelled, output: Self.contents(of: output))
    }
  }

  /// How a command failed, to follow "the command"; nil if it succeeded.
  private static func failure(_ end: StartedProgram.End) -> String? {
    switch end {
    case .status(0): nil
    case .status(let number): "ended with status \(number)"
    case .signal(let number): "was ended by signal \(number)"
    }
  }

  /// How many bytes of the output are kept.
  private static let outputLimit = 1 << 16

  /// Reads the end of a file, whatever the offset of its descriptor.
  private static func contents(of descriptor: Int32) -> String {
    let start = max(0, lseek(descriptor, 0, SEEK_END) - off_t(outputLimit))
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while bytes.count < outputLimit,
      case let count = pread(descriptor, &chunk, chunk.count, start + off_t(bytes.count)), count > 0
    {
      bytes += chunk[..<count]
    }
    while let last = bytes.last, last <= UInt8(ascii: " ") { bytes.removeLast() }
    return (start > 0 ? "…" : "") + String(decoding: bytes, as: UTF8.self)
  }

  /// Puts a text in single quotes, as one word of a shell.
  package static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  private static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }
}

#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  import Darwin
#endif

/// A command of the user's own that is run by the shell.
struct ShellCommand: Sendable {
  /// The command as `/bin/sh -c` gets it.
  let text: String

  /// What a command left behind.
  struct Result: Sendable {
    /// How it ended, to follow "the command": nothing where it succeeded.
    let failure: String?
    /// What it wrote, both streams in one, without the blanks at the end; the last 64 KiB where it is more.
    let output: String
  }

  /// Takes a command as it is.
  init(_ text: String) {
    self.text = text
  }

  /// Puts values in the places of a template.
  ///
  /// - Parameters:
  ///   - template: the command, with places such as `{file}`.
  ///   - values: what goes into each place, by its name without braces. It is quoted, so that the shell sees one word.
  init(_ template: String, filling values: [(place: String, value: String)]) {
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

  /// Runs the command to its end.
  ///
  /// Its output goes through a file and not a pipe, so that a daemon that it leaves behind does not keep us waiting.
  ///
  /// - Returns: how it ended and what it wrote.
  func run() -> Result {
    guard let file = tmpfile() else {
      return Result(failure: "could not be run: there is no place for its output: \(Self.reason(errno))", output: "")
    }
    defer { fclose(file) }
    var child: pid_t = 0
    let output = fileno(file)
    let number = spawn(&child, output: output)
    guard number == 0 else {
      return Result(failure: "could not be run: \(Self.reason(number))", output: "")
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) == -1, errno == EINTR {}
    return Result(failure: Self.failure(status), output: Self.contents(of: output))
  }

  /// Starts the shell, and gives the number of what went wrong or 0.
  private func spawn(_ child: inout pid_t, output: Int32) -> Int32 {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      let environment = _NSGetEnviron().pointee
    #else
      var actions = posix_spawn_file_actions_t()
      let environment = environ
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)
    let words: [UnsafeMutablePointer<CChar>?] = ["/bin/sh", "-c", text].map { (word: String) in strdup(word) }
    defer { words.forEach { free($0) } }
    return posix_spawn(&child, "/bin/sh", &actions, nil, words + [nil], environment)
  }

  /// Says how a command ended, from what `waitpid` gave.
  private static func failure(_ status: Int32) -> String? {
    let signal = status & 0x7F
    if signal != 0 { return "was ended by signal \(signal)" }
    let code = status >> 8 & 0xFF
    return code == 0 ? nil : "ended with status \(code)"
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
  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  /// The system's words for a number of `errno`.
  private static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }
}

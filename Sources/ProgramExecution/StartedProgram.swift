import CProcessCalls

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  @preconcurrency import Glibc
#endif

/// A program that this process started; all programs are started here.
///
/// It is ended when a signal ends this process, and no later than this object.
package final class StartedProgram {
  /// The working folder and the process group of a program.
  package enum Mode {
    /// Working folder `/` and its own process group: for a known program, which must not read files of the current folder.
    case isolated
    /// The working folder of this process: for a command that the user wrote.
    ///
    /// If there is a terminal, it stays in this process group, so that it can prompt, as sudo does, and Ctrl-C ends it.
    case interactive
  }

  /// How a program ended.
  package enum End: Hashable, Sendable {
    /// It exited with a status.
    case status(Int32)
    /// A signal ended it.
    case signal(Int32)

    /// The exit status, or 128 plus the number of the signal, as in a shell.
    package var code: Int32 {
      switch self {
      case .status(let number): number
      case .signal(let number): 128 + number
      }
    }
  }

  private let process: pid_t
  private let group: pid_t
  private var ended: End?

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - words: its name, which is looked up in `PATH` unless it is a path, and its arguments.
  ///   - streams: its standard input, output and error; nil for `/dev/null`.
  ///   - mode: its working folder and process group.
  ///   - variables: environment variables to add to, or replace in, those of this process.
  /// - Throws: ``ProgramRunnerError`` if it cannot be started.
  package init(
    _ words: [String], streams: [Int32?], mode: Mode, variables: [String: String] = [:]
  ) throws(ProgramRunnerError) {
    _ = TerminationSignals.handlersAreInstalled
    let hasOwnGroup = mode == .isolated || !Self.hasTerminal
    process = try Self.spawn(words, streams, mode, hasOwnGroup: hasOwnGroup, variables)
    group = hasOwnGroup ? -process : process
    RunningPrograms.add(group)
  }

  deinit { terminate() }

  /// How it ended; nil while it runs.
  package func end() -> End? {
    guard ended == nil else { return ended }
    var status: Int32 = 0
    let answer = waitpid(process, &status, WNOHANG)
    guard answer == process || (answer == -1 && errno != EINTR) else { return nil }
    return finish(answer == process ? status : nil)
  }

  /// Blocks the thread until it has ended.
  package func wait() -> End {
    if let ended { return ended }
    var status: Int32 = 0
    var answer = waitpid(process, &status, 0)
    while answer == -1, errno == EINTR { answer = waitpid(process, &status, 0) }
    return finish(answer == process ? status : nil)
  }

  /// Ends it and its process group: with SIGTERM first, with SIGKILL after half a second.
  private func terminate() {
    guard ended == nil else { return }
    kill(group, SIGTERM)
    for _ in 0..<50 {
      if end() != nil { break }
      usleep(10_000)
    }
    // The identifier of an ended process may belong to another one by now; a group exists until its last process ends.
    if ended == nil || group < 0 { kill(group, SIGKILL) }
    _ = wait()
  }

  /// Records the end; a status that the system does not report counts as a failure.
  private func finish(_ status: Int32?) -> End {
    RunningPrograms.remove(group)
    let end: End =
      status.map { $0 & 0x7F == 0 ? .status($0 >> 8 & 0xFF) : .signal($0 & 0x7F) } ?? .status(255)
    ended = end
    return end
  }

  /// Whether this process has a controlling terminal.
  private static var hasTerminal: Bool {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard terminal >= 0 else { return false }
    close(terminal)
    return true
  }

  private static func spawn(
    _ words: [String], _ streams: [Int32?], _ mode: Mode, hasOwnGroup: Bool, _ variables: [String: String]
  ) throws(ProgramRunnerError) -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
      var flags = POSIX_SPAWN_CLOEXEC_DEFAULT
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
      var flags: Int32 = 0
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, stream) in streams.enumerated() {
      if let stream {
        posix_spawn_file_actions_adddup2(&actions, stream, Int32(number))
      } else {
        posix_spawn_file_actions_addopen(&actions, Int32(number), "/dev/null", O_RDWR, 0)
      }
    }
    // An interpreter such as that of az may load modules from its working folder, which anybody may own.
    if mode == .isolated { cprocesscalls_start_in_root(&actions) }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A program inherits the signal mask of the thread that starts it.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    flags |= Int32(POSIX_SPAWN_SETSIGMASK)
    if hasOwnGroup {
      posix_spawnattr_setpgroup(&attributes, 0)
      flags |= Int32(POSIX_SPAWN_SETPGROUP)
    }
    posix_spawnattr_setflags(&attributes, Int16(flags))
    let environment = environment(with: variables)
    let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { (environment + arguments).forEach { free($0) } }
    var process: pid_t = 0
    let number = posix_spawnp(&process, words[0], &actions, &attributes, arguments, environment)
    guard number != ENOENT else { throw .missing }
    guard number == 0 else { throw .notStarted(String(cString: strerror(number))) }
    return process
  }

  /// A copy of this process's environment, with some variables added or replaced.
  private static func environment(with variables: [String: String]) -> [UnsafeMutablePointer<CChar>?] {
    #if canImport(Darwin)
      var entry = _NSGetEnviron().pointee
    #else
      var entry = environ
    #endif
    var copy: [UnsafeMutablePointer<CChar>?] = []
    while let text = entry.pointee {
      let name = String(cString: text).split(separator: "=", maxSplits: 1).first.map(String.init) ?? ""
      if variables[name] == nil { copy.append(strdup(text)) }
      entry += 1
    }
    return copy + variables.map { strdup("\($0)=\($1)") } + [nil]
  }
}

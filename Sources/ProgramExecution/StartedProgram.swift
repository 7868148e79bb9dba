import CProcessCalls

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  @preconcurrency import Glibc
#endif

/// A program that this process has started: the one place that starts programs.
///
/// It ends with this process where a signal ends that, and at the latest when the value goes.
package final class StartedProgram {
  /// Where a program begins to work, and which process group it belongs to.
  package enum Place {
    /// In the folder `/`, with a process group of its own: a program that we know, whose working folder must be nobody's.
    case root
    /// In the folder of this process: a command that the user wrote.
    ///
    /// Where there is a terminal, it stays in our process group, so that it can ask there, as sudo does, and Ctrl-C ends it.
    case here
  }

  /// How a program ended.
  package enum End: Hashable, Sendable {
    /// It exited with a status.
    case status(Int32)
    /// A signal ended it.
    case signal(Int32)

    /// The exit status, or 128 and the number of the signal, as a shell gives it.
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
  ///   - words: its name, which is looked for in `PATH` unless it is a path, and its arguments.
  ///   - streams: its standard input, output and error; nil for `/dev/null`.
  ///   - place: where it begins to work.
  ///   - variables: variables of its environment beside or instead of this process's own.
  /// - Throws: ``ProgramRunnerError`` when it cannot be started.
  package init(
    _ words: [String], streams: [Int32?], in place: Place, variables: [String: String] = [:]
  ) throws(ProgramRunnerError) {
    _ = ProcessesToEnd.isInstalled
    let hasOwnGroup = place == .root || !Self.hasTerminal
    process = try Self.spawn(words, streams, in: place, hasOwnGroup: hasOwnGroup, variables)
    group = hasOwnGroup ? -process : process
    ProcessesToEnd.add(group)
  }

  deinit { terminate() }

  /// How it ended; nothing while it runs.
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

  /// Ends it and whatever it has started in its process group: asks first, and does not ask twice.
  private func terminate() {
    guard ended == nil else { return }
    kill(group, SIGTERM)
    for _ in 0..<50 {
      if end() != nil { break }
      usleep(10_000)
    }
    // The number of a process that has ended may be that of another one by now; a group lives as long as its last process.
    if ended == nil || group < 0 { kill(group, SIGKILL) }
    _ = wait()
  }

  /// Notes the end; where nobody may ask for the status, it is not known to be a success.
  private func finish(_ status: Int32?) -> End {
    ProcessesToEnd.remove(group)
    let end: End =
      status.map { $0 & 0x7F == 0 ? .status($0 >> 8 & 0xFF) : .signal($0 & 0x7F) } ?? .status(255)
    ended = end
    return end
  }

  /// Whether somebody may type at this process.
  private static var hasTerminal: Bool {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard terminal >= 0 else { return false }
    close(terminal)
    return true
  }

  private static func spawn(
    _ words: [String], _ streams: [Int32?], in place: Place, hasOwnGroup: Bool, _ variables: [String: String]
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
    // An interpreter such as that of az may read modules from its working folder, which is anybody's here.
    if place == .root { cprocesscalls_start_in_root(&actions) }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A thread may block signals, and a program would inherit that.
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

  /// A copy of this process's environment, with some variables beside or instead of its own.
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

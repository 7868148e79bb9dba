import CProcessCalls

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A program that runs, with its input and output; ended and reaped at the latest when the value goes.
final class ChildProcess {
  /// What it has written to standard output so far.
  private(set) var output: [UInt8] = []
  /// The first 64 KiB of what it has written to standard error so far.
  private(set) var errors: [UInt8] = []

  private var process: pid_t?
  private var input: ArraySlice<UInt8>
  private let standardInput: Channel
  private let standardOutput: Channel
  private let standardError: Channel
  private var buffer = [UInt8](repeating: 0, count: 65_536)

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - words: its name, which is looked for in `PATH`, and its arguments.
  ///   - variables: variables of its environment beside or instead of this process's own.
  ///   - input: what it reads from standard input.
  /// - Throws: ``ProgramRunnerError`` when it cannot be started.
  init(_ words: [String], variables: [String: String], input: [UInt8]) throws(ProgramRunnerError) {
    self.input = input[...]
    guard let standardInput = Channel(), let standardOutput = Channel(), let standardError = Channel() else {
      throw .notStarted(String(cString: strerror(errno)))
    }
    (self.standardInput, self.standardOutput, self.standardError) = (standardInput, standardOutput, standardError)
    process = try spawnProgram(words, variables, [standardInput.theirs, standardOutput.theirs, standardError.theirs])
    if let process { ProcessesToEnd.add(process) }
    for channel in [standardInput, standardOutput, standardError] { channel.closeTheirs() }
    if input.isEmpty { standardInput.closeOurs() }
  }

  deinit { end() }

  /// Moves what can be moved without waiting, some of each stream.
  ///
  /// - Returns: whether anything moved.
  func exchange() -> Bool {
    var hasMoved = false
    if !input.isEmpty {
      switch standardInput.send(input) {
      case .moved(let count):
        input = input.dropFirst(count)
        hasMoved = true
      case .wouldWait: break
      case .ended: input = []
      }
      if input.isEmpty { standardInput.closeOurs() }
    }
    if case .moved(let count) = standardOutput.receive(&buffer) {
      output += buffer[..<count]
      hasMoved = true
    }
    if case .moved(let count) = standardError.receive(&buffer) {
      errors += buffer[..<min(count, max(0, 65_536 - errors.count))]
      hasMoved = true
    }
    return hasMoved
  }

  /// The exit status, or 128 and the number of the signal that ended it; nothing while it runs.
  func status() -> Int32? {
    guard let process else { return nil }
    var status: Int32 = 0
    let answer = waitpid(process, &status, WNOHANG)
    guard answer == process || (answer == -1 && errno != EINTR) else { return nil }
    ProcessesToEnd.remove(process)
    self.process = nil
    // Where nobody may ask for the status, it is not known to be a success.
    guard answer == process else { return 255 }
    return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
  }

  /// Ends the program and whatever it has started in its process group: asks first, and does not ask twice.
  private func end() {
    guard let process else { return }
    kill(-process, SIGTERM)
    for _ in 0..<50 {
      if status() != nil { break }
      usleep(10_000)
    }
    kill(-process, SIGKILL)
    guard self.process != nil else { return }
    while waitpid(process, nil, 0) == -1, errno == EINTR {}
    ProcessesToEnd.remove(process)
  }
}

/// Starts a program in a process group of its own, in the folder `/`.
///
/// - Parameters:
///   - words: its name and its arguments.
///   - variables: variables of its environment beside or instead of this process's own.
///   - streams: its standard input, output and error.
/// - Returns: its identifier.
/// - Throws: ``ProgramRunnerError`` when it cannot be started.
private func spawnProgram(
  _ words: [String], _ variables: [String: String], _ streams: [Int32]
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
  for (number, stream) in streams.enumerated() { posix_spawn_file_actions_adddup2(&actions, stream, Int32(number)) }
  // An interpreter such as that of az may read modules from its working folder, which is anybody's here.
  cprocesscalls_start_in_root(&actions)
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  // A thread may block signals, and a program would inherit that.
  var none = sigset_t()
  sigemptyset(&none)
  posix_spawnattr_setsigmask(&attributes, &none)
  posix_spawnattr_setpgroup(&attributes, 0)
  flags |= Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETPGROUP)
  posix_spawnattr_setflags(&attributes, Int16(flags))
  var environment: [UnsafeMutablePointer<CChar>?] = []
  #if canImport(Darwin)
    var entry = _NSGetEnviron().pointee
  #else
    var entry = environ
  #endif
  while let text = entry.pointee {
    let name = String(cString: text).split(separator: "=", maxSplits: 1).first.map(String.init) ?? ""
    if variables[name] == nil { environment.append(strdup(text)) }
    entry += 1
  }
  environment += variables.map { strdup("\($0)=\($1)") } + [nil]
  let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
  defer { (environment + arguments).forEach { free($0) } }
  var process: pid_t = 0
  let number = posix_spawnp(&process, words[0], &actions, &attributes, arguments, environment)
  guard number != ENOENT else { throw .missing }
  guard number == 0 else { throw .notStarted(String(cString: strerror(number))) }
  return process
}

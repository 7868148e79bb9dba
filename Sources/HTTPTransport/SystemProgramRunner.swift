public import AzureBackend

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Runs programs of this machine, each from a thread of its own.
public struct SystemProgramRunner: ProgramRunner {
  /// Makes a runner.
  public init() {}

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - name: the program's name, which is looked for in `PATH`.
  ///   - arguments: its arguments.
  ///   - variables: variables of its environment beside or instead of this process's own.
  ///   - input: what it reads from standard input, at most 64 KiB.
  ///   - seconds: after how many seconds it is ended.
  /// - Returns: what it left behind, whatever its status.
  /// - Throws: ``ProgramRunnerError`` when it did not come to its own end.
  public func run(
    _ name: String, _ arguments: [String], variables: [String: String], input: [UInt8], seconds: Double
  ) async throws(ProgramRunnerError) -> ProgramOutput {
    let result = await withCheckedContinuation { continuation in
      let thread = WorkerThread(isJoinable: false) {
        continuation.resume(returning: Self.run([name] + arguments, variables, input, seconds))
      }
      if thread == nil { continuation.resume(returning: .failure(.notStarted("no thread could be started"))) }
    }
    return try result.get()
  }

  /// Runs a program and waits for it.
  private static func run(
    _ words: [String], _ variables: [String: String], _ input: [UInt8], _ seconds: Double
  ) -> Result<ProgramOutput, ProgramRunnerError> {
    guard let standardInput = Pipe(), let output = Pipe(), let errors = Pipe() else {
      return .failure(.notStarted(String(cString: strerror(errno))))
    }
    let started = spawn(words, variables, standardInput, output, errors)
    let process: pid_t
    switch started {
    case .success(let identifier): process = identifier
    case .failure(let error): return .failure(error)
    }
    standardInput.closeReading()
    output.closeWriting()
    errors.closeWriting()
    // A pipe holds 64 KiB, so that this does not wait for the program.
    input.withUnsafeBytes { _ = write(standardInput.writing, $0.baseAddress, min($0.count, 65_536)) }
    standardInput.closeWriting()
    let texts = read(output.reading, errors.reading, seconds)
    if texts == nil { kill(process, SIGKILL) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) == -1, errno == EINTR {}
    guard let texts else { return .failure(.timedOut) }
    let code = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    return .success(ProgramOutput(status: code, output: texts.output, errors: texts.errors))
  }

  /// Starts a program with the ends of three pipes.
  private static func spawn(
    _ words: [String], _ variables: [String: String], _ input: Pipe, _ output: Pipe, _ errors: Pipe
  ) -> Result<pid_t, ProgramRunnerError> {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input.reading, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output.writing, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errors.writing, STDERR_FILENO)
    // This thread blocks all signals, and a program would inherit that.
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var environment: [UnsafeMutablePointer<CChar>?] = []
    var entry = environ
    while let text = entry.pointee {
      let name = String(cString: text).split(separator: "=", maxSplits: 1).first.map(String.init) ?? ""
      if variables[name] == nil { environment.append(strdup(text)) }
      entry += 1
    }
    environment += variables.map { strdup("\($0)=\($1)") } + [nil]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { (environment + arguments).forEach { free($0) } }
    var process: pid_t = 0
    let number = posix_spawnp(&process, words[0], &actions, &attributes, &arguments, &environment)
    guard number != ENOENT else { return .failure(.missing) }
    guard number == 0 else { return .failure(.notStarted(String(cString: strerror(number)))) }
    return .success(process)
  }

  /// Reads two pipes to their ends; nothing when that takes too long.
  private static func read(
    _ output: Int32, _ errors: Int32, _ seconds: Double
  ) -> (output: [UInt8], errors: [UInt8])? {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(seconds)
    var texts: [[UInt8]] = [[], []]
    var polled = [output, errors].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    while polled.contains(where: { $0.fd >= 0 }) {
      let left = (deadline - clock.now) / .milliseconds(1)
      guard left > 0 else { return nil }
      guard poll(&polled, nfds_t(polled.count), Int32(left) + 1) >= 0 || errno == EINTR else { return nil }
      for index in polled.indices where polled[index].fd >= 0 && polled[index].revents != 0 {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = readBytes(polled[index].fd, &buffer)
        if count > 0 { texts[index] += buffer[..<count] } else { polled[index].fd = -1 }
      }
    }
    return (texts[0], texts[1])
  }
}

/// Reads what a descriptor has.
private func readBytes(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Int {
  read(descriptor, &buffer, buffer.count)
}

/// Two descriptors that no other program inherits, closed with the value.
private final class Pipe {
  /// The end to read from.
  private(set) var reading: Int32
  /// The end to write to.
  private(set) var writing: Int32

  /// Makes a pipe; nothing when the system has none left.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    (reading, writing) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }

  /// Closes the end to read from.
  func closeReading() {
    if reading >= 0 { close(reading) }
    reading = -1
  }

  /// Closes the end to write to.
  func closeWriting() {
    if writing >= 0 { close(writing) }
    writing = -1
  }

  deinit {
    closeReading()
    closeWriting()
  }
}

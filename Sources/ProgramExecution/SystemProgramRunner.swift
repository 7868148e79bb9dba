/// Runs programs of this machine.
///
/// Nothing waits in a thread: pipes that do not block are looked at again and again, at most 20 times a second while nothing
/// comes. What counts as the end is that of the program itself, not that of its output, which a process that it leaves
/// behind may keep open, as the master connection of ssh does.
public struct SystemProgramRunner: ProgramRunner {
  private let mostOutput: Int

  /// Makes a runner.
  ///
  /// - Parameter mostOutput: how many bytes are taken from a program's standard output before it is ended.
  public init(mostOutput: Int = 64 << 20) {
    self.mostOutput = mostOutput
  }

  /// Runs a program to its end, in the folder `/`.
  ///
  /// The program has a process group of its own, which is ended as a whole: after the time, when the task is cancelled, and
  /// when SIGINT, SIGTERM or SIGHUP end this process.
  ///
  /// - Parameters:
  ///   - name: the program's name, which is looked for in `PATH`.
  ///   - arguments: its arguments.
  ///   - variables: variables of its environment beside or instead of this process's own.
  ///   - input: what it reads from standard input.
  ///   - seconds: after how many seconds it is ended.
  /// - Returns: what it left behind, whatever its status; of standard error the first 64 KiB.
  /// - Throws: ``ProgramRunnerError`` when it did not come to its own end.
  public func run(
    _ name: String, _ arguments: [String], variables: [String: String], input: [UInt8], seconds: Double
  ) async throws(ProgramRunnerError) -> ProgramOutput {
    let child = try ChildProcess([name] + arguments, variables: variables, input: input)
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(seconds)
    var pause = Duration.milliseconds(1)
    while true {
      let hasMoved = child.exchange()
      guard child.output.count <= mostOutput else { throw .tooMuchOutput }
      if let status = child.status() {
        while child.exchange(), child.output.count <= mostOutput {}
        guard child.output.count <= mostOutput else { throw .tooMuchOutput }
        return ProgramOutput(status: status, output: child.output, errors: child.errors)
      }
      guard clock.now < deadline else { throw .timedOut }
      guard !Task.isCancelled else { throw .cancelled }
      if hasMoved {
        pause = .milliseconds(1)
        await Task.yield()
      } else {
        try? await Task.sleep(for: min(pause, deadline - clock.now))
        pause = min(pause * 2, .milliseconds(50))
      }
    }
  }
}

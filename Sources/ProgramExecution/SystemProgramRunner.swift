/// Runs programs of this machine.
///
/// No thread blocks: nonblocking sockets are polled, 20 times a second while nothing arrives. The run ends with the program
/// itself, not with its output, which a process that it leaves behind may keep open, as the master connection of ssh does.
package struct SystemProgramRunner: ProgramRunner {
  private let outputLimit: Int

  /// Limits the output of each program.
  ///
  /// - Parameter outputLimit: the bytes of standard output after which a program is stopped.
  package init(outputLimit: Int = 64 << 20) {
    self.outputLimit = outputLimit
  }

  /// Runs a program to its end, in the folder `/`.
  ///
  /// The program has its own process group, which is ended as a whole: after the given time, when the task is cancelled,
  /// and when SIGINT, SIGTERM or SIGHUP ends this process.
  ///
  /// - Parameters:
  ///   - name: the program's name, which is looked up in `PATH`.
  ///   - arguments: its arguments.
  ///   - variables: environment variables to add to, or replace in, those of this process.
  ///   - input: the bytes of its standard input.
  ///   - seconds: after how many seconds it is stopped.
  /// - Returns: its exit status, whatever that is, and its output; of standard error the first 64 KiB.
  /// - Throws: ``ProgramRunnerError`` if it did not run to its end.
  package func run(
    _ name: String, _ arguments: [String], variables: [String: String], input: [UInt8], seconds: Double
  ) async throws(ProgramRunnerError) -> ProgramOutput {
    let program = try PipedProgram([name] + arguments, variables: variables, input: input)
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(seconds)
    var pause = Duration.milliseconds(1)
    while true {
      let hasMoved = program.exchange()
      guard program.output.count <= outputLimit else { throw .tooMuchOutput }
      if let status = program.status() {
        while program.exchange(), program.output.count <= outputLimit {}
        guard program.output.count <= outputLimit else { throw .tooMuchOutput }
        return ProgramOutput(status: status, output: program.output, errors: program.errors)
      }
      guard clock.now < deadline else { throw .timedOut(output: program.output) }
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

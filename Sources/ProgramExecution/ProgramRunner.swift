/// The exit status and the output of a program.
package struct ProgramOutput: Sendable {
  /// The exit status, or 128 plus the number of the signal that ended it.
  package let status: Int32
  /// The bytes of standard output.
  package let output: [UInt8]
  /// The bytes of standard error.
  package let errors: [UInt8]

  /// For runners other than ``SystemProgramRunner``, such as those of tests.
  package init(status: Int32, output: [UInt8], errors: [UInt8]) {
    self.status = status
    self.output = output
    self.errors = errors
  }
}

/// Why a program did not run to its end.
package enum ProgramRunnerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// It is not on `PATH`.
  case missing
  /// It did not end in time and was stopped; the bytes are what it wrote to standard output before.
  case timedOut(output: [UInt8] = [])
  /// The task that waited for it was cancelled, so it was stopped.
  case cancelled
  /// It wrote more to standard output than the limit and was stopped.
  case tooMuchOutput
  /// The system could not start it; the text says why.
  case notStarted(String)

  /// What happened, to follow the program's name.
  package var description: String {
    switch self {
    case .missing: "is not on PATH"
    case .timedOut: "did not end in time"
    case .cancelled: "was stopped because the run was cancelled"
    case .tooMuchOutput: "wrote more output than allowed"
    case .notStarted(let reason): "could not be started: \(reason)"
    }
  }
}

/// Runs programs of this machine; backends start programs only through it.
package protocol ProgramRunner: Sendable {
  /// Runs a program to its end, in the folder `/`.
  ///
  /// - Parameters:
  ///   - name: the program's name, which is looked up in `PATH`.
  ///   - arguments: its arguments.
  ///   - variables: environment variables to add to, or replace in, those of this process.
  ///   - input: the bytes of its standard input.
  ///   - seconds: after how many seconds it is stopped.
  /// - Returns: its exit status, whatever that is, and its output.
  /// - Throws: ``ProgramRunnerError`` if it did not run to its end.
  func run(
    _ name: String, _ arguments: [String], variables: [String: String], input: [UInt8], seconds: Double
  ) async throws(ProgramRunnerError) -> ProgramOutput
}

/// What a program that was run left behind.
public struct ProgramOutput: Sendable {
  /// Its exit status, or 128 and the number of the signal that ended it.
  public let status: Int32
  /// What it wrote to standard output.
  public let output: [UInt8]
  /// What it wrote to standard error.
  public let errors: [UInt8]

  /// Makes an output.
  public init(status: Int32, output: [UInt8], errors: [UInt8]) {
    self.status = status
    self.output = output
    self.errors = errors
  }
}

/// Why a program could not be run to its end.
public enum ProgramRunnerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// This machine does not have it.
  case missing
  /// It did not end in time, and was ended.
  case timedOut
  /// The task that waited for it was cancelled, and it was ended.
  case cancelled
  /// It wrote more to standard output than is taken, and was ended.
  case tooMuchOutput
  /// The system did not start it, for the given reason.
  case notStarted(String)

  /// What happened, to stand behind the program's name.
  public var description: String {
    switch self {
    case .missing: "is not on PATH"
    case .timedOut: "did not end in time"
    case .cancelled: "was ended because nobody waits for it any more"
    case .tooMuchOutput: "wrote more than is taken from it"
    case .notStarted(let reason): "could not be started: \(reason)"
    }
  }
}

/// Something that runs programs of this machine; the one door through which backends reach them.
public protocol ProgramRunner: Sendable {
  /// Runs a program to its end, in the folder `/`.
  ///
  /// - Parameters:
  ///   - name: the program's name, which is looked for in `PATH`.
  ///   - arguments: its arguments.
  ///   - variables: variables of its environment beside or instead of this process's own.
  ///   - input: what it reads from standard input.
  ///   - seconds: after how many seconds it is ended.
  /// - Returns: what it left behind, whatever its status.
  /// - Throws: ``ProgramRunnerError`` when it did not come to its own end.
  func run(
    _ name: String, _ arguments: [String], variables: [String: String], input: [UInt8], seconds: Double
  ) async throws(ProgramRunnerError) -> ProgramOutput
}

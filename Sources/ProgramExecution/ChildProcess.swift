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

  private let program: StartedProgram
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
    program = try StartedProgram(
      words, streams: [standardInput.theirs, standardOutput.theirs, standardError.theirs], in: .root,
      variables: variables)
    for channel in [standardInput, standardOutput, standardError] { channel.closeTheirs() }
    if input.isEmpty { standardInput.closeOurs() }
  }

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
  func status() -> Int32? { program.end()?.code }
}

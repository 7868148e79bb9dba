#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A running program with its input and output; it is ended and reaped no later than this object.
final class PipedProgram {
  /// The bytes of standard output so far.
  private(set) var output: [UInt8] = []
  /// The bytes of standard error so far, at most the first 64 KiB.
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
  ///   - words: its name, which is looked up in `PATH`, and its arguments.
  ///   - variables: environment variables to add to, or replace in, those of this process.
  ///   - input: the bytes of its standard input.
  /// - Throws: ``ProgramRunnerError`` if it cannot be started.
  init(_ words: [String], variables: [String: String], input: [UInt8]) throws(ProgramRunnerError) {
    self.input = input[...]
    guard let standardInput = Channel(), let standardOutput = Channel(), let standardError = Channel() else {
      throw .notStarted(String(cString: strerror(errno)))
    }
    (self.standardInput, self.standardOutput, self.standardError) = (standardInput, standardOutput, standardError)
    program = try StartedProgram(
      words, streams: [standardInput.programEnd, standardOutput.programEnd, standardError.programEnd], mode: .isolated,
      variables: variables)
    for channel in [standardInput, standardOutput, standardError] { channel.closeProgramEnd() }
    if input.isEmpty { standardInput.closeLocalEnd() }
  }

  /// Moves bytes of each stream without waiting.
  ///
  /// - Returns: whether any byte moved.
  func exchange() -> Bool {
    var hasMoved = false
    if !input.isEmpty {
      switch standardInput.send(input) {
      case .moved(let count):
        input = input.dropFirst(count)
        hasMoved = true
      case .wouldBlock: break
      case .ended: input = []
      }
      if input.isEmpty { standardInput.closeLocalEnd() }
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

  /// The exit status, or 128 plus the number of the signal that ended it; nil while it runs.
  func status() -> Int32? { program.end()?.code }
}

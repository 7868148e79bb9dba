/// The Azure emulator of this package, which runs until this value is deinitialized.
public final class RunningEmulator: Sendable {
  /// Its URL, such as `http://127.0.0.1:40123`, for Resource Manager and for tokens.
  public let endpoint: String
  /// The port of 127.0.0.1 that it listens on.
  public let port: UInt16
  /// The running program.
  public let program: RunningProgram

  /// Starts the emulator on a free port and waits until it listens.
  ///
  /// - Parameters:
  ///   - arguments: its arguments besides `--port 0`. The default for `--retry-after` is 0 here, so that clients do not wait.
  ///   - log: the file for its standard error; nil to discard it.
  public init(_ arguments: [String] = [], log: String? = nil) throws {
    let retryAfter = arguments.contains { $0.hasPrefix("--retry-after") } ? [] : ["--retry-after", "0"]
    program = try RunningProgram(.built("azure-emulator"), ["--port", "0"] + retryAfter + arguments, log: log)
    let line = program.firstLine()
    guard let port = UInt16(line) else {
      throw Failure(description: "azure-emulator printed '\(line)' instead of its port")
    }
    self.port = port
    endpoint = "http://127.0.0.1:\(port)"
  }

  /// Terminates the emulator, and waits until it has saved its state.
  public func stop() {
    program.stop()
  }

  /// The emulator did not start.
  public struct Failure: Error, CustomStringConvertible {
    /// What happened, without a full stop.
    public let description: String
  }
}

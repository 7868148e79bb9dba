/// The Resource Manager of this package, running on this machine for as long as a test holds it.
public final class RunningEmulator: Sendable {
  /// Where it answers, such as `http://127.0.0.1:40123`: Resource Manager, and the authority that gives tokens too.
  public let endpoint: String
  /// The port of 127.0.0.1 that it listens on.
  public let port: UInt16
  /// The program itself.
  public let program: RunningProgram

  /// Starts the emulator on a free port and waits until it listens.
  ///
  /// - Parameters:
  ///   - arguments: its arguments beside `--port 0`. Without `--retry-after` among them, nobody is told to wait.
  ///   - log: the file that gets what it writes to standard error.
  public init(_ arguments: [String] = [], log: String? = nil) throws {
    let patience = arguments.contains { $0.hasPrefix("--retry-after") } ? [] : ["--retry-after", "0"]
    program = try RunningProgram(.built("azure-emulator"), ["--port", "0"] + patience + arguments, log: log)
    let line = program.firstLine()
    guard let port = UInt16(line) else {
      throw Failure(description: "azure-emulator said '\(line)' where its port should be")
    }
    self.port = port
    endpoint = "http://127.0.0.1:\(port)"
  }

  /// Asks the emulator to end, and waits until it has saved its state.
  public func stop() {
    program.stop()
  }

  /// Why the emulator could not be started.
  public struct Failure: Error, CustomStringConvertible {
    /// One sentence without a full stop.
    public let description: String
  }
}

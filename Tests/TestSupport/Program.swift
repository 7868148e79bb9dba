import Foundation
import Synchronization

/// A program on this machine that tests run.
public struct Program: Sendable {
  /// The program's absolute path.
  public let path: String

  /// Makes a program from its path.
  public init(path: String) {
    self.path = path
  }

  /// Finds a program in `PATH` and in the directories of system programs.
  ///
  /// - Returns: nil if the program is not installed.
  public init?(named name: String) {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    for folder in folders + ["/usr/local/sbin", "/usr/sbin", "/sbin"] {
      let path = "\(folder)/\(name)"
      guard FileManager.default.isExecutableFile(atPath: path) else { continue }
      self.path = path
      return
    }
    return nil
  }

  /// A program of this package, from the directory in `APIM_DNS_PROGRAMS` or the directory of the test bundle.
  public static func built(_ name: String) -> Program {
    if let folder = ProcessInfo.processInfo.environment["APIM_DNS_PROGRAMS"] {
      return Program(path: "\(folder)/\(name)")
    }
    // The test bundle or its runner is in the same directory as the programs.
    let bundle = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }
    let tests = bundle ?? URL(filePath: CommandLine.arguments[0])
    return Program(path: tests.deletingLastPathComponent().appending(path: name).path)
  }

  /// The result of a program that has ended.
  public struct Result: Sendable {
    /// Its exit status, or 128 plus the number of the signal that ended it.
    public let status: Int32
    /// What it wrote to standard output.
    public let output: String
    /// What it wrote to standard error.
    public let errors: String

    /// The result without some lines of standard error.
    public func withoutErrors(_ isLeftOut: (Substring) -> Bool) -> Result {
      let lines = errors.split(separator: "\n", omittingEmptySubsequences: false)
      return Result(
        status: status, output: output, errors: lines.filter { !isLeftOut($0) }.joined(separator: "\n"))
    }
  }

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - arguments: its arguments.
  ///   - environment: its whole environment; nil for that of the tests.
  ///   - folder: its working directory; nil for that of the tests.
  ///   - input: its standard input.
  public func run(
    _ arguments: [String], environment: [String: String]? = nil, in folder: String? = nil, input: String = ""
  ) async throws -> Result {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    if let environment { process.environment = environment.merging(Self.profile) { own, _ in own } }
    if let folder { process.currentDirectoryURL = URL(filePath: folder) }
    let (standardInput, output, errors) = (Pipe(), Pipe(), Pipe())
    process.standardInput = standardInput
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    async let outputBytes = Self.read(output)
    async let errorBytes = Self.read(errors)
    if !input.isEmpty { try? standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8)) }
    try? standardInput.fileHandleForWriting.close()
    let (outputText, errorText) = await (outputBytes, errorBytes)
    process.waitUntilExit()
    let signalled = process.terminationReason == .uncaughtSignal
    return Result(
      status: signalled ? 128 + process.terminationStatus : process.terminationStatus, output: outputText,
      errors: errorText)
  }

  /// The variable for the coverage profile of a program, if the tests measure coverage.
  private static let profile = ProcessInfo.processInfo.environment.filter { $0.key == "LLVM_PROFILE_FILE" }

  private static func read(_ pipe: Pipe) async -> String {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
        continuation.resume(returning: String(decoding: bytes, as: UTF8.self))
      }
    }
  }
}

/// A program that runs until this value is deinitialized.
public final class RunningProgram: Sendable {
  private let process: Mutex<Process>
  private let output: Pipe

  /// Starts a program without waiting for its end.
  ///
  /// - Parameters:
  ///   - program: the program.
  ///   - arguments: its arguments.
  ///   - log: the file for its standard error; nil to discard it.
  public init(_ program: Program, _ arguments: [String], log: String? = nil) throws {
    let process = Process()
    process.executableURL = URL(filePath: program.path)
    process.arguments = arguments
    output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    if let log, FileManager.default.createFile(atPath: log, contents: nil) {
      process.standardError = FileHandle(forWritingAtPath: log)
    }
    // Test threads block most signals and programs inherit this, so SIGTERM would never reach the program.
    var (none, before) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try process.run()
    self.process = Mutex(process)
  }

  deinit { stop() }

  /// Waits for the first line of standard output, and returns it without its line ending.
  public func firstLine() -> String {
    var line: [UInt8] = []
    while let byte = try? output.fileHandleForReading.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") {
      line.append(byte)
    }
    return String(decoding: line, as: UTF8.self)
  }

  /// Whether the program still runs.
  public var isRunning: Bool { process.withLock { $0.isRunning } }

  /// Terminates the program, and waits for its end.
  public func stop() {
    process.withLock { process in
      guard process.isRunning else { return }
      process.terminate()
      process.waitUntilExit()
    }
  }
}

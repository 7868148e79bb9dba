import Foundation
import Synchronization

/// An emulator of Azure on a port of its own, started anew for each run.
final class Emulator: Sendable {
  /// The port on which it listens.
  let port: Int
  private let running = Mutex<Process?>(nil)

  /// Names the port; nothing is started yet.
  init(port: Int) { self.port = port }

  /// Ends the emulator of the last run, and starts one with a state.
  ///
  /// - Parameters:
  ///   - arguments: how it behaves, as options of `azure-emulator`.
  ///   - state: what is in it, as its state file says that.
  ///   - place: where the state file is written.
  ///   - log: the path of a file for its request log, if it is to be kept.
  /// - Throws: ``BenchmarkError`` when it cannot listen.
  func restart(_ arguments: [String], _ state: String, _ place: Workplace, log: String? = nil) throws {
    let path = place.path("azure-state-\(port).json")
    try running.withLock { running in
      running?.terminate()
      running?.waitUntilExit()
      try Data(state.utf8).write(to: URL(filePath: path))
      let process = Process()
      process.executableURL = URL(filePath: place.program).deletingLastPathComponent().appending(path: "azure-emulator")
      process.arguments = ["--port", "\(port)", "--state", path] + arguments
      let output = Pipe()
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      if let log, FileManager.default.createFile(atPath: log, contents: nil) {
        process.standardError = FileHandle(forWritingAtPath: log)
      }
      try process.run()
      running = process
      // The port comes once it listens; an emulator of somebody else there would be measured in its place.
      guard let first = try output.fileHandleForReading.read(upToCount: 1), !first.isEmpty else {
        throw BenchmarkError("the emulator cannot listen on port \(port); end what does")
      }
    }
  }

  /// Ends the last emulator.
  func stop() {
    running.withLock { $0?.terminate() }
  }
}

/// The requests that an emulator's log has, but for those for tokens.
struct RequestLog {
  /// How many there were.
  let count: Int
  /// How many were refused because there were too many.
  let refused: Int

  /// Reads the log.
  init(_ path: String) throws {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").filter {
      !$0.contains("/oauth2/")
    }
    count = lines.count
    refused = lines.count { $0.hasSuffix(" 429") }
  }

  /// Which share of the requests was refused, from 0 to 1.
  var refusedShare: Double { Double(refused) / Double(max(count, 1)) }
}

import Foundation
import TestSupport
import Testing

/// A name server that a test runs on a free port of this machine.
struct TestServer {
  /// The running server.
  let process: RunningProgram
  /// The port on 127.0.0.1.
  let port: Int
  /// The path of its log.
  let log: String

  /// Starts a server, and waits until it answers for a name.
  ///
  /// - Parameters:
  ///   - program: the server.
  ///   - arguments: its arguments.
  ///   - port: the port that it listens on.
  ///   - log: the path of its log.
  ///   - name: a name that it answers for when it is ready.
  init(_ program: String, _ arguments: [String], port: Int, log: String, answers name: String) async throws {
    self.port = port
    self.log = log
    process = try RunningProgram(.required(program), arguments, log: log)
    for _ in 0..<100 {
      guard process.isRunning else { break }
      if try await status(of: name) == "NOERROR" { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("\(program) does not answer: \(try String(contentsOfFile: log, encoding: .utf8))")
  }

  /// The response code of a query for a name's A records; nil without an answer.
  func status(of name: String) async throws -> String? {
    let output = try await dig([name, "A", "+time=1", "+tries=1"])
    guard let start = output.range(of: "status: ") else { return nil }
    return String(output[start.upperBound...].prefix { $0 != "," })
  }

  /// The A records of a name as `TTL address` lines, sorted.
  func records(of name: String, _ type: String = "A") async throws -> [String] {
    let output = try await dig([name, type, "+noall", "+answer", "+time=2", "+tries=3"])
    return output.split(separator: "\n").map { line in
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
      return "\(words[1]) \(words[4...].joined(separator: " "))"
    }.sorted()
  }

  /// Runs dig.
  private func dig(_ arguments: [String]) async throws -> String {
    try await Program.required("dig").run(["@127.0.0.1", "-p", "\(port)"] + arguments).output
  }
}

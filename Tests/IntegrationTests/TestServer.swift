import Foundation
import Synchronization
import TestSupport
import Testing

/// A name server that a test runs on a free port of this machine.
struct TestServer {
  /// The running server.
  let process: RunningProgram
  /// The port on 127.0.0.1.
  let port: Int
  /// Where it writes what it does.
  let log: String

  /// Starts a server, and waits until it answers for a name or the log says that it is ready.
  ///
  /// - Parameters:
  ///   - program: the server.
  ///   - arguments: its arguments.
  ///   - port: the port that it listens on.
  ///   - log: the file of its messages.
  ///   - name: a name that it answers for as soon as it is ready.
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

  /// The response code of a question for a name's A records; nothing without an answer.
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

/// The ports that tests were given; their servers may not listen there yet.
private let givenPorts = Mutex<Set<Int>>([])

/// A port on which nothing listens at this moment, neither over UDP nor over TCP, and that no other test was given.
func freePort() throws -> Int {
  for _ in 0..<100 {
    let port = Int.random(in: 20_000...32_000)
    guard givenPorts.withLock({ $0.insert(port).inserted }) else { continue }
    if canBind(port, SOCK_DGRAM), canBind(port, SOCK_STREAM) { return port }
  }
  throw MissingPort()
}

/// No port was free.
private struct MissingPort: Error {}

#if canImport(Darwin)
  /// A kind of socket as this system's headers have it.
  private typealias SocketKind = Int32
#else
  /// A kind of socket as this system's headers have it.
  private typealias SocketKind = __socket_type
#endif

/// Whether a socket can have a port of 127.0.0.1.
private func canBind(_ port: Int, _ kind: SocketKind) -> Bool {
  #if canImport(Darwin)
    let descriptor = socket(AF_INET, kind, 0)
  #else
    let descriptor = socket(AF_INET, Int32(kind.rawValue), 0)
  #endif
  defer { close(descriptor) }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = UInt16(port).bigEndian
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  return withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
    }
  }
}

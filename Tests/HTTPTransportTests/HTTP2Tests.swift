import Foundation
import HTTPTransport
import ResourceManager
import Synchronization
import TestSupport
import Testing

/// A TLS server that supports only HTTP/2, and what it may do to requests in flight.
@Suite(.timeLimit(.minutes(5)), .needs("python3", "openssl")) struct HTTP2Tests {
  @Test func manyRequestsShareAConnection() async throws {
    // The server responds only after it has received all requests, on one connection.
    let server = try await HTTP2Server(["together", "50"])
    let bodies = (0..<50).map { "body-\($0)" }
    #expect(try await server.send(bodies) == 0)
    let answered = server.answered(50)
    #expect(Set(answered.map(\.connection)).count == 1)
    #expect(Set(answered.map(\.stream)).count == 50)
    #expect(Set(answered.map(\.body)) == Set(bodies))
  }

  @Test func refusedStreamsAreRetried() async throws {
    let server = try await HTTP2Server(["refuse", "20"])
    let bodies = (0..<40).map { "body-\($0)" }
    _ = try await server.send(bodies)
    // A refused stream gets no response, so each request gets exactly one.
    #expect(server.answered(40).map(\.body).sorted() == bodies.sorted())
  }

  @Test func closedConnectionLosesNoRequests() async throws {
    let server = try await HTTP2Server(["goaway", "7"])
    let bodies = (0..<40).map { "body-\($0)" }
    _ = try await server.send(bodies)
    // A response can be lost with its connection and then arrive again.
    var seen: Set<String> = []
    var connections: Set<String> = []
    while seen.count < 40 {
      let (connection, _, body) = server.answered(1)[0]
      guard !body.isEmpty else { break }
      seen.insert(body)
      connections.insert(connection)
    }
    #expect(seen == Set(bodies))
    #expect(connections.count >= 3)
  }
}

/// The server that scripts/peers/http2_server.py is, and a client that trusts it.
private struct HTTP2Server {
  private let folder: TemporaryFolder
  private let server: RunningProgram
  private let port: String
  private let client: LibcurlClient

  /// Starts a server with one kind of disturbance.
  init(_ mode: [String]) async throws {
    folder = try TemporaryFolder()
    let (key, certificate) = (folder.path("key.pem"), folder.path("certificate.pem"))
    let made = try await Program.required("openssl").run([
      "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
      "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
    ])
    #expect(made.status == 0)
    let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "scripts/peers/http2_server.py").path
    server = try RunningProgram(.required("python3"), [script, certificate, key] + mode)
    port = server.firstLine()
    client = LibcurlClient(connectTimeout: 30, totalTimeout: 60, certificateFile: certificate)
  }

  /// Sends requests concurrently, retries those whose connection was lost, and returns how many retries that took.
  func send(_ bodies: [String]) async throws -> Int {
    let (client, url) = (client, "https://127.0.0.1:\(port)/")
    return try await withThrowingTaskGroup(of: Int.self) { group in
      for body in bodies {
        group.addTask {
          let request = HTTPRequest(method: "PUT", url: url, content: Array(body.utf8))
          for lost in 0..<10 {
            do throws(HTTPClientError) {
              let response = try await client.send(request)
              #expect(response.status == 200)
              #expect(String(decoding: response.content, as: UTF8.self) == body)
              return lost
            } catch {
              // RetryingClient retries this error too.
              guard error.code == .connectionLost else { throw error }
            }
          }
          Issue.record("\(body) was never answered")
          return 10
        }
      }
      return try await group.reduce(0, +)
    }
  }

  /// What the server answered so far: connection, stream and body of each.
  func answered(_ count: Int) -> [(connection: String, stream: Int, body: String)] {
    (0..<count).map { _ in
      let words = server.firstLine().split(separator: " ").map(String.init)
      return words.count == 3 ? (words[0], Int(words[1]) ?? 0, words[2]) : ("", 0, "")
    }
  }
}

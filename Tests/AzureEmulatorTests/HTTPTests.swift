import Foundation
import TestSupport
import Testing

/// What the server does with bytes on its connections.
@Suite("The emulator's HTTP server") struct HTTPTests {
  @Test(
    "A malformed request gets an error response, and the connection ends",
    arguments: [
      ("GARBAGE\r\n\r\n", 400),
      ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
      ("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400),
      ("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\nX-A : b\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\nX-A: \u{1}\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +0\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x0\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n", 400),
      ("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
      ("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n+5\r\nabcde\r\n0\r\n\r\n", 400),
      ("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n-0\r\n\r\n", 400),
      ("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\nabcde\r\n0\r\n\r\n", 400),
      ("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n 5\r\nabcde\r\n0\r\n\r\n", 400),
      ("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5 \r\nabcde\r\n0\r\n\r\n", 400),
      ("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\r\nabcde\r\n0\r\n\r\n", 400),
      ("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", 400),
      ("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
      ("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n", 413),
      ("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n100001\r\n", 413),
      ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
      ("GET /" + String(repeating: "a", count: 40_000), 431),
      ("GET / HTTP/1.1\r\nX-A: " + String(repeating: "a", count: 40_000) + "\r\n\r\n", 431),
    ])
  func malformed(request: String, status: Int) throws {
    let emulator = try RunningEmulator()
    let connection = try Connection(port: emulator.port)
    connection.send(request)
    let reply = Reply(connection.receiveAll())
    #expect(reply.status == status)
    #expect(reply.fields["connection"] == "close")
  }

  @Test("A path in the log is never a pipeline command")
  func logHasNoPipelineCommands() throws {
    let folder = try TemporaryFolder()
    let emulator = try RunningEmulator(log: folder.path("log"))
    let connection = try Connection(port: emulator.port)
    connection.send("GET /##vso[task.complete]##[error] HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    #expect(Reply(connection.receiveAll()).status == 404)
    #expect(
      try folder.text(of: "log") == "azure-emulator: GET /%23%23vso[task.complete]%23%23[error] 404\n")
  }

  @Test("A connection stays open for the next request, and two may be sent at once") func keepAlive() throws {
    let emulator = try RunningEmulator()
    let connection = try Connection(port: emulator.port)
    let request = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"
    connection.send(request)
    #expect(Reply(connection.receive()).status == 404)
    connection.send(request + request.replacing("Host: a", with: "Host: a\r\nConnection: close"))
    let both = String(decoding: connection.receiveAll(), as: UTF8.self)
    #expect(both.components(separatedBy: "HTTP/1.1 404 Not Found\r\n").count == 3)
  }

  @Test("An HTTP/1.0 connection ends with the response") func oldVersion() throws {
    let emulator = try RunningEmulator()
    let connection = try Connection(port: emulator.port)
    connection.send("GET /a HTTP/1.0\r\n\r\n")
    #expect(Reply(connection.receiveAll()).status == 404)
  }

  @Test("A response to HEAD has no body") func head() throws {
    let emulator = try RunningEmulator()
    let connection = try Connection(port: emulator.port)
    connection.send("HEAD /a HTTP/1.1\r\nHost: a\r\nConnection: foo, close\r\n\r\n")
    let reply = Reply(connection.receiveAll())
    #expect(reply.status == 404)
    #expect(reply.body == "")
  }

  @Test("A body may come in chunks, however the bytes arrive") func chunks() throws {
    let emulator = try RunningEmulator()
    let connection = try Connection(port: emulator.port)
    connection.send("POST /t/oauth2/v2.0/token HTTP/1.1\r\nHost: a\r\nConnection: close\r\n")
    connection.send("Transfer-Encoding: chunked\r\n\r\n")
    for piece in EmulatorClient.form.split(separator: "&", omittingEmptySubsequences: false) {
      let text = piece + "&"
      connection.send(String(text.utf8.count, radix: 16) + ";x=y\r\n\(text)\r")
      connection.send("\n")
    }
    connection.send("0\r\nTrailer: a\r\n\r\n")
    #expect(Reply(connection.receiveAll()).status == 200)
  }

  @Test("Expect: 100-continue gets 100 Continue") func expectation() throws {
    let emulator = try RunningEmulator()
    let connection = try Connection(port: emulator.port)
    let form = EmulatorClient.form
    connection.send("POST /t/oauth2/v2.0/token HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\n")
    connection.send("Content-Length: \(form.utf8.count)\r\n\r\n")
    #expect(Reply(connection.receive()).status == 100)
    connection.send(form)
    #expect(Reply(connection.receiveAll()).status == 200)
  }

  @Test("Many connections are served at once") func manyConnections() async throws {
    let client = try EmulatorClient()
    try client.makeZone("contoso.example")
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<64 {
        group.addTask {
          let idle = try Connection(port: client.emulator.port)
          idle.send("GET /")
          let body = #"{"properties":{"ttl":5,"aRecords":[{"ipv4Address":"10.0.0.\#(number)"}]}}"#
          return try client.send("PUT", "/contoso.example/A/host\(number)", body).status
        }
      }
      return try await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(statuses == Array(repeating: 201, count: 64))
    #expect(try client.send("GET", "/contoso.example").json["properties"]["numberOfRecordSets"] == 65)
  }
}

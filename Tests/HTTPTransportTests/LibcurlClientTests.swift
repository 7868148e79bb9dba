import Foundation
import HTTPTransport
import ResourceManager
import Testing

@Suite(.timeLimit(.minutes(5)))
struct LibcurlClientTests {
  let client = LibcurlClient(connectTimeout: 5, totalTimeout: 20)

  @Test(arguments: ["GET", "DELETE", "PUT", "POST", "PATCH"])
  func sendsMethodAndContent(_ method: String) async throws {
    let server = try SocketServer { answer("200 OK", "\($0.line)|\(String(decoding: $0.content, as: UTF8.self))") }
    let content = method == "GET" || method == "DELETE" ? "" : "{\"a\":1}"
    let response = try await client.send(
      HTTPRequest(method: method, url: server.url("/a/@?b=*&c=%2F"), content: Array(content.utf8)))
    #expect(String(decoding: response.content, as: UTF8.self) == "\(method) /a/@?b=*&c=%2F HTTP/1.1|\(content)")
  }

  @Test func headHasNoContent() async throws {
    let server = try SocketServer { _ in "HTTP/1.1 200 OK\r\nContent-Length: 12\r\nConnection: close\r\n\r\n" }
    let response = try await client.send(HTTPRequest(method: "HEAD", url: server.url("/")))
    #expect(response.status == 200)
    #expect(response.content.isEmpty)
  }

  @Test func putWithoutContentHasALengthOfZero() async throws {
    let server = try SocketServer { answer("200 OK", $0.head) }
    let response = try await client.send(HTTPRequest(method: "PUT", url: server.url("/")))
    let head = String(decoding: response.content, as: UTF8.self).lowercased()
    #expect(head.contains("content-length: 0"))
    #expect(!head.contains("content-type"))
    #expect(!head.contains("expect:"))
  }

  @Test func fieldsAreSentAndReceived() async throws {
    let server = try SocketServer { request in
      answer("200 OK", request.head, fields: "ETag: \"a:b\"\r\nX-Two:  spaces \t\r\nx-two: second\r\nX-Empty:\r\n")
    }
    let response = try await client.send(
      HTTPRequest(
        method: "GET", url: server.url("/"), fields: [HTTPField("If-Match", "*"), HTTPField("X-Nothing", "")]))
    let head = String(decoding: response.content, as: UTF8.self)
    #expect(head.contains("\r\nIf-Match: *\r\n"))
    #expect(head.contains("\r\nX-Nothing:"))
    #expect(
      response.fields.dropLast() == [
        HTTPField("ETag", "\"a:b\""), HTTPField("X-Two", "spaces"), HTTPField("x-two", "second"),
        HTTPField("X-Empty", ""),
      ])
    #expect(response.value(of: "etag") == "\"a:b\"")
  }

  @Test func fieldsOfInterimResponsesAreIgnored() async throws {
    let server = try SocketServer { _ in "HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n" + answer("201 Created", "x") }
    let response = try await client.send(HTTPRequest(method: "PUT", url: server.url("/")))
    #expect(response.status == 201)
    #expect(response.value(of: "X-Early") == nil)
  }

  @Test(arguments: ["404 Not Found", "412 Precondition Failed", "429 Too Many Requests", "500 Oops"])
  func errorStatusIsAResponse(_ status: String) async throws {
    let server = try SocketServer { _ in answer(status, "why") }
    let response = try await client.send(HTTPRequest(method: "GET", url: server.url("/")))
    #expect(status.hasPrefix("\(response.status) "))
    #expect(response.content == Array("why".utf8))
  }

  @Test func redirectsAreNotFollowed() async throws {
    let server = try SocketServer { _ in answer("302 Found", fields: "Location: http://127.0.0.1:1/\r\n") }
    let response = try await client.send(HTTPRequest(method: "GET", url: server.url("/")))
    #expect(response.status == 302)
    #expect(response.value(of: "location") == "http://127.0.0.1:1/")
  }

  @Test func largeBodyArrivesCompletely() async throws {
    let server = try SocketServer { request in answer("200 OK", String(decoding: request.content, as: UTF8.self)) }
    let content = (0..<3_000_000).map { UInt8(ascii: "a") + UInt8($0 % 26) }
    let response = try await client.send(HTTPRequest(method: "POST", url: server.url("/"), content: content))
    #expect(response.content == content)
  }

  @Test func hundredRequestsRunConcurrently() async throws {
    let server = try SocketServer { answer("200 OK", $0.path) }
    let client = client
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<100 {
        group.addTask {
          let response = try await client.send(HTTPRequest(method: "GET", url: server.url("/\(number)")))
          #expect(String(decoding: response.content, as: UTF8.self) == "/\(number)")
        }
      }
      try await group.waitForAll()
    }
  }
}

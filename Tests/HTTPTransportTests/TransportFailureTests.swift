import Foundation
import HTTPTransport
import ResourceManager
import Testing

@Suite(.timeLimit(.minutes(5)))
struct TransportFailureTests {
  /// The error of a request.
  private func failure(
    _ url: String, _ client: LibcurlClient = LibcurlClient(), method: String = "GET"
  ) async -> HTTPClientError? {
    do throws(HTTPClientError) {
      _ = try await client.send(HTTPRequest(method: method, url: url))
      return nil
    } catch {
      return error
    }
  }

  @Test func refusedConnectionIsAnError() async {
    let error = await failure("http://127.0.0.1:1/")
    #expect(error?.code == .cannotConnect)
    #expect(error?.description == "cannot connect to '127.0.0.1:1': nothing listens there, or a firewall blocks it")
  }

  @Test func unknownHostIsAnError() async {
    let error = await failure("https://nowhere.invalid/")
    #expect(error?.code == .cannotConnect)
    // If the environment names a proxy, the error is that of the proxy.
    let environment = ProcessInfo.processInfo.environment
    if environment["https_proxy"] == nil, environment["HTTPS_PROXY"] == nil {
      #expect(
        error?.description == "cannot resolve the host of 'nowhere.invalid'. Check its spelling and your DNS.")
    }
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nhalf",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    "HTTP/1.1 202 Accepted\r\nAzure-Async",
    "HTTP/1.1 200 OK\r\nX-A: b\r\n",
    "",
  ])
  func truncatedResponseIsAnError(_ bytes: String) async throws {
    let server = try SocketServer { _ in bytes }
    let error = await failure(server.url("/"), method: "POST")
    #expect(error?.code == .connectionLost)
    #expect(
      error?.description == "the connection to '127.0.0.1:\(server.port)' closed before the response was "
        + "complete")
  }

  @Test func slowResponseTimesOut() async throws {
    let server = try SocketServer { _ in
      Thread.sleep(forTimeInterval: 3)
      return answer("200 OK")
    }
    let error = await failure(server.url("/"), LibcurlClient(connectTimeout: 0.2, totalTimeout: 0.3))
    #expect(error?.code == .timedOut)
    #expect(
      error?.description == "no complete response from '127.0.0.1:\(server.port)' in time (0.2 s to connect, 0.3 s in "
        + "total)")
  }

  @Test func tooLargeResponseIsAnError() async throws {
    let server = try SocketServer { _ in answer("200 OK", String(repeating: "x", count: 1001)) }
    let error = await failure(server.url("/"), LibcurlClient(contentLimit: 1000))
    #expect(error?.code == .other)
    #expect(
      error?.description == "the response of '127.0.0.1:\(server.port)' is larger than 1000 bytes, or its header is "
        + "larger than 262144 bytes. Check the address of the server.")
    let fits = try await LibcurlClient(contentLimit: 1001).send(HTTPRequest(method: "GET", url: server.url("/")))
    #expect(fits.content.count == 1001)
  }

  @Test(arguments: [
    "file:///etc/passwd", "ftp://host/", "", "http://", "http://us er@h/", "http://user@host/", "http://h/\r\nX: y",
  ])
  func invalidURLIsAnError(_ url: String) async {
    let error = await failure(url)
    #expect(error?.code == .badAddress)
    #expect(
      error?.description
        == "the URL does not start with 'http://' or 'https://' and a host. Correct the address.")
  }

  @Test func fieldThatWouldInjectALineIsAnError() async throws {
    do throws(HTTPClientError) {
      _ = try await LibcurlClient().send(
        HTTPRequest(method: "GET", url: "http://127.0.0.1:1/", fields: [HTTPField("A", "secret\r\nB: c")]))
      Issue.record("it was sent")
    } catch {
      #expect(error.description == "a header field of the request has an invalid character. Report this bug.")
    }
  }

  @Test func missingLibraryIsAnError() async {
    let error = await failure("http://127.0.0.1:1/", LibcurlClient(library: "libcurl-that-is-not.so.4"))
    #expect(error?.code == .libraryMissing)
    #expect(
      error?.description
        == "cannot load 'libcurl-that-is-not.so.4' (version 7.68 or newer), which HTTP requests need. Install the "
        + "package libcurl4 (Debian, Ubuntu) or libcurl (Fedora, RHEL, Alpine).")
  }

  @Test func plainServerIsNotASecureServer() async throws {
    let server = try SocketServer { _ in answer("200 OK") }
    let error = await failure("https://127.0.0.1:\(server.port)/", LibcurlClient(connectTimeout: 1))
    #expect(error?.code == .cannotConnect || error?.code == .timedOut)
  }

  @Test func cancellationEndsARequestAtOnce() async throws {
    let server = try SocketServer { _ in
      Thread.sleep(forTimeInterval: 10)
      return answer("200 OK")
    }
    let client = LibcurlClient()
    let tasks = (0..<20).map { number in
      Task { () -> HTTPClientError? in
        do throws(HTTPClientError) {
          _ = try await client.send(HTTPRequest(method: "GET", url: server.url("/\(number)")))
          return nil
        } catch {
          return error
        }
      }
    }
    tasks[0].cancel()
    try await Task.sleep(for: .milliseconds(200))
    for task in tasks { task.cancel() }
    for task in tasks {
      let error = await task.value
      #expect(error?.code == .cancelled)
      #expect(error?.description == "the request was cancelled before the response arrived. Run the command again.")
    }
  }
}

import AzureBackend
import Foundation
import HTTPTransport
import Testing

/// Each test has a process of its own, because the environment is the whole process's.
@Suite(.timeLimit(.minutes(5)))
struct EnvironmentTests {
  @Test func loopbackIsNeverAskedThroughAProxy() async {
    await #expect(processExitsWith: .success) {
      for name in ["http_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"] { setenv(name, "http://127.0.0.1:1", 1) }
      let server = try SocketServer { _ in answer("200 OK") }
      let response = try await LibcurlClient().send(HTTPRequest(method: "GET", url: server.url("/")))
      #expect(response.status == 200)
    }
  }

  @Test func otherAddressesAreAskedThroughTheProxy() async {
    await #expect(processExitsWith: .success) {
      let proxy = try SocketServer { answer("200 OK", $0.line) }
      setenv("http_proxy", "http://127.0.0.1:\(proxy.port)", 1)
      let response = try await LibcurlClient().send(HTTPRequest(method: "GET", url: "http://a.example/x"))
      #expect(String(decoding: response.content, as: UTF8.self) == "GET http://a.example/x HTTP/1.1")
    }
  }

  @Test func trustedCertificatesComeFromTheFileThatTheEnvironmentNames() async {
    await #expect(processExitsWith: .success) {
      setenv("SSL_CERT_FILE", "/nowhere/certificates.pem", 1)
      let server = try SocketServer { _ in answer("200 OK") }
      do throws(HTTPClientError) {
        _ = try await LibcurlClient().send(HTTPRequest(method: "GET", url: "https://127.0.0.1:\(server.port)/"))
        Issue.record("it was trusted")
      } catch {
        #expect(error.code == .untrustedCertificate)
        #expect(error.description.hasSuffix("): trusted certificates come from '/nowhere/certificates.pem'"))
      }
    }
  }
}

import Foundation
import HTTPTransport
import ResourceManager
import Synchronization
import Testing

/// Each test runs in its own process, because it changes the environment.
@Suite(.timeLimit(.minutes(5)))
struct EnvironmentTests {
  @Test func loopbackAddressesNeverUseAProxy() async {
    await #expect(processExitsWith: .success) {
      for name in ["http_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"] { setenv(name, "http://127.0.0.1:1", 1) }
      let server = try SocketServer { _ in answer("200 OK") }
      let response = try await LibcurlClient().send(HTTPRequest(method: "GET", url: server.url("/")))
      #expect(response.status == 200)
    }
  }

  @Test func otherAddressesUseTheProxy() async {
    await #expect(processExitsWith: .success) {
      let proxy = try RecordingProxy()
      setenv("https_proxy", proxy.url, 1)
      _ = try? await LibcurlClient().send(HTTPRequest(method: "GET", url: "https://a.example/x"))
      #expect(proxy.lines == ["CONNECT a.example:443 HTTP/1.1"])
    }
  }

  @Test func unresolvableProxyIsNamed() async {
    await #expect(processExitsWith: .success) {
      setenv("https_proxy", "http://proxy.invalid:8080", 1)
      do throws(HTTPClientError) {
        _ = try await LibcurlClient().send(HTTPRequest(method: "GET", url: "https://a.example/x"))
        Issue.record("it was answered")
      } catch {
        #expect(error.code == .cannotConnect)
        #expect(error.description == "cannot resolve the proxy for 'a.example'. Check https_proxy.")
      }
    }
  }

  /// Neither the metadata service of a virtual machine, nor an `IDENTITY_ENDPOINT` elsewhere.
  @Test func plainHTTPNeverUsesAProxy() async {
    await #expect(processExitsWith: .success) {
      let proxy = try RecordingProxy()
      for name in ["http_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"] { setenv(name, proxy.url, 1) }
      let client = LibcurlClient(connectTimeout: 1, totalTimeout: 1)
      for host in ["169.254.169.254", "169.254.130.2:8081", "identity.invalid"] {
        _ = try? await client.send(
          HTTPRequest(method: "GET", url: "http://\(host)/msi/token", fields: [HTTPField("X-IDENTITY-HEADER", "h")]))
      }
      #expect(proxy.lines == [])
    }
  }

  @Test func trustedCertificatesComeFromSSLCertFile() async {
    await #expect(processExitsWith: .success) {
      setenv("SSL_CERT_FILE", "/nowhere/certificates.pem", 1)
      let server = try SocketServer { _ in answer("200 OK") }
      do throws(HTTPClientError) {
        _ = try await LibcurlClient().send(HTTPRequest(method: "GET", url: "https://127.0.0.1:\(server.port)/"))
        Issue.record("it was trusted")
      } catch {
        #expect(error.code == .untrustedCertificate)
        #expect(error.description.hasSuffix(". Add its CA certificate to '/nowhere/certificates.pem'."))
      }
    }
  }
}

/// A proxy that connects to nothing and records requests.
private final class RecordingProxy: Sendable {
  private let server: SocketServer
  private let asked: Record

  private final class Record: Sendable {
    let lines = Mutex<[String]>([])
  }

  init() throws {
    let asked = Record()
    server = try SocketServer { request in
      asked.lines.withLock { $0.append(request.line) }
      return answer("403 Forbidden")
    }
    self.asked = asked
  }

  /// The URL of the proxy.
  var url: String { server.url("") }
  /// The first lines of the requests.
  var lines: [String] { asked.lines.withLock { $0 } }
}

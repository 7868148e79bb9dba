import Foundation
import HTTPTransport
import ResourceManager
import TestSupport
import Testing

/// These tests run a TLS server with the program `openssl`.
@Suite(.timeLimit(.minutes(5)), .needs("openssl"))
struct CertificateTests {
  @Test func onlyTrustedCertificatesAreAccepted() async throws {
    let openssl = try #require(Program(named: "openssl"))
    let folder = try TemporaryFolder()
    let (key, certificate) = (folder.path("key.pem"), folder.path("certificate.pem"))
    let made = try await openssl.run([
      "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
      "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate,
    ])
    #expect(made.status == 0)
    let trusting = LibcurlClient(certificateFile: certificate)
    var (port, server, response): (Int, RunningProgram?, HTTPResponse?) = (0, nil, nil)
    for _ in 0..<600 where response == nil {
      if server?.isRunning != true {
        // Below the ephemeral ports; if the port is taken, the server ends at once.
        port = Int.random(in: 20_000...32_000)
        server = try RunningProgram(
          openssl, ["s_server", "-accept", "127.0.0.1:\(port)", "-key", key, "-cert", certificate, "-www", "-quiet"])
      }
      try await Task.sleep(for: .milliseconds(100))
      response = try? await trusting.send(HTTPRequest(method: "GET", url: "https://127.0.0.1:\(port)/"))
    }
    defer { server?.stop() }
    #expect(response?.status == 200)
    let request = HTTPRequest(method: "GET", url: "https://127.0.0.1:\(port)/")

    // The same certificate, but the server name is not in it.
    let elsewhere = try RunningProgram(
      openssl, ["s_server", "-accept", "127.0.0.2:\(port)", "-key", key, "-cert", certificate, "-www", "-quiet"])
    defer { elsewhere.stop() }
    var refusal: HTTPClientError?
    for _ in 0..<600 where refusal == nil || refusal?.code == .cannotConnect {
      try await Task.sleep(for: .milliseconds(100))
      do throws(HTTPClientError) {
        _ = try await trusting.send(HTTPRequest(method: "GET", url: "https://127.0.0.2:\(port)/"))
        Issue.record("a certificate of another server was taken")
        break
      } catch {
        refusal = error
      }
    }
    #expect(refusal?.code == .untrustedCertificate, "\(refusal?.description ?? "")")

    let other = folder.path("other.pem")
    _ = try await openssl.run([
      "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=other", "-keyout", key, "-out",
      other,
    ])
    do throws(HTTPClientError) {
      _ = try await LibcurlClient(certificateFile: other).send(request)
      Issue.record("an unknown certificate was trusted")
    } catch {
      #expect(error.code == .untrustedCertificate)
      #expect(error.description.hasPrefix("the certificate of '127.0.0.1:\(port)' is not trusted: "))
      #expect(error.description.hasSuffix(". Add its CA certificate to '\(other)'."))
    }
  }
}

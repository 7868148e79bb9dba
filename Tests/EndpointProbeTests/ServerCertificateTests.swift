import EndpointProbe
import Foundation
import TestSupport
import Testing

/// Certificates that OpenSSL makes, and bytes that are none.
@Suite(.needs("openssl")) struct ServerCertificateTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func certificate(_ names: String, days: Int = 2) async throws -> String {
    let result = try await Program.required("openssl").run([
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "\(days)",
      "-subj",
      "/CN=x", "-addext", "subjectAltName=\(names)", "-keyout", folder.path("key.pem"), "-out", folder.path("c.pem"),
    ])
    #expect(result.status == 0)
    return try String(contentsOfFile: folder.path("c.pem"), encoding: .utf8)
  }

  @Test(arguments: [2, 20_000]) func namesAndDates(days: Int) async throws {
    let before = Int64(Date().timeIntervalSince1970)
    let pem = try await certificate("DNS:a.example,IP:10.1.0.5,DNS:*.b.example", days: days)
    let certificate = try #require(ServerCertificate(pem: pem))
    let after = Int64(Date().timeIntervalSince1970)
    #expect(certificate.names == ["a.example", "*.b.example"])
    #expect((before...after).contains(certificate.begins))
    #expect(certificate.ends == certificate.begins + Int64(days) * 86400)
    #expect(certificate.isValid(at: after))
    #expect(!certificate.isValid(at: certificate.begins - 1))
    #expect(!certificate.isValid(at: certificate.ends + 1))
  }

  /// A server can send any bytes, so none may end the program.
  @Test func changedBytesAreReadOrRefused() async throws {
    let pem = try await certificate("DNS:a.example,DNS:b.example")
    let lines = pem.split(separator: "\n").filter { !$0.hasPrefix("-") }.joined()
    let bytes = [UInt8](try #require(Data(base64Encoded: lines)))
    #expect(ServerCertificate(der: bytes)?.names == ["a.example", "b.example"])
    for end in bytes.indices { _ = ServerCertificate(der: Array(bytes[..<end])) }
    for index in bytes.indices {
      for value: UInt8 in [0, 0x30, 0x7F, 0x80, 0x83, 0xFF] {
        var changed = bytes
        changed[index] = value
        _ = ServerCertificate(der: changed)
      }
    }
    for text in ["", "-----BEGIN CERTIFICATE-----\n", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"] {
      #expect(ServerCertificate(pem: text) == nil)
    }
  }
}

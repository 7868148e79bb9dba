import Foundation
import TestSupport
import Testing

@testable import azure_emulator

/// `--tls`, asked by curl.
@Suite("The emulator over TLS", .needs("openssl", "curl")) struct TLSTests {
  private func curl(_ arguments: [String]) async throws -> Program.Result {
    try await Program.required("curl").run(["--silent", "--show-error", "--noproxy", "*"] + arguments)
  }

  @Test("Clients that trust the printed authority reach it at both names", arguments: ["localhost", "127.0.0.1"])
  func trusted(host: String) async throws {
    let emulator = try RunningEmulator(["--tls"])
    let authority = emulator.program.firstLine()
    let endpoint = "https://\(host):\(emulator.port)"
    let target = "\(endpoint)/metadata/endpoints?api-version=2022-09-01"
    let result = try await curl(["--cacert", authority, target, target])
    #expect(result.errors == "")
    #expect(JSON(String(result.output.prefix(result.output.utf8.count / 2)))?["resourceManager"] == .string(endpoint))
    let untrusted = try await curl([target])
    #expect(untrusted.status == 60, "\(untrusted.errors)")
  }

  @Test("URLs in responses are https") func addresses() async throws {
    let emulator = try RunningEmulator(["--tls"])
    let authority = emulator.program.firstLine()
    let endpoint = "https://localhost:\(emulator.port)"
    let token = try await curl(
      ["--cacert", authority, "--data", EmulatorClient.form, "\(endpoint)/tenant/oauth2/v2.0/token"])
    let accepted = try await curl([
      "--cacert", authority, "--header", "Authorization: Bearer \(JSON(token.output)?["access_token"].text ?? "")",
      "--request", "PUT", "--data", #"{"location":"global"}"#, "--dump-header", "-",
      "\(endpoint)\(EmulatorClient.zones)/contoso.example?api-version=2024-06-01",
    ])
    #expect(accepted.output.hasPrefix("HTTP/1.1 202 Accepted\r\n"))
    #expect(accepted.output.contains("Location: \(endpoint)/subscriptions/"))
    #expect(accepted.output.hasSuffix("\r\n\r\n{}"))
  }

  @Test("A client without TLS gets no response, and the others go on") func plain() async throws {
    let emulator = try RunningEmulator(["--tls"])
    let authority = emulator.program.firstLine()
    let connection = try Connection(port: emulator.port)
    connection.send("GET /metadata/endpoints?api-version=2022-09-01 HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(Reply(connection.receiveAll()).status == 0)
    let result = try await curl(["--cacert", authority, "https://localhost:\(emulator.port)/"])
    #expect(result.status == 0)
  }

  @Test("The keys are gone once it listens, and all files when it ends") func files() throws {
    let emulator = try RunningEmulator(["--tls"])
    let folder = URL(filePath: emulator.program.firstLine()).deletingLastPathComponent().path
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["ca.pem", "openssl.cnf", "server.pem"])
    emulator.stop()
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  @Test("Without openssl it does not start") func noProgram() async throws {
    let result = try await Program.built("azure-emulator").run(
      ["--port", "0", "--tls"], environment: ["PATH": "/no-such-folder"])
    #expect(
      result.errors
        == "azure-emulator: openssl cannot make a certificate, which --tls requires. Install OpenSSL 3.\n")
    #expect(result.status == 1)
    #expect(result.output == "")
  }

  @Test("Without a place for temporary files it does not start") func noFolder() async throws {
    let result = try await Program.built("azure-emulator").run(
      ["--port", "0", "--tls"], environment: ["TMPDIR": "/no-such-folder"])
    #expect(result.errors == "azure-emulator: cannot create a temporary folder: No such file or directory\n")
    #expect(result.status == 1)
  }

  @Test(
    "A library that is no OpenSSL is an error",
    arguments: [
      ("no-such-library.so", "cannot load no-such-library.so, which --tls requires. Install OpenSSL 3."),
      ("libc.so.6", "libc.so.6 has no function SSL_new. Install OpenSSL 3."),
      ("libssl.so.3", "OpenSSL cannot use the certificate none.pem"),
    ])
  func library(name: String, message: String) {
    let failure = #expect(throws: ProgramFailure.self) {
      try TLSServer(certificate: "none.pem", key: "none.pem", library: name)
    }
    #expect(failure?.description == message)
  }
}

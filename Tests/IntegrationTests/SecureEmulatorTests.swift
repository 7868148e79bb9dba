import Foundation
import TestSupport
import Testing

/// The program against the emulator behind nghttpx, a real server of HTTP/2 over TLS.
@Suite(.timeLimit(.minutes(5)), .needs("nghttpx", "openssl")) struct SecureEmulatorTests {
  @Test func allRequestsShareOneConnection() async throws {
    let folder = try TemporaryFolder()
    let emulator = try RunningEmulator(["--latency", "20"])
    let certificate = try await Program.required("openssl").run(
      [
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-addext",
        "subjectAltName=DNS:localhost", "-days", "2", "-keyout", "key.pem", "-out", "certificate.pem",
      ], in: folder.path)
    #expect(certificate.status == 0)
    let log = folder.path("access")
    var (port, proxy): (Int, RunningProgram?) = (0, nil)
    for _ in 0..<20 where proxy?.isRunning != true {
      // Below the ports that the system gives to clients; one that is taken all the same ends the proxy at once.
      port = Int.random(in: 20_000...32_000)
      proxy = try RunningProgram(
        .required("nghttpx"),
        [
          "--frontend=127.0.0.1,\(port)", "--backend=127.0.0.1,\(emulator.port)", "--workers=1", "--conf=/dev/null",
          "--accesslog-file=\(log)", "--accesslog-format=$alpn $remote_port $status", "--errorlog-file=/dev/null",
          folder.path("key.pem"), folder.path("certificate.pem"),
        ])
      // It listens when it has made its log.
      for _ in 0..<200 where proxy?.isRunning == true && !FileManager.default.fileExists(atPath: log) {
        try await Task.sleep(for: .milliseconds(50))
      }
    }
    defer { proxy?.stop() }
    let instances = (0..<20).map { "{name:\"apim\($0)\",region:\"westus\",vip:\"10.1.0.\($0 + 5)\"}" }
    try folder.write("many.json5", text: "{hostnames:\"regional\",instances:[\(instances.joined(separator: ","))]}")
    let endpoint = "https://localhost:\(port)"
    func run(_ command: String) async throws -> Program.Result {
      try await Program.built("apim-dns").run(
        [command, "azure", "-i", "many.json5", "--subscription", "s", "--resource-group", "g", "--endpoint", endpoint],
        environment: [
          "AZURE_AUTHORITY_HOST": endpoint, "AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c", "AZURE_CLIENT_SECRET": "s",
          "SSL_CERT_FILE": folder.path("certificate.pem"),
        ], in: folder.path)
    }
    let applied = try await run("apply")
    #expect(applied.output.hasSuffix("80 created, 0 updated, 0 deleted\n"), "\(applied.errors)")
    #expect(applied.status == 0)
    let plan = try await run("plan")
    #expect(plan.output.contains("in sync, 40 record sets"), "\(plan.errors)")
    proxy?.stop()
    let lines = try folder.text(of: "access").split(separator: "\n").map { $0.split(separator: " ") }
    #expect(lines.count > 200)
    #expect(Set(lines.map { $0.first }) == ["h2"])
    // One of each run.
    #expect(Set(lines.map { $0.dropFirst().first }).count == 2)
    #expect(lines.allSatisfy { ["200", "201", "202"].contains($0.last) })
  }
}

import Foundation
import TestSupport
import Testing

/// Azure's own SDK for Python against the emulator: what it cannot work with is no Resource Manager.
@Suite(.timeLimit(.minutes(5))) struct AzureSDKTests {
  /// The root of this package.
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  @Test(.needs("python3"), .needs("openssl"))
  func azureSDKWorksWithTheEmulatorOverTLS() async throws {
    let script = Self.root.appending(path: "scripts/peers.sh").path
    let made = try await Program(path: "/bin/sh").run([script, "azure-sdk"])
    guard made.status == 0 else {
      // Without a way to the packages this cannot be tried; with CI=true it must be.
      #expect(ProcessInfo.processInfo.environment["CI"] != "true", "\(made.errors)")
      return
    }
    let python = Program(path: made.output.trimmingCharacters(in: .whitespacesAndNewlines))
    let folder = try TemporaryFolder()
    let certificate = try await #require(Program(named: "openssl")).run(
      [
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-addext",
        "subjectAltName=DNS:localhost", "-days", "2", "-keyout", "key.pem", "-out", "certificate.pem",
      ], in: folder.path)
    #expect(certificate.status == 0)
    let emulator = try RunningEmulator()
    let document = Self.root.appending(path: "../shared/azure/spec/privatedns-2024-06-01.json").standardizedFileURL.path
    let hasDocument = FileManager.default.fileExists(atPath: document)
    let result = try await python.run(
      [
        Self.root.appending(path: "scripts/peers/azure_sdk.py").path, "\(emulator.port)",
        folder.path("certificate.pem"),
        folder.path("key.pem"),
      ] + (hasDocument ? [document] : []))
    #expect(result.status == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.count >= (hasDocument ? 17 : 16))
    #expect(lines.contains("zone deleted"))
    if hasDocument { #expect(lines.last?.hasSuffix("answers are as the OpenAPI document says") == true) }
  }
}

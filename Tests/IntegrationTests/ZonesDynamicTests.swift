import Foundation
import TestSupport
import Testing

/// A dynamic zone of a running named: the steps in the message keep the serial and the unmanaged records.
@Suite(.timeLimit(.minutes(5))) struct ZonesDynamicTests {
  private static let zone = "contoso-apim.azure-api.net"

  /// Runs `apim-dns apply` for one instance.
  private func apply(_ vip: String, in folder: TemporaryFolder) async throws -> Program.Result {
    let file = try folder.write(
      "inventory.json5",
      text:
        "{ owner: 'contoso', hostnames: 'v2', instances: [{ name: 'contoso-apim', region: 'westus', vip: '\(vip)' }] }")
    return try await Program.built("apim-dns").run(
      ["apply", "zones", "-i", file, "--directory", folder.path("zones"), "--yes"])
  }

  /// The answer of the server in short form.
  private func ask(_ server: NamedServer, _ type: String) async throws -> String {
    try await Program.required("dig").run(
      ["@127.0.0.1", "-p", "\(server.port)", "+short", "+time=5", Self.zone, type]).output
  }

  /// The serial that is served.
  private func serial(_ server: NamedServer) async throws -> UInt32 {
    try #require(UInt32(try await ask(server, "SOA").split(separator: " ")[2]))
  }

  @Test(.needs("named", "rndc", "nsupdate", "dig")) func fixInTheMessageKeepsSerialAndRecords() async throws {
    let folder = try TemporaryFolder()
    #expect(try await apply("10.1.0.5", in: folder).status == 0)
    let path = folder.path("zones/\(Self.zone).zone")
    let control = try freePort()
    let key = #"key "rndc-key" { algorithm hmac-sha256; secret "YXBpbS1kbnMgYXBpbS1kbnMgYXBpbS1kbnM="; };"#
    let server = try await NamedServer(
      in: folder, include: try folder.write("empty.conf", text: ""),
      zones: "\(key) zone \"\(Self.zone)\" { type primary; file \"\(path)\"; allow-update { 127.0.0.1; }; };",
      controls: "inet 127.0.0.1 port \(control) allow { 127.0.0.1; } keys { \"rndc-key\"; };")
    let options =
      "options { default-server 127.0.0.1; default-port \(control); default-key \"rndc-key\"; };"
    let configuration = try folder.write("rndc.conf", text: "\(key) \(options)\n")
    let update = try folder.write(
      "update", text: "server 127.0.0.1 \(server.port)\nzone \(Self.zone)\nupdate add \(Self.zone) 60 TXT hi\nsend\n")
    #expect(try await Program.required("nsupdate").run([update]).status == 0)
    let served = try await serial(server)

    let refused = try await apply("10.1.0.6", in: folder)
    #expect(refused.status == 3)
    let words = refused.errors.split(separator: "'", omittingEmptySubsequences: false).map(String.init)
    try #require(words.count >= 7, "\(refused.errors)")
    func run(_ command: String) async throws {
      let result = try await Program.required("rndc").run(
        ["-c", configuration] + command.split(separator: " ").dropFirst().map(String.init))
      #expect(result.status == 0, "\(command): \(result.errors)")
    }
    try await run(words[1])
    // rndc returns before named has written the file.
    for _ in 0..<200 where try !folder.text(of: "zones/\(Self.zone).zone").contains("hi") {
      try await Task.sleep(for: .milliseconds(50))
    }
    try folder.write("zones/\(Self.zone).zone", text: words[3] + "\n" + folder.text(of: "zones/\(Self.zone).zone"))
    #expect(FileManager.default.fileExists(atPath: "\(path).jnl"))
    let applied = try await apply("10.1.0.6", in: folder)
    #expect(applied.status == 0, "\(applied.errors)")
    try await run(words[5])

    for _ in 0..<100 where try await ask(server, "A") != "10.1.0.6\n" { try await Task.sleep(for: .milliseconds(50)) }
    #expect(try await ask(server, "A") == "10.1.0.6\n")
    #expect(try await ask(server, "TXT") == "\"hi\"\n")
    let last = try await serial(server)
    #expect(last > served, "\(served), then \(last)")
    #expect(try !String(contentsOfFile: server.log, encoding: .utf8).contains("backwards"))
  }
}

import Foundation
import TestSupport
import Testing

/// dnsmasq reads all files of a folder: the managed block, and nothing else that a run leaves there.
@Suite(.timeLimit(.minutes(5))) struct DnsmasqTests {
  private let folder: TemporaryFolder
  private static let name = "contoso-apim.westus.azure-api.net"

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("hosts.d/static", text: "10.9.9.9 ready.example\n")
  }

  /// Starts dnsmasq under a shell: it closes all descriptors, and Foundation would take that for the end of the program.
  private func start(_ option: String) async throws -> TestServer {
    let port = try freePort()
    let shell = "trap 'kill $!' TERM; \"$@\" & wait; wait"
    return try await TestServer(
      "sh",
      [
        "-c", shell, "sh", Program.required("dnsmasq").path, "--keep-in-foreground", "--no-resolv", "--no-hosts",
        "--\(option)=\(folder.path("hosts.d"))", "--port=\(port)",
        "--listen-address=127.0.0.1", "--bind-interfaces", "--pid-file=\(folder.path("pid"))", "--user=root",
        "--conf-file=/dev/null",
      ], port: port, log: folder.path("log"), answers: "ready.example")
  }

  private func run(_ command: String, _ words: String...) async throws {
    let result = try await Program.built("apim-dns").run(
      [command, "hosts", "--file", folder.path("hosts.d/apim-hosts"), "--reload", "kill -HUP $(cat pid)"] + words,
      in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
  }

  private func apply(_ vip: String) async throws {
    try await run("apply", "--name", "contoso-apim", "--region", "westus", "--vip", vip, "--hostnames", "regional")
  }

  /// The addresses after dnsmasq has read its files again, which takes it a moment.
  private func addresses(from server: TestServer, expecting expected: [String]) async throws -> [String] {
    for _ in 0..<100 {
      if try await server.records(of: Self.name) == expected { break }
      try await Task.sleep(for: .milliseconds(50))
    }
    return try await server.records(of: Self.name)
  }

  @Test("dnsmasq answers the managed addresses alone", .needs("dnsmasq", "dig"), arguments: ["addn-hosts", "hostsdir"])
  func managedAddressesAlone(option: String) async throws {
    // The backup that an older version left, which the next one replaces.
    try folder.write("hosts.d/apim-hosts", text: "10.9.9.8 other.example\n")
    try folder.write("hosts.d/apim-hosts.apim-dns.bak", text: "10.1.0.8 \(Self.name)\n")
    let server = try await start(option)
    for vip in ["10.1.0.5", "10.1.0.6"] {
      try await apply(vip)
      #expect(try await addresses(from: server, expecting: ["0 \(vip)"]) == ["0 \(vip)"])
    }
    #expect(
      try folder.contents().keys.filter { $0.hasPrefix("hosts.d/") }.sorted()
        == ["hosts.d/.apim-hosts.apim-dns.bak", "hosts.d/apim-hosts", "hosts.d/static"])
    try await run("remove", "--yes", "--owner", "apim-dns")
    #expect(try await addresses(from: server, expecting: []) == [])
    server.process.stop()
    #expect(try await start(option).records(of: Self.name) == [], "the backup has the names")
  }
}

import Foundation
import TestSupport
import Testing

/// `verify` against a real name server, a hosts file that the C library reads, and servers that are not there.
@Suite(.needs("named"), .timeLimit(.minutes(5))) struct VerifyCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private static let instance = ["--name", "contoso-apim", "--region", "westus", "--hostnames", "regional"]

  private func run(_ words: [String], address: String = "10.1.0.5") async throws -> Program.Result {
    try await Program.built("apim-dns").run(
      words + Self.instance + ["--vip", address], environment: [:], in: folder.path)
  }

  /// Starts named on our zone files, and on zones of somebody else.
  private func server(zones: String = "") async throws -> NamedServer {
    let applied = try await run(["apply", "zones"])
    #expect(applied.status == 0)
    return try await NamedServer(in: folder, include: folder.path("zones/named.conf.apim-dns"), zones: zones)
  }

  @Test func aServerThatAnswersAsTheInventorySaysIsTrue() async throws {
    let server = try await server()
    let result = try await run(["verify", "--server", "127.0.0.1:\(server.port)"])
    #expect(
      result.output == """
        127.0.0.1:\(server.port)
          = contoso-apim.westus.azure-api.net  10.1.0.5
          = contoso-apim.portal.azure-api.net  10.1.0.5
        2 of 2 answers are true

        """)
    #expect(result.status == 0)
    let json = try await run(["verify", "--server", "127.0.0.1:\(server.port)", "--format", "json"])
    #expect(
      json.output.hasPrefix("{\"allTrue\":true,\"answers\":[{\"expected\":[\"10.1.0.5\"],\"found\":[\"10.1.0.5\"],"))
    #expect(json.output.contains("\"server\":\"127.0.0.1:\(server.port)\",\"state\":\"true\",\"ttl\":300}"))
  }

  @Test func whatDiffersIsNamed() async throws {
    let server = try await server()
    let port = "127.0.0.1:\(server.port)"
    let moved = try await run(["verify", "--server", port], address: "10.1.0.6")
    #expect(
      moved.output.contains("  ! contoso-apim.westus.azure-api.net  answers 10.1.0.5, should be 10.1.0.6\n"))
    #expect(moved.output.hasSuffix("0 of 2 answers are true\n"))
    #expect(moved.status == 2)

    let shorter = try await run(["verify", "--server", port, "--ttl", "60"])
    #expect(
      shorter.output.contains(
        "  ! contoso-apim.portal.azure-api.net  10.1.0.5 with the TTL 300, should be at most 60\n"))
    #expect(shorter.status == 2)

    let markdown = try await run(["verify", "--server", port, "--format", "markdown"], address: "10.1.0.6")
    #expect(
      markdown.output.hasPrefix(
        """
        | | name | asked | answer |
        | --- | --- | --- | --- |
        | ✗ | contoso-apim.westus.azure-api.net | \(port) | answers 10.1.0.5, should be 10.1.0.6 |

        """))
  }

  @Test func aliasesAreFollowedAndOtherAnswersAreTold() async throws {
    let zone = """
      $TTL 60
      @ SOA ns.other.example. hostmaster.corp.example. 1 3600 600 86400 60
      @ NS ns.other.example.
      alias CNAME target
      target A 10.1.0.5
      public A 20.1.0.5
      empty TXT "nothing"
      """
    try folder.write("corp.zone", text: zone + "\n")
    try folder.write("zones/named.conf.apim-dns", text: "// apim-dns owner=apim-dns\n")
    let server = try await NamedServer(
      in: folder, include: folder.path("zones/named.conf.apim-dns"),
      zones: "zone \"corp.example\" { type primary; file \"\(folder.path("corp.zone"))\"; };")
    let names = ["alias", "public", "empty", "none"].map { "'\($0).corp.example'" }.joined(separator: ", ")
    try folder.write(
      "apim-dns.json5",
      text: """
        { hostnames: 'v2', instances: [
          { name: 'a', region: 'westus', vip: '10.1.0.5', names: { gateway: [\(names)], developerPortal: 'x.other.example' } } ] }
        """)
    let result = try await Program.built("apim-dns").run(
      ["verify", "--server", "127.0.0.1:\(server.port)"], environment: [:], in: folder.path)
    #expect(
      result.output == """
        127.0.0.1:\(server.port)
          = alias.corp.example  10.1.0.5
          ! public.corp.example  answers 20.1.0.5, which is no private address, should be 10.1.0.5
          ! empty.corp.example  no address, should be 10.1.0.5
          ! none.corp.example  NXDOMAIN, should be 10.1.0.5
          ? x.other.example  127.0.0.1:\(server.port) refuses to answer for x.other.example
        1 of 5 answers are true

        """)
    #expect(result.status == 1)
  }

  @Test func aServerThatIsNotThereIsAFailureAndAskedOnce() async throws {
    let port = try freePort()
    let result = try await run(["verify", "--server", "127.0.0.1:\(port)"])
    #expect(result.output.contains("  ? contoso-apim.westus.azure-api.net  127.0.0.1:\(port) did not answer"))
    #expect(result.output.contains("  ? contoso-apim.portal.azure-api.net  127.0.0.1:\(port) did not answer"))
    #expect(result.status == 1)
  }

  @Test func waitAsksUntilAllIsTrue() async throws {
    let server = try await server()
    async let waiting = run(
      ["verify", "--server", "127.0.0.1:\(server.port)", "--wait", "20s", "--verbose"], address: "10.1.0.6")
    try await Task.sleep(for: .milliseconds(300))
    // SIGHUP is what `rndc reload` does without a control channel.
    let reload = ["--reload", "kill -HUP $(cat '\(folder.path)/named.pid')"]
    #expect(try await run(["apply", "zones"] + reload, address: "10.1.0.6").status == 0)
    let result = try await waiting
    #expect(result.errors.hasPrefix("apim-dns: 2 answers are not true yet\n"))
    #expect(result.status == 0)
  }

  /// A resolver that is not the zones' own server: it answers from its cache, without the bit for authoritative answers.
  @Test(.needs("unbound", "dig")) func aResolverThatAsksOthersIsAskedTheSameWay() async throws {
    #expect(try await run(["apply", "zones"]).status == 0)
    let port = try freePort()
    var text = """
      server:
        interface: 127.0.0.1@\(port)
        port: \(port)
        do-daemonize: no
        username: ""
        chroot: ""
        directory: "\(folder.path)"
        pidfile: "\(folder.path("unbound.pid"))"
        use-syslog: no
        logfile: "\(folder.path("unbound.log"))"
        module-config: "iterator"
        local-zone: "fabrikam-apim.westus.azure-api.net." static
      remote-control:
        control-enable: no

      """
    for name in ["contoso-apim.westus.azure-api.net", "contoso-apim.portal.azure-api.net"] {
      text += "auth-zone:\n  name: \"\(name)\"\n  zonefile: \"\(folder.path("zones/\(name).zone"))\"\n"
      text += "  for-upstream: yes\n  for-downstream: no\n  fallback-enabled: no\n"
    }
    let unbound = try await TestServer(
      "unbound", ["-d", "-c", try folder.write("unbound.conf", text: text)], port: port, log: folder.path("errors"),
      answers: "contoso-apim.westus.azure-api.net")
    let server = ["--server", "127.0.0.1:\(unbound.port)"]
    let result = try await run(["verify"] + server)
    #expect(
      result.output == """
        127.0.0.1:\(port)
          = contoso-apim.westus.azure-api.net  10.1.0.5
          = contoso-apim.portal.azure-api.net  10.1.0.5
        2 of 2 answers are true

        """)
    #expect(result.status == 0)
    let moved = try await run(["verify"] + server, address: "10.1.0.6")
    #expect(moved.output.hasSuffix("0 of 2 answers are true\n"))
    #expect(moved.status == 2)
    let inventory = """
      { hostnames: "v2", instances: [{ name: "fabrikam-apim", region: "westus", vip: "10.1.0.7",
        names: { gateway: "fabrikam-apim.westus.azure-api.net", developerPortal: [] } }] }
      """
    try folder.write("fabrikam.json5", text: inventory)
    let missing = try await Program.built("apim-dns").run(
      ["verify", "-i", "fabrikam.json5"] + server, environment: [:], in: folder.path)
    #expect(missing.output.contains("  ! fabrikam-apim.westus.azure-api.net  NXDOMAIN, should be 10.1.0.7\n"))
    #expect(missing.status == 2)
  }

  @Test(.needs("unshare")) func theResolverOfTheMachineReadsTheHostsFile() async throws {
    try folder.write("hosts", text: "127.0.0.1 localhost\n")
    #expect(try await run(["apply", "hosts", "--file", "hosts"]).status == 0)
    let program = Program.built("apim-dns").path
    let namespaces = getuid() == 0 ? ["--mount"] : ["--user", "--map-root-user", "--mount"]
    let words = (["verify"] + Self.instance + ["--vip", "10.1.0.5"]).joined(separator: " ")
    let result = try await Program.required("unshare").run(
      namespaces + ["sh", "-c", "mount --bind \"$1\" /etc/hosts && '\(program)' \(words)", "sh", folder.path("hosts")])
    #expect(
      result.output == """
        the resolver of this machine
          = contoso-apim.westus.azure-api.net  10.1.0.5
          = contoso-apim.portal.azure-api.net  10.1.0.5
        2 of 2 answers are true

        """)
    #expect(result.status == 0)
  }

  @Test(arguments: [
    (
      ["--server", "ns1.example"],
      "--server: 'ns1.example' is no name server; use IP[:PORT], such as 10.0.0.4 or "
        + "127.0.0.1:5353"
    ),
    (["--wait", "soon"], "--wait: 'soon' is no time; use seconds, or 30s 5m 2h"),
    (["--format", "csv"], "--format is 'csv'; use text, json or markdown"),
  ])
  func wrongUsageIsTold(words: [String], message: String) async throws {
    let result = try await run(["verify"] + words)
    #expect(result.errors == "apim-dns: \(message)\n")
    #expect(result.status == 64)
  }
}

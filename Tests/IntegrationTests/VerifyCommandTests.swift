import Foundation
import TestSupport
import Testing

/// `verify` against a real name server, a hosts file that the C library reads, and servers that are not there.
@Suite(.needs("named"), .timeLimit(.minutes(5))) struct VerifyCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Whether there is the address ::1.
  private static let hasIPv6 =
    (try? String(contentsOfFile: "/proc/net/if_inet6", encoding: .utf8))?
    .contains(String(repeating: "0", count: 31) + "1 ") == true

  private static let instance = ["--name", "contoso-apim", "--region", "westus", "--hostnames", "regional"]

  private func run(_ words: [String], address: String = "10.1.0.5") async throws -> Program.Result {
    try await Program.built("apim-dns").run(
      words + Self.instance + ["--vip", address], environment: [:], in: folder.path)
  }

  /// Starts named with the zone files and a log of all queries.
  private func server() async throws -> NamedServer {
    let applied = try await run(["apply", "zones"])
    #expect(applied.status == 0)
    return try await NamedServer(
      in: folder, include: folder.path("zones/named.conf.apim-dns"), options: "recursion no; querylog yes;")
  }

  @Test func correctAnswersMatchTheInventory() async throws {
    let server = try await server()
    let result = try await run(["verify", "--server", "127.0.0.1:\(server.port)"])
    #expect(
      result.output == """
        127.0.0.1:\(server.port)
          = contoso-apim.westus.azure-api.net  10.1.0.5
          = contoso-apim.portal.azure-api.net  10.1.0.5
        2 of 2 answers match the inventory

        """)
    #expect(result.status == 0)
    let json = try await run(["verify", "--server", "127.0.0.1:\(server.port)", "--format", "json"])
    #expect(
      json.output.hasPrefix("{\"allTrue\":true,\"answers\":[{\"expected\":[\"10.1.0.5\"],\"found\":[\"10.1.0.5\"],"))
    #expect(json.output.contains("\"server\":\"127.0.0.1:\(server.port)\",\"state\":\"true\",\"ttl\":300}"))
  }

  @Test("With --azure, zones that hide public names are warnings in the words of a plan") func zonesThatHideNames()
    async throws
  {
    let server = try await server()
    let network = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet1"
    let zone = #"{"subscription":"s","resourceGroup":"rg-other","name":"portal.azure-api.net","#
    let links = #""links":[{"name":"hub","virtualNetwork":{"id":"\#(network)"}}]}"#
    let state = try folder.write("state.json", text: "{\"version\":1,\"zones\":[\(zone)\(links)]}")
    let emulator = try RunningEmulator(["--state", state])
    let environment = [
      "AZURE_AUTHORITY_HOST": emulator.endpoint, "AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c",
      "AZURE_CLIENT_SECRET": "s",
    ]
    func verify(_ words: String...) async throws -> Program.Result {
      try await Program.built("apim-dns").run(
        ["verify", "--server", "127.0.0.1:\(server.port)", "--azure", "--resource-group", "rg", "--endpoint"]
          + [emulator.endpoint] + words + Self.instance + ["--vip", "10.1.0.5"], environment: environment,
        in: folder.path)
    }
    let warning =
      "zone 'portal.azure-api.net' in resource group 'rg-other' hides every public name below it that it does not have "
      + "from its linked virtual networks. It is empty, so remove its links now."
    let result = try await verify("--subscription", "s", "--link", network)
    #expect(result.errors == "warning: \(warning)\n")
    #expect(result.status == 0)
    let json = try await verify("--subscription", "s", "--link", network, "--format", "json")
    #expect(json.output.hasSuffix(",\"version\":1,\"warnings\":[\"\(warning)\"]}\n"))
    #expect(try await verify("--link", network).status == 64)
    let refused = try await verify("--subscription", "forbidden", "--link", network)
    #expect(refused.errors.hasPrefix("apim-dns: Azure refused to read /subscriptions/forbidden/"))
    #expect(refused.output.hasSuffix("2 of 2 answers match the inventory\n"))
    #expect(refused.status == 1)
  }

  @Test(.enabled(if: hasIPv6, "this machine has no IPv6"))
  func serverWithAnIPv6AddressIsQueried() async throws {
    let server = try await server()
    for text in ["[::1]:\(server.port)", "[0:0::0:1]:\(server.port)"] {
      let result = try await run(["verify", "--server", text])
      #expect(
        result.output == """
          [::1]:\(server.port)
            = contoso-apim.westus.azure-api.net  10.1.0.5
            = contoso-apim.portal.azure-api.net  10.1.0.5
          2 of 2 answers match the inventory

          """)
      #expect(result.status == 0)
    }
    // Nobody listens there.
    let silent = try await run(["verify", "--server", "[::1]:\(try freePort())"])
    #expect(silent.output.contains("did not answer: Connection refused"))
    #expect(silent.status == 1)
  }

  @Test func everyDifferenceIsReported() async throws {
    let server = try await server()
    let port = "127.0.0.1:\(server.port)"
    let moved = try await run(["verify", "--server", port], address: "10.1.0.6")
    #expect(
      moved.output.contains("  ! contoso-apim.westus.azure-api.net  answered 10.1.0.5, expected 10.1.0.6\n"))
    #expect(moved.output.hasSuffix("0 of 2 answers match the inventory\n"))
    #expect(moved.status == 2)

    let shorter = try await run(["verify", "--server", port, "--ttl", "60"])
    #expect(
      shorter.output.contains(
        "  ! contoso-apim.portal.azure-api.net  answered 10.1.0.5 with TTL 300, expected TTL 60 or less\n"))
    #expect(shorter.status == 2)

    let markdown = try await run(["verify", "--server", port, "--format", "markdown"], address: "10.1.0.6")
    #expect(
      markdown.output.hasPrefix(
        """
        ### apim-dns verify: 0 of 2 answers match the inventory

        |  | name | resolver | answer |
        | --- | --- | --- | --- |
        | ✗ | `contoso-apim.westus.azure-api.net` | `\(port)` | answered `10.1.0.5`, expected `10.1.0.6` |

        """))
  }

  @Test func aliasesAreFollowedAndOtherAnswersAreReported() async throws {
    let zone = """
      $TTL 60
      @ SOA ns.other.example. hostmaster.corp.example. 1 3600 600 86400 60
      @ NS ns.other.example.
      alias CNAME target
      target A 10.1.0.5
      public A 20.1.0.5
      both A 10.1.0.5
      both A 20.1.0.5
      loopback A 127.0.0.1
      nowhere A 0.0.0.0
      shared A 100.64.0.1
      elsewhere CNAME target.third.example.
      dangling CNAME none
      empty TXT "nothing"
      """
    try folder.write("corp.zone", text: zone + "\n")
    try folder.write("zones/named.conf.apim-dns", text: "// apim-dns owner=apim-dns\n")
    let server = try await NamedServer(
      in: folder, include: folder.path("zones/named.conf.apim-dns"),
      zones: "zone \"corp.example\" { type primary; file \"\(folder.path("corp.zone"))\"; };")
    let labels = [
      "alias", "public", "both", "loopback", "nowhere", "shared", "elsewhere", "dangling", "empty", "none",
    ]
    let names = labels.map { "'\($0).corp.example'" }.joined(separator: ", ")
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
          ! public.corp.example  answered 20.1.0.5, which is not a private address, expected 10.1.0.5
          ! both.corp.example  answered 10.1.0.5, 20.1.0.5, which is not a private address, expected 10.1.0.5
          ! loopback.corp.example  answered 127.0.0.1, expected 10.1.0.5
          ! nowhere.corp.example  answered 0.0.0.0, expected 10.1.0.5
          ! shared.corp.example  answered 100.64.0.1, expected 10.1.0.5
          ! elsewhere.corp.example  CNAME to target.third.example: REFUSED, expected 10.1.0.5
          ! dangling.corp.example  CNAME to none.corp.example: NXDOMAIN, expected 10.1.0.5
          ! empty.corp.example  no address, expected 10.1.0.5
          ! none.corp.example  NXDOMAIN, expected 10.1.0.5
          ? x.other.example  127.0.0.1:\(server.port) refused the query for x.other.example
        1 of 11 answers match the inventory

        """)
    #expect(result.status == 1)
  }

  @Test func unreachableServerIsAFailureAndQueriedOnce() async throws {
    let port = try freePort()
    let result = try await run(["verify", "--server", "127.0.0.1:\(port)"])
    #expect(result.output.contains("  ? contoso-apim.westus.azure-api.net  127.0.0.1:\(port) did not answer"))
    #expect(
      result.output.contains("  ? contoso-apim.portal.azure-api.net  not queried: 127.0.0.1:\(port) did not answer"))
    #expect(result.status == 1)
  }

  /// A hundred addresses do not fit into the 1232 bytes that may come over UDP.
  @Test func longAnswerOfARealServerIsReadOverTCP() async throws {
    let addresses = (1...100).map { "10.2.0.\($0)" }
    let zone = "$TTL 60\n@ SOA ns.other.example. hostmaster.corp.example. 1 3600 600 86400 60\n@ NS ns.other.example.\n"
    try folder.write("corp.zone", text: zone + addresses.map { "big A \($0)\n" }.joined())
    let server = try await NamedServer(
      in: folder, include: try folder.write("empty.conf", text: ""),
      zones: "zone \"corp.example\" { type primary; file \"\(folder.path("corp.zone"))\"; };")
    try folder.write(
      "apim-dns.json5",
      text: """
        { hostnames: 'v2', instances: [{ name: 'a', region: 'westus', vip: '10.1.0.5',
          names: { gateway: 'big.corp.example', developerPortal: [] } }] }
        """)
    let result = try await Program.built("apim-dns").run(
      ["verify", "--server", "127.0.0.1:\(server.port)"], environment: [:], in: folder.path)
    let found = addresses.joined(separator: ", ")
    #expect(result.output.contains("  ! big.corp.example  answered \(found), expected 10.1.0.5\n"))
    #expect(result.status == 2)
  }

  @Test func waitQueriesUntilAllAnswersMatch() async throws {
    let server = try await server()
    async let waiting = run(
      ["verify", "--server", "127.0.0.1:\(server.port)", "--wait", "20s", "--verbose"], address: "10.1.0.6")
    for _ in 0..<200
    where try !String(contentsOfFile: server.log, encoding: .utf8).contains("query: contoso-apim.portal") {
      try await Task.sleep(for: .milliseconds(50))
    }
    // SIGHUP is what `rndc reload` does without a control channel.
    let reload = ["--reload", "kill -HUP $(cat '\(folder.path)/named.pid')"]
    #expect(try await run(["apply", "zones"] + reload, address: "10.1.0.6").status == 0)
    let result = try await waiting
    #expect(result.errors.hasPrefix("apim-dns: 2 answers do not match yet\n"))
    #expect(result.status == 0)
  }

  /// A resolver that is not the zones' own server: it answers from its cache, without the bit for authoritative answers.
  @Test(.needs("unbound", "dig")) func recursiveResolverIsQueriedTheSameWay() async throws {
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
        2 of 2 answers match the inventory

        """)
    #expect(result.status == 0)
    let moved = try await run(["verify"] + server, address: "10.1.0.6")
    #expect(moved.output.hasSuffix("0 of 2 answers match the inventory\n"))
    #expect(moved.status == 2)
    let inventory = """
      { hostnames: "v2", instances: [{ name: "fabrikam-apim", region: "westus", vip: "10.1.0.7",
        names: { gateway: "fabrikam-apim.westus.azure-api.net", developerPortal: [] } }] }
      """
    try folder.write("fabrikam.json5", text: inventory)
    let missing = try await Program.built("apim-dns").run(
      ["verify", "-i", "fabrikam.json5"] + server, environment: [:], in: folder.path)
    #expect(missing.output.contains("  ! fabrikam-apim.westus.azure-api.net  NXDOMAIN, expected 10.1.0.7\n"))
    #expect(missing.status == 2)
  }

  @Test(arguments: [
    (
      ["--server", "ns1.example"],
      "--server: 'ns1.example' is not a valid name server. Use IP[:PORT], such as 10.0.0.4, 127.0.0.1:5353 or "
        + "[2001:db8::4]:53."
    ),
    (
      ["--server", "10.0.0.4", "--server", "10.0.0.5", "--server", "10.0.0.4:53"],
      "--server: 10.0.0.4:53 is given twice. Use it once."
    ),
    (["--wait", "soon"], "--wait: 'soon' is not a valid time. Use seconds, or 30s, 5m or 2h."),
    (["--format", "csv"], "--format: 'csv' is not a format of 'apim-dns verify'. Use text, json, markdown or html."),
  ])
  func usageErrorsAreReported(words: [String], message: String) async throws {
    let result = try await run(["verify"] + words)
    #expect(result.errors == "apim-dns: \(message)\n")
    #expect(result.status == 64)
  }
}

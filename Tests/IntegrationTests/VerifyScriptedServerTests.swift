import DNSClient
import Foundation
import TestSupport
import Testing

/// `verify` against scripted servers: one without TCP, and those for which `--wait` waits.
@Suite(.timeLimit(.minutes(5))) struct VerifyScriptedServerTests {
  private func run(_ words: [String]) async throws -> Program.Result {
    let instance = ["--name", "contoso-apim", "--region", "westus", "--hostnames", "regional", "--vip", "10.1.0.5"]
    return try await Program.built("apim-dns").run(words + instance, environment: [:])
  }

  /// A failure of TCP does not end the queries over UDP for the other names.
  @Test func serverWithoutTCPIsQueriedForTheOtherNames() async throws {
    let server = try ScriptedNameServer { query, number in
      [number == 1 ? query[0...1] + [0x86, 0] + query[4...] : ScriptedAnswer.address(query)]
    }
    defer { server.stop() }
    let result = try await run(["verify", "--server", "\(server.address)"])
    #expect(
      result.output == """
        \(server.address)
          ? contoso-apim.westus.azure-api.net  \(server.address) truncated its answer for \
        contoso-apim.westus.azure-api.net, and the query over TCP failed: \(server.address) did not answer: Connection refused. \
        Allow TCP connections to port \(server.address.port) of the name server.
          = contoso-apim.portal.azure-api.net  10.1.0.5
        1 of 2 answers match the inventory

        """)
    #expect(result.status == 1)
  }

  @Test func servfailSaysWhatMayHaveHappenedAndWhatToDo() async throws {
    let server = try ScriptedNameServer { query, _ in [ScriptedAnswer.none(query, code: 2)] }
    defer { server.stop() }
    let result = try await run(["verify", "--server", "\(server.address)"])
    #expect(
      result.output.contains(
        "  ? contoso-apim.westus.azure-api.net  \(server.address) answered SERVFAIL for "
          + "contoso-apim.westus.azure-api.net: the zone may have failed to load, or DNSSEC validation may have failed. "
          + "Look into the name server's log. If it validates and forwards to your servers, set validate-except (BIND) or "
          + "domain-insecure (Unbound) for the name.\n"), "\(result.output)")
    #expect(result.status == 1)
  }

  private func verify(_ instance: String, with server: ScriptedNameServer) async throws -> Program.Result {
    let folder = try TemporaryFolder()
    try folder.write("apim-dns.json5", text: "{ instances: [{ \(instance), vip: '10.1.0.5' }] }")
    return try await Program.built("apim-dns").run(
      ["verify", "--server", "\(server.address)"], environment: [:], in: folder.path)
  }

  /// Clients ask for the hostname. Only a server that answers no query for it leaves it to others.
  @Test(
    "The record of a private endpoint counts only if the server refuses the hostname that clients ask for",
    arguments: [
      (UInt8(5), "= a.azure-api.net  10.1.0.5", Int32(0)), (3, "! a.azure-api.net  NXDOMAIN, expected 10.1.0.5", 2),
      (2, "? a.azure-api.net  ", 1),
    ])
  func privateEndpoint(code: UInt8, line: String, status: Int32) async throws {
    let server = try ScriptedNameServer { query, _ in
      let isForRecord = query.ranges(of: Array("privatelink".utf8)).isEmpty == false
      return [isForRecord ? ScriptedAnswer.address(query) : ScriptedAnswer.none(query, code: code)]
    }
    defer { server.stop() }
    let result = try await verify("name: 'a', access: 'privateEndpoint'", with: server)
    #expect(result.output.contains("  \(line)"), "\(result.output)")
    #expect(result.status == status)
  }

  @Test("A wildcard is queried by a name below it that nobody has") func wildcard() async throws {
    let server = try ScriptedNameServer { query, _ in
      // The first label follows the header of twelve bytes.
      let isMadeUp = query.dropFirst(13).starts(with: "verify-".utf8)
      return [isMadeUp ? ScriptedAnswer.address(query) : ScriptedAnswer.none(query)]
    }
    defer { server.stop() }
    let result = try await verify(
      "name: 'a', hostnames: 'given', names: { gateway: '*.api.corp.example' }", with: server)
    #expect(result.output.contains("  = *.api.corp.example  10.1.0.5\n"), "\(result.output)")
    // The longest name leaves one character for the label.
    let long =
      (0..<3).map { _ in String(repeating: "a", count: 63) }.joined(separator: ".") + "."
      + String(repeating: "b", count: 59)
    let longest = try await verify("name: 'a', hostnames: 'given', names: { gateway: '*.\(long)' }", with: server)
    #expect(longest.status == 2, "\(longest.output)")
  }

  /// After the second round, a little after second 1, the pause of 2 seconds would end too late, so it is shortened.
  @Test func waitQueriesOnceMoreAtItsEnd() async throws {
    let server = try ScriptedNameServer { query, number in
      [number < 5 ? ScriptedAnswer.none(query) : ScriptedAnswer.address(query)]
    }
    defer { server.stop() }
    let result = try await run(["verify", "--server", "\(server.address)", "--wait", "3s"])
    #expect(result.output.hasSuffix("2 of 2 answers match the inventory\n"))
    #expect(result.status == 0)
  }

  @Test func waitLastsForTheGivenTime() async throws {
    let server = try ScriptedNameServer { query, _ in [ScriptedAnswer.none(query)] }
    defer { server.stop() }
    let start = ContinuousClock.now
    let result = try await run(["verify", "--server", "\(server.address)", "--wait", "3s"])
    #expect(.now - start >= .seconds(3))
    #expect(result.output.contains("  ! contoso-apim.westus.azure-api.net  NXDOMAIN, expected 10.1.0.5\n"))
    #expect(result.status == 2)
  }
}

/// The answers of a scripted server to a query.
private enum ScriptedAnswer {
  /// The address 10.1.0.5 with a TTL of 60 s.
  static func address(_ query: [UInt8]) -> [UInt8] {
    let record: [UInt8] = [0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 1, 0, 5]
    return query[0...1] + [0x84, 0, 0, 1, 0, 1, 0, 0, 0, 0] + query[12...].dropLast(11) + record
  }

  /// An answer without records; NXDOMAIN unless the test sets another code.
  static func none(_ query: [UInt8], code: UInt8 = 3) -> [UInt8] {
    query[0...1] + [0x84, code, 0, 1, 0, 0, 0, 0, 0, 0] + query[12...].dropLast(11)
  }
}

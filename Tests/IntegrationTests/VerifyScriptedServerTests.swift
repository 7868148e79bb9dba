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

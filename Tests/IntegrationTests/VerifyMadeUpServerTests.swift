import Foundation
import TestSupport
import Testing

/// `verify` against servers that a test makes up: one without TCP, and those for which `--wait` waits.
@Suite(.timeLimit(.minutes(5))) struct VerifyMadeUpServerTests {
  private func run(_ words: [String]) async throws -> Program.Result {
    let instance = ["--name", "contoso-apim", "--region", "westus", "--hostnames", "regional", "--vip", "10.1.0.5"]
    return try await Program.built("apim-dns").run(words + instance, environment: [:])
  }

  /// Whoever answered over UDP is asked for the other names, whatever is wrong with TCP.
  @Test func aServerWithoutTCPIsAskedForTheOtherNames() async throws {
    let server = try HostileServer { query, number in
      [number == 1 ? query[0...1] + [0x86, 0] + query[4...] : FakeAnswer.address(query)]
    }
    defer { server.stop() }
    let result = try await run(["verify", "--server", "\(server.address)"])
    #expect(
      result.output == """
        \(server.address)
          ? contoso-apim.westus.azure-api.net  \(server.address) cut its answer for contoso-apim.westus.azure-api.net short, \
        and over TCP \(server.address) did not answer: Connection refused; let TCP through to it
          = contoso-apim.portal.azure-api.net  10.1.0.5
        1 of 2 answers match the inventory

        """)
    #expect(result.status == 1)
  }

  /// After the second round, a little later than second 1, the pause of 2 seconds would end too late: it is cut short.
  @Test func waitLooksOnceMoreWhenTheTimeIsUp() async throws {
    let server = try HostileServer { query, number in [number < 5 ? FakeAnswer.none(query) : FakeAnswer.address(query)]
    }
    defer { server.stop() }
    let result = try await run(["verify", "--server", "\(server.address)", "--wait", "3s"])
    #expect(result.output.hasSuffix("2 of 2 answers match the inventory\n"))
    #expect(result.status == 0)
  }

  @Test func waitLastsAsLongAsItWasGiven() async throws {
    let server = try HostileServer { query, _ in [FakeAnswer.none(query)] }
    defer { server.stop() }
    let start = ContinuousClock.now
    let result = try await run(["verify", "--server", "\(server.address)", "--wait", "3s"])
    #expect(.now - start >= .seconds(3))
    #expect(result.output.contains("  ! contoso-apim.westus.azure-api.net  NXDOMAIN, expected 10.1.0.5\n"))
    #expect(result.status == 2)
  }
}

/// What a made-up server sends back to a query of ours.
private enum FakeAnswer {
  /// The address 10.1.0.5, for a minute.
  static func address(_ query: [UInt8]) -> [UInt8] {
    let record: [UInt8] = [0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 1, 0, 5]
    return query[0...1] + [0x84, 0, 0, 1, 0, 1, 0, 0, 0, 0] + query[12...].dropLast(11) + record
  }

  /// There is no such name.
  static func none(_ query: [UInt8]) -> [UInt8] {
    query[0...1] + [0x84, 3, 0, 1, 0, 0, 0, 0, 0, 0] + query[12...].dropLast(11)
  }
}

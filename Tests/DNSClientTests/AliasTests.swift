import DNSModel
import TestSupport
import Testing

@testable import DNSClient

/// Answers that end with a CNAME record, because the server does not follow it.
@Suite(.timeLimit(.minutes(5))) struct AliasTests {
  private static let address = IPv4Address(number: 0x0A01_0005)

  /// An answer to a query: a response code, and records of the name that was asked for.
  private static func answer(_ query: [UInt8], code: UInt8 = 0, _ records: [[UInt8]] = []) -> [UInt8] {
    let question = query[12...].dropLast(11)
    return query[0...1] + [0x84, code, 0, 1, 0, UInt8(records.count), 0, 0, 0, 0] + question + records.joined()
  }

  private static func alias(of target: String, ttl: UInt8 = 60) -> [UInt8] {
    var name: [UInt8] = []
    for label in target.utf8.split(separator: UInt8(ascii: ".")) { name += [UInt8(label.count)] + Array(label) }
    return [0xC0, 12, 0, 5, 0, 1, 0, 0, 0, ttl, 0, UInt8(name.count + 1)] + name + [0]
  }

  private static let record: [UInt8] = [0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 90, 0, 4, 10, 1, 0, 5]

  /// The name that a query asks for.
  private static func name(in query: [UInt8]) -> String? { (try? DNSMessageReader.message(query))?.question?.name }

  private func ask(_ server: ScriptedNameServer) throws(DNSClientError) -> AddressAnswer {
    defer { server.stop() }
    return try DNSClient(server.address, timeout: 500).addresses(of: DomainName(constant: "alias.corp.example"))
  }

  @Test func targetIsQueried() throws {
    let server = try ScriptedNameServer { query, _ in
      switch Self.name(in: query) {
      case "alias.corp.example": [Self.answer(query, [Self.alias(of: "Next.other.example", ttl: 30)])]
      case "next.other.example": [Self.answer(query, [Self.alias(of: "target.other.example")])]
      default: [Self.answer(query, [Self.record])]
      }
    }
    #expect(try ask(server) == .addresses([Self.address], ttl: 30))
    #expect(server.queries == 3)
  }

  @Test(arguments: [(0, "no address"), (3, "NXDOMAIN"), (5, "REFUSED")] as [(UInt8, String)])
  func targetWithoutAnAddressIsReported(code: UInt8, reason: String) throws {
    let server = try ScriptedNameServer { query, number in
      [number == 1 ? Self.answer(query, [Self.alias(of: "target.other.example")]) : Self.answer(query, code: code)]
    }
    #expect(try ask(server) == .none(reason: "CNAME to target.other.example: \(reason)"))
    #expect(server.queries == 2)
  }

  /// A server with both zones may report at once that the target does not exist.
  @Test func nxdomainForAnAliasTargetIsReported() throws {
    let server = try ScriptedNameServer { query, _ in
      [Self.answer(query, code: 3, [Self.alias(of: "target.other.example")])]
    }
    #expect(try ask(server) == .none(reason: "CNAME to target.other.example: NXDOMAIN"))
    #expect(server.queries == 1)
  }

  @Test func failureForTheTargetIsAnError() throws {
    let server = try ScriptedNameServer { query, number in
      [number == 1 ? Self.answer(query, [Self.alias(of: "target.other.example")]) : Self.answer(query, code: 2)]
    }
    let error = try #require(throws: DNSClientError.self) { try ask(server) }
    #expect(
      error.description
        == "\(server.address) answered SERVFAIL for target.other.example: the zone may have failed to load, or DNSSEC "
        + "validation may have failed. Look into the name server's log. If it validates and forwards to your servers, set "
        + "validate-except (BIND) or domain-insecure (Unbound) for the name.")
  }

  @Test func loopOfAliasesEnds() throws {
    let server = try ScriptedNameServer { query, _ in
      let isFirst = Self.name(in: query) == "alias.corp.example"
      return [Self.answer(query, [Self.alias(of: isFirst ? "target.other.example" : "alias.corp.example")])]
    }
    #expect(try ask(server) == .none(reason: "the CNAME chain needs more than 8 queries"))
    #expect(server.queries == 8)
  }

  /// The DNS allows names that `DomainName` does not; such a target is not queried.
  @Test func targetThatIsNotAHostnameEndsTheChain() throws {
    let server = try ScriptedNameServer { query, _ in [Self.answer(query, [Self.alias(of: "*.other.example")])] }
    #expect(try ask(server) == .none(reason: "CNAME to *.other.example: no address"))
    #expect(server.queries == 1)
    let itself = try ScriptedNameServer { query, _ in [Self.answer(query, [Self.alias(of: "alias.corp.example")])] }
    #expect(try ask(itself) == .none(reason: "no address"))
  }
}

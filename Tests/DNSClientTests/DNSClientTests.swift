import DNSModel
import TestSupport
import Testing

@testable import DNSClient

/// The client with servers that fail, refuse or send invalid answers.
@Suite(.timeLimit(.minutes(5))) struct DNSClientTests {
  private static let zone = DomainName(constant: "corp.example")

  /// The right answer to a query for a serial.
  private static func answer(_ query: [UInt8], serial: UInt8 = 7, flags: [UInt8] = [0x85, 0]) -> [UInt8] {
    var answer = DNSMessageReaderTests.answer
    answer[0...3] = query[0...1] + flags
    answer[answer.count - 17] = serial
    return answer
  }

  /// An answer without records.
  private static func empty(_ query: [UInt8], flags: [UInt8]) -> [UInt8] {
    query[0...1] + flags + [0, 1, 0, 0, 0, 0, 0, 0] + query[12...]
  }

  private func ask(_ server: ScriptedNameServer, timeout: Int = 200) throws(DNSClientError) -> UInt32? {
    defer { server.stop() }
    return try DNSClient(server.address, timeout: timeout).serial(of: Self.zone)
  }

  @Test func serialIsRead() throws {
    #expect(try ask(ScriptedNameServer { query, _ in [Self.answer(query)] }) == 7)
  }

  @Test func queryWithoutAnAnswerIsRepeated() throws {
    let server = try ScriptedNameServer { query, number in number < 3 ? [] : [Self.answer(query)] }
    #expect(try ask(server) == 7)
    #expect(server.queries == 3)
  }

  @Test func eachTryHasItsOwnID() throws {
    let server = try ScriptedNameServer { query, number in number == 1 ? [] : [Self.answer([0, 0] + query[2...])] }
    #expect(throws: DNSClientError.self) { try ask(server, timeout: 100) }
  }

  /// Spoofed answers with another ID, name or type, a query, and garbage arrive before the right answer.
  @Test func messagesThatDoNotAnswerTheQuestionAreIgnored() throws {
    let server = try ScriptedNameServer { query, _ in
      let right = Self.answer(query)
      var (otherID, otherName, otherType, aQuery) = (right, right, right, right)
      otherID[1] ^= 1
      otherName[14] ^= 1
      otherType[27] = 1
      aQuery[2] = 0
      for index in [0, 1, 2, 3] {
        let serial = right.count - 17
        otherID[serial] = UInt8(index)
        otherName[serial] = UInt8(index)
      }
      return [otherID, otherName, otherType, aQuery, [], [1, 2, 3], Array(right.dropLast()), right]
    }
    #expect(try ask(server) == 7)
    #expect(server.queries == 1)
  }

  @Test func truncatedAnswerIsQueriedOverTCP() throws {
    let server = try ScriptedNameServer(overTCP: { Self.answer($0, serial: 9) }) { query, _ in
      [Self.empty(query, flags: [0x87, 0])]
    }
    #expect(try ask(server, timeout: 2_000) == 9)
  }

  @Test func invalidAnswerOverTCPIsAnError() throws {
    let server = try ScriptedNameServer(overTCP: { _ in [1, 2, 3] }) { query, _ in
      [Self.empty(query, flags: [0x87, 0])]
    }
    let error = try #require(throws: DNSClientError.self) { try ask(server, timeout: 2_000) }
    #expect(error.code == .malformed)
    #expect(
      error.description
        == "\(server.address) sent an invalid answer for corp.example over TCP. Look into the name server's log.")
  }

  @Test func closedTCPConnectionIsAnError() throws {
    let server = try ScriptedNameServer(overTCP: { _ in nil }) { query, _ in [Self.empty(query, flags: [0x87, 0])] }
    let error = try #require(throws: DNSClientError.self) { try ask(server, timeout: 2_000) }
    #expect(
      error.description
        == "\(server.address) truncated its answer for corp.example, and the query over TCP failed: "
        + "\(server.address) closed the connection before it answered. Allow TCP connections to port "
        + "\(server.address.port) of the name server.")
  }

  /// The server answers over UDP, so other names can still be queried.
  @Test func truncatedAnswerWithoutTCPIsIncomplete() throws {
    let server = try ScriptedNameServer { query, _ in [Self.empty(query, flags: [0x87, 0])] }
    let error = try #require(throws: DNSClientError.self) { try ask(server) }
    #expect(error.code == .incomplete)
    #expect(
      error.description
        == "\(server.address) truncated its answer for corp.example, and the query over TCP failed: "
        + "\(server.address) did not answer: Connection refused. Allow TCP connections to port "
        + "\(server.address.port) of the name server.")
    #expect(server.queries == 1)
  }

  @Test func unknownZoneHasNoSerial() throws {
    #expect(try ask(ScriptedNameServer { query, _ in [Self.empty(query, flags: [0x85, 3])] }) == nil)
    #expect(try ask(ScriptedNameServer { query, _ in [Self.empty(query, flags: [0x85, 0])] }) == nil)
  }

  @Test func refusalIsAnError() throws {
    let memory = try ScriptedNameServer { query, _ in [Self.answer(query, flags: [0x81, 0x80])] }
    let remembered = try #require(throws: DNSClientError.self) { try ask(memory) }
    #expect(remembered.code == .refused)
    #expect(
      remembered.description
        == "\(memory.address) is not authoritative for \(Self.zone)")
    let server = try ScriptedNameServer { query, _ in [Self.empty(query, flags: [0x85, 5])] }
    let error = try #require(throws: DNSClientError.self) { try ask(server) }
    #expect(error.code == .notServed)
    #expect(error.description == "\(server.address) refused the query for corp.example")
    let failing = try ScriptedNameServer { query, _ in [Self.empty(query, flags: [0x85, 2])] }
    let failure = try #require(throws: DNSClientError.self) { try ask(failing) }
    #expect(
      failure.description
        == "\(failing.address) answered SERVFAIL for corp.example: the zone may have failed to load, or DNSSEC "
        + "validation may have failed. Look into the name server's log. If it validates and forwards to your servers, set "
        + "validate-except (BIND) or domain-insecure (Unbound) for the name.")
    let odd = try ScriptedNameServer { query, _ in [Self.empty(query, flags: [0x85, 11])] }
    let oddity = try #require(throws: DNSClientError.self) { try ask(odd) }
    #expect(
      oddity.description == "\(odd.address) answered RCODE 11 for corp.example. Look into the name server's log.")
  }

  /// An error response need not repeat the question; any other answer must.
  @Test func errorResponseMayLackTheQuestion() throws {
    let cause = ": the zone may have failed to load, or DNSSEC validation may have failed"
    let advice =
      " If it validates and forwards to your servers, set validate-except (BIND) or domain-insecure (Unbound) for the name."
    for (code, name, cause, advice) in [(1, "FORMERR", "", ""), (2, "SERVFAIL", cause, advice), (4, "NOTIMP", "", "")]
      as [(UInt8, String, String, String)]
    {
      let server = try ScriptedNameServer { query, _ in [query[0...1] + [0x80, code] + [UInt8](repeating: 0, count: 8)]
      }
      let error = try #require(throws: DNSClientError.self) { try ask(server) }
      #expect(error.code == .refused)
      #expect(
        error.description
          == "\(server.address) answered \(name) for corp.example\(cause). Look into the name server's log.\(advice)")
    }
    for code: UInt8 in [0, 3] {
      let server = try ScriptedNameServer { query, _ in
        [query[0...1] + [0x80, code] + [UInt8](repeating: 0, count: 8), Self.answer(query)]
      }
      #expect(try ask(server) == 7)
    }
  }

  @Test(arguments: [1, 4] as [UInt8]) func serverWithoutEDNSIsQueriedWithoutIt(code: UInt8) throws {
    let server = try ScriptedNameServer { query, _ in
      query[11] == 0 ? [Self.answer(query)] : [query[0...1] + [0x80, code] + [UInt8](repeating: 0, count: 8)]
    }
    #expect(try ask(server) == 7)
    #expect(server.queries == 2)
  }

  @Test func silentServerIsAnError() throws {
    let server = try ScriptedNameServer { _, _ in [] }
    let error = try #require(throws: DNSClientError.self) { try ask(server, timeout: 50) }
    #expect(error.code == .noAnswer)
    #expect(error.description == "\(server.address) did not answer")
    #expect(server.queries == 3)
  }

  /// The system reports a closed port at once.
  @Test func closedPortIsAnError() throws {
    let server = NameServer(address: .version4(.init(number: 0x7F00_0001)), port: 1)
    let error = try #require(throws: DNSClientError.self) { try DNSClient(server).serial(of: Self.zone) }
    #expect(error.description == "127.0.0.1:1 did not answer: Connection refused")
  }
}

import DNSModel
import TestSupport
import Testing

@testable import DNSClient

/// What the client makes of servers that do not do as they should.
@Suite(.timeLimit(.minutes(5))) struct DNSClientTests {
  private static let zone = DomainName(constant: "corp.example")

  /// The right answer to a query, with a serial.
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

  private func ask(_ server: HostileServer, patience: Int = 200) throws(DNSClientError) -> UInt32? {
    defer { server.stop() }
    return try DNSClient(server.address, patience: patience).serial(of: Self.zone)
  }

  @Test func serialComesBack() throws {
    #expect(try ask(HostileServer { query, _ in [Self.answer(query)] }) == 7)
  }

  @Test func lostAnswerIsAskedForAgain() throws {
    let server = try HostileServer { query, number in number < 3 ? [] : [Self.answer(query)] }
    #expect(try ask(server) == 7)
    #expect(server.queries == 3)
  }

  @Test func eachTryHasAnIDOfItsOwn() throws {
    let server = try HostileServer { query, number in number == 1 ? [] : [Self.answer([0, 0] + query[2...])] }
    #expect(throws: DNSClientError.self) { try ask(server, patience: 100) }
  }

  /// Somebody guesses: another id, another name, another type, a query, garbage; the right answer comes last.
  @Test func whatDoesNotAnswerTheQuestionIsPassedOver() throws {
    let server = try HostileServer { query, _ in
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

  @Test func answerCutShortComesOverTCP() throws {
    let server = try HostileServer(overTCP: { Self.answer($0, serial: 9) }) { query, _ in
      [Self.empty(query, flags: [0x87, 0])]
    }
    #expect(try ask(server, patience: 2_000) == 9)
  }

  @Test func brokenAnswerOverTCPIsNamed() throws {
    let server = try HostileServer(overTCP: { _ in [1, 2, 3] }) { query, _ in [Self.empty(query, flags: [0x87, 0])] }
    let error = try #require(throws: DNSClientError.self) { try ask(server, patience: 2_000) }
    #expect(error.code == .malformed)
    #expect(error.description == "\(server.address) sent something over TCP that is no answer to the question")
  }

  @Test func answerOverTCPThatEndsTooSoonIsNamed() throws {
    let server = try HostileServer(overTCP: { _ in nil }) { query, _ in [Self.empty(query, flags: [0x87, 0])] }
    let error = try #require(throws: DNSClientError.self) { try ask(server, patience: 2_000) }
    #expect(
      error.description
        == "\(server.address) cut its answer for corp.example short, and over TCP \(server.address) closed the connection "
        + "before its answer; let TCP through to it")
  }

  /// The server answers, so that it may be asked for other names.
  @Test func answerCutShortWithoutTCPIsNoSilence() throws {
    let server = try HostileServer { query, _ in [Self.empty(query, flags: [0x87, 0])] }
    let error = try #require(throws: DNSClientError.self) { try ask(server) }
    #expect(error.code == .incomplete)
    #expect(
      error.description
        == "\(server.address) cut its answer for corp.example short, and over TCP \(server.address) did not answer: "
        + "Connection refused; let TCP through to it")
    #expect(server.queries == 1)
  }

  @Test func unknownZoneHasNoSerial() throws {
    #expect(try ask(HostileServer { query, _ in [Self.empty(query, flags: [0x85, 3])] }) == nil)
    #expect(try ask(HostileServer { query, _ in [Self.empty(query, flags: [0x85, 0])] }) == nil)
  }

  @Test func refusalIsNamed() throws {
    let memory = try HostileServer { query, _ in [Self.answer(query, flags: [0x81, 0x80])] }
    let remembered = try #require(throws: DNSClientError.self) { try ask(memory) }
    #expect(remembered.code == .refused)
    #expect(
      remembered.description
        == "\(memory.address) does not serve \(Self.zone) itself")
    let server = try HostileServer { query, _ in [Self.empty(query, flags: [0x85, 5])] }
    let error = try #require(throws: DNSClientError.self) { try ask(server) }
    #expect(error.code == .refused)
    #expect(error.description == "\(server.address) refuses to answer for corp.example")
    let failing = try HostileServer { query, _ in [Self.empty(query, flags: [0x85, 2])] }
    let failure = try #require(throws: DNSClientError.self) { try ask(failing) }
    #expect(failure.description == "\(failing.address) answers SERVFAIL for corp.example; look into its log")
    let odd = try HostileServer { query, _ in [Self.empty(query, flags: [0x85, 11])] }
    let oddity = try #require(throws: DNSClientError.self) { try ask(odd) }
    #expect(oddity.description == "\(odd.address) answers the response code 11 for corp.example; look into its log")
  }

  /// The question need not come back from a server that could not read it or would not; without an error it must.
  @Test func aRefusalMayComeWithoutTheQuestion() throws {
    for (code, name) in [(1, "FORMERR"), (2, "SERVFAIL"), (4, "NOTIMP")] as [(UInt8, String)] {
      let server = try HostileServer { query, _ in [query[0...1] + [0x80, code] + [UInt8](repeating: 0, count: 8)] }
      let error = try #require(throws: DNSClientError.self) { try ask(server) }
      #expect(error.code == .refused)
      #expect(error.description == "\(server.address) answers \(name) for corp.example; look into its log")
    }
    for code: UInt8 in [0, 3] {
      let server = try HostileServer { query, _ in
        [query[0...1] + [0x80, code] + [UInt8](repeating: 0, count: 8), Self.answer(query)]
      }
      #expect(try ask(server) == 7)
    }
  }

  @Test(arguments: [1, 4] as [UInt8]) func whoDoesNotReadOptionsIsAskedWithoutThem(code: UInt8) throws {
    let server = try HostileServer { query, _ in
      query[11] == 0 ? [Self.answer(query)] : [query[0...1] + [0x80, code] + [UInt8](repeating: 0, count: 8)]
    }
    #expect(try ask(server) == 7)
    #expect(server.queries == 2)
  }

  @Test func silenceIsNamed() throws {
    let server = try HostileServer { _, _ in [] }
    let error = try #require(throws: DNSClientError.self) { try ask(server, patience: 50) }
    #expect(error.code == .noAnswer)
    #expect(error.description == "\(server.address) did not answer")
    #expect(server.queries == 3)
  }

  /// Where nothing listens, the system says so at once.
  @Test func closedPortIsNamed() throws {
    let server = NameServer(address: .version4(.init(number: 0x7F00_0001)), port: 1)
    let error = try #require(throws: DNSClientError.self) { try DNSClient(server).serial(of: Self.zone) }
    #expect(error.description == "127.0.0.1:1 did not answer: Connection refused")
  }
}

import DNSModel
import TestSupport
import Testing

@testable import DNSClient

/// Valid and malformed messages.
struct DNSMessageReaderTests {
  /// The question of every test here.
  private static let question = Question(DomainName(constant: "corp.example"), .soa)

  /// An answer with the serial 7, as named sends it: the names point back to the question.
  static let answer: [UInt8] =
    [0x12, 0x34, 0x85, 0x00, 0, 1, 0, 1, 0, 0, 0, 0] + question.message(id: 0).dropFirst(12).dropLast(11)
    + [0xC0, 12, 0, 6, 0, 1, 0, 0, 14, 16, 0, 29, 2, 0x6E, 0x73, 0xC0, 12, 1, 0x61, 0xC0, 12]
    + [0, 0, 0, 7, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4]

  @Test func questionIsEncodedAsAMessage() {
    #expect(
      Self.question.message(id: 0xABCD) == [
        0xAB, 0xCD, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 4, 0x63, 0x6F, 0x72, 0x70, 7, 0x65, 0x78, 0x61, 0x6D, 0x70, 0x6C,
        0x65,
        0, 0, 6, 0, 1, 0, 0, 41, 4, 0xD0, 0, 0, 0, 0, 0, 0,
      ])
    #expect(
      Self.question.message(id: 0xABCD, isExtended: false) == [
        0xAB, 0xCD, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 4, 0x63, 0x6F, 0x72, 0x70, 7, 0x65, 0x78, 0x61, 0x6D, 0x70, 0x6C,
        0x65, 0, 0, 6, 0, 1,
      ])
  }

  @Test func aliasIsRead() throws {
    let question = Question(DomainName(constant: "a.example"), .a).message(id: 0).dropFirst(12).dropLast(11)
    let answer: [UInt8] =
      [0x12, 0x34, 0x85, 0x80, 0, 1, 0, 2, 0, 0, 0, 0] + question
      + [0xC0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 4, 1, 0x62, 0xC0, 14]
      + [0xC0, 39, 0, 1, 0, 1, 0, 0, 0, 30, 0, 4, 10, 1, 0, 5]
    let message = try DNSMessageReader.message(answer)
    #expect(message.answers.map(\.name) == ["a.example", "b.example"])
    #expect(message.answers.map(\.data) == [.cname("b.example"), .a(IPv4Address(number: 0x0A01_0005))])
  }

  @Test func answerIsRead() throws {
    let message = try DNSMessageReader.message(Self.answer)
    #expect(message.id == 0x1234)
    #expect(message.isResponse && message.isAuthoritative && !message.isTruncated)
    #expect(message.question?.name == "corp.example")
    #expect(message.answers.map(\.name) == ["corp.example"])
    #expect(message.answers.map(\.data) == [.soa(serial: 7)])
    #expect(message.answers.map(\.ttl) == [3600])
  }

  /// RFC 2181 §8: a TTL with the most significant bit set means 0.
  @Test(
    arguments: [([0x7F, 0xFF, 0xFF, 0xFF], 0x7FFF_FFFF), ([0x80, 0, 0, 0], 0), ([0xFF, 0xFF, 0xFF, 0xFF], 0)]
      as [([UInt8], UInt32)])
  func tooLargeTTLMeansZero(bytes: [UInt8], ttl: UInt32) throws {
    let answer = Self.answer.replacing([0, 1, 0, 0, 14, 16, 0, 29], with: [0, 1] + bytes + [0, 29])
    #expect(try DNSMessageReader.message(answer).answers.map(\.ttl) == [ttl])
  }

  @Test func everyShorterMessageIsMalformed() {
    for count in Self.answer.indices {
      #expect(throws: DNSMessageReader.Malformed.self) { try DNSMessageReader.message(Array(Self.answer[..<count])) }
    }
  }

  /// A pointer to itself, forward, and two that point at each other.
  @Test(arguments: [[0xC0, 12], [0xC0, 14, 0xC0, 12], [1, 0x61, 0xC0, 12], [0x80, 0], [0x41, 0]] as [[UInt8]])
  func loopsAndUnknownLabelsAreMalformed(name: [UInt8]) {
    let bytes: [UInt8] = [0, 0, 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0] + name + [0, 6, 0, 1]
    #expect(throws: DNSMessageReader.Malformed.self) { try DNSMessageReader.message(bytes) }
  }

  @Test func nameOfMoreThan255BytesIsMalformed() {
    let label: [UInt8] = [63] + [UInt8](repeating: 0x61, count: 63)
    let bytes: [UInt8] = [0, 0, 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0] + label + label + label + label + [0, 0, 6, 0, 1]
    #expect(throws: DNSMessageReader.Malformed.self) { try DNSMessageReader.message(bytes) }
  }

  /// Parsing a changed answer ends and stays within the bytes.
  @Test func changedBytesNeverTrap() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<20_000 {
      var bytes = Self.answer
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      _ = try? DNSMessageReader.message(bytes)
    }
  }
}

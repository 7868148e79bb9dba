import DNSModel
import TestSupport
import Testing

@testable import DNSClient

/// Malicious answers: parsing always ends soon, with a message or an error.
@Suite struct DNSMessageMutationTests {
  /// An answer with every kind of record: two CNAME records, two A records, an SOA record, and one of another type.
  private static let answer: [UInt8] = {
    let question = Question(DomainName(constant: "a.corp.example"), .a).message(id: 0).dropFirst(12).dropLast(11)
    let header: [UInt8] = [0x12, 0x34, 0x85, 0x80, 0, 1, 0, 6, 0, 0, 0, 0]
    let alias: [UInt8] = [0xC0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 4, 1, 0x62, 0xC0, 14]
    let target = UInt8(header.count + question.count + 12)
    let second: [UInt8] = [0xC0, target, 0, 5, 0, 1, 0, 0, 0, 60, 0, 2, 0xC0, 12]
    let address: [UInt8] = [0xC0, target, 0, 1, 0, 1, 0, 0, 0, 30, 0, 4, 10, 1, 0, 5]
    let authority: [UInt8] =
      [0xC0, 14, 0, 6, 0, 1, 0, 0, 14, 16, 0, 26, 2, 0x6E, 0x73, 0xC0, 14, 0] + [0, 0, 0, 7]
      + [UInt8](repeating: 1, count: 16)
    let text: [UInt8] = [0xC0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, 3, 2, 0x68, 0x69]
    return header + question + alias + second + address + address + authority + text
  }()

  /// Whether a message can be parsed; if so, its contents must fit into its length.
  private func canRead(_ bytes: [UInt8]) -> Bool {
    guard let message = try? DNSMessageReader.message(bytes) else { return false }
    // A record has at least a name of one byte, and ten more.
    #expect(message.answers.count * 11 <= bytes.count)
    #expect(message.answers.allSatisfy { $0.name.utf8.count <= 255 })
    return true
  }

  @Test func unchangedAnswerIsParsed() throws {
    let message = try DNSMessageReader.message(Self.answer)
    let address = IPv4Address(number: 0x0A01_0005)
    #expect(
      message.answers.map(\.data) == [
        .cname("b.corp.example"), .cname("a.corp.example"), .a(address), .a(address),
        .soa(serial: 7), .other,
      ])
  }

  @Test func everyShorterMessageIsMalformed() {
    for count in Self.answer.indices {
      let isRead = canRead(Array(Self.answer[..<count]))
      #expect(!isRead, "\(count) bytes")
    }
  }

  /// At each byte, a pointer to each byte: to itself, forward, backward, into the header.
  @Test func pointersFromEveryByteToEveryByteEnd() {
    for place in 12..<Self.answer.count - 1 {
      for target in 0...Self.answer.count {
        var bytes = Self.answer
        bytes[place] = 0xC0
        bytes[place + 1] = UInt8(target)
        _ = canRead(bytes)
      }
    }
  }

  @Test func countsBeyondTheMessageAreMalformed() {
    for place in [4, 6] {
      for count in [7, 255, 256, 65_535] as [UInt16] {
        var bytes = Self.answer
        bytes[place] = UInt8(count >> 8)
        bytes[place + 1] = UInt8(count & 0xFF)
        let isRead = canRead(bytes)
        #expect(!isRead, "\(count) at \(place)")
      }
    }
  }

  /// Each two bytes in turn are the length of something in some message.
  @Test func wrongLengthsDoNotTrap() {
    for place in 12..<Self.answer.count - 1 {
      for length in [0, 1, 3, 5, 63, 64, 255, 256, 16_383, 65_535] as [UInt16] {
        var bytes = Self.answer
        bytes[place] = UInt8(length >> 8)
        bytes[place + 1] = UInt8(length & 0xFF)
        _ = canRead(bytes)
      }
    }
  }

  /// A record whose data is a chain of pointers, each to the one before it, and one whose name is the last of them.
  private func chain(of pointers: Int) -> [UInt8] {
    let length = 1 + 2 * pointers
    var bytes: [UInt8] = [0, 0, 0x80, 0, 0, 0, 0, 2, 0, 0, 0, 0]
    bytes += [0, 0, 99, 0, 1, 0, 0, 0, 0, UInt8(length >> 8), UInt8(length & 0xFF), 0]
    var target = bytes.count - 1
    for _ in 0..<pointers {
      let place = bytes.count
      bytes += [0xC0 | UInt8(target >> 8), UInt8(target & 0xFF)]
      target = place
    }
    return bytes + [0xC0 | UInt8(target >> 8), UInt8(target & 0xFF), 0, 1, 0, 1, 0, 0, 0, 30, 0, 4, 10, 1, 0, 5]
  }

  /// A message of 64 KiB could have thousands of names that each lead through thousands of pointers.
  @Test func longChainsOfPointersAreMalformed() {
    for (pointers, isFine) in [(126, true), (127, false), (1000, false), (8000, false)] {
      let isRead = canRead(chain(of: pointers))
      #expect(isRead == isFine, "\(pointers)")
    }
  }

  @Test func randomMutationsDoNotTrap() {
    var random = SeededGenerator(seed: 77)
    for _ in 0..<50_000 {
      var bytes = Self.answer
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let place = Int.random(in: bytes.indices, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 2: if bytes.count > 1 { bytes.remove(at: place) }
        case 3: bytes.removeSubrange(place...)
        case 4: bytes += bytes[place...]
        default:
          bytes[place] = 0xC0 | UInt8.random(in: 0...3, using: &random)
          if place + 1 < bytes.count { bytes[place + 1] = UInt8.random(in: 0...255, using: &random) }
        }
        if bytes.isEmpty { bytes = [0] }
      }
      _ = canRead(bytes)
    }
    for count in 0..<600 {
      let garbage = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      _ = canRead(garbage)
    }
  }
}

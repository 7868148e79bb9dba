import DNSModel

/// Reads a message of a name server ([RFC 1035 §4](https://www.rfc-editor.org/rfc/rfc1035#section-4)), and trusts nothing
/// in it.
struct DNSMessageReader {
  /// What the bytes do not allow.
  struct Malformed: Error {}

  /// The whole message.
  private let bytes: [UInt8]
  /// The byte that is looked at next.
  private var offset = 0

  /// Begins at the first byte.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// What a message says, as far as it is needed.
  struct Message {
    /// What the answer is recognised by.
    let id: UInt16
    /// The flags and the response code ([RFC 1035 §4.1.1](https://www.rfc-editor.org/rfc/rfc1035#section-4.1.1)).
    let flags: UInt16
    /// The name, type and class that were asked for; nothing where there is not exactly one question.
    let question: (name: String, type: UInt16, class: UInt16)?
    /// Whether there is no question in it.
    let isWithoutQuestion: Bool
    /// The records of the answer section; none where the message was cut short.
    let answers: [Record]

    /// Whether it is an answer at all.
    var isResponse: Bool { flags & 0x8000 != 0 }
    /// Whether it was cut short because it was too long for a datagram.
    var isTruncated: Bool { flags & 0x0200 != 0 }
    /// Whether the server answers for the zone itself.
    var isAuthoritative: Bool { flags & 0x0400 != 0 }
    /// How it went.
    var responseCode: ResponseCode { ResponseCode(rawValue: flags & 0x000F) }
  }

  /// A record of the answer.
  struct Record {
    /// Whose it is, in lower case and without the trailing dot.
    let name: String
    /// Its type.
    let type: UInt16
    /// Its class.
    let `class`: UInt16
    /// Its TTL in seconds.
    let ttl: UInt32
    /// What it says.
    let data: Data
  }

  /// The data of a record.
  enum Data: Hashable {
    /// An A record.
    case address(IPv4Address)
    /// The name to which a CNAME record leads, in lower case and without the trailing dot.
    case alias(String)
    /// The serial of an SOA record.
    case startOfAuthority(serial: UInt32)
    /// Anything else.
    case other
  }

  /// Reads the message.
  static func message(_ bytes: [UInt8]) throws(Malformed) -> Message {
    var reader = DNSMessageReader(bytes)
    let id = try reader.number16()
    let flags = try reader.number16()
    let questions = try reader.number16()
    let answers = try reader.number16()
    _ = try reader.number32()
    var question: (String, UInt16, UInt16)?
    for _ in 0..<questions { question = (try reader.name(), try reader.number16(), try reader.number16()) }
    var records: [Record] = []
    if flags & 0x0200 == 0 {
      for _ in 0..<answers { records.append(try reader.record()) }
    }
    return Message(
      id: id, flags: flags, question: questions == 1 ? question : nil, isWithoutQuestion: questions == 0,
      answers: records)
  }

  /// Reads a record.
  private mutating func record() throws(Malformed) -> Record {
    let name = try name()
    let type = try number16()
    let `class` = try number16()
    let number = try number32()
    // RFC 2181 §8: a TTL with the most significant bit set counts as 0.
    let ttl = number > Int32.max ? 0 : number
    let length = Int(try number16())
    let end = offset + length
    guard end <= bytes.count else { throw Malformed() }
    var data = Data.other
    switch QueryType(rawValue: type) {
    case .address:
      guard length == 4 else { throw Malformed() }
      data = .address(IPv4Address(number: try number32()))
    case .alias:
      data = .alias(try self.name())
      guard offset == end else { throw Malformed() }
    case .startOfAuthority:
      _ = try self.name()
      _ = try self.name()
      data = .startOfAuthority(serial: try number32())
      for _ in 0..<4 { _ = try number32() }
      guard offset == end else { throw Malformed() }
    case nil: break
    }
    offset = end
    return Record(name: name, type: type, class: `class`, ttl: ttl, data: data)
  }

  /// Reads a name that may point to an earlier part of the message.
  ///
  /// A pointer must lead back before all that was read of the name, so that no loop is possible
  /// ([RFC 1035 §4.1.4](https://www.rfc-editor.org/rfc/rfc1035#section-4.1.4): "a prior occurrence"). A name of 255 bytes
  /// has at most 127 labels, so that more pointers than that only cost time.
  private mutating func name() throws(Malformed) -> String {
    var text: [UInt8] = []
    var position = offset
    var earliest = offset
    var length = 0
    var jumps = 0
    while true {
      guard position < bytes.count else { throw Malformed() }
      let count = Int(bytes[position])
      switch count >> 6 {
      case 0:
        guard position + 1 + count <= bytes.count else { throw Malformed() }
        length += 1 + count
        guard length <= 255 else { throw Malformed() }
        position += 1
        if jumps == 0 { offset = position + count }
        guard count > 0 else { return String(decoding: text, as: UTF8.self) }
        if !text.isEmpty { text.append(UInt8(ascii: ".")) }
        text += bytes[position..<position + count].map {
          (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0
        }
        position += count
      case 3:
        guard position + 1 < bytes.count else { throw Malformed() }
        let target = (count & 0x3F) << 8 | Int(bytes[position + 1])
        guard target < earliest, jumps < 127 else { throw Malformed() }
        if jumps == 0 { offset = position + 2 }
        jumps += 1
        earliest = target
        position = target
      default: throw Malformed()
      }
    }
  }

  /// Reads a number of two bytes.
  private mutating func number16() throws(Malformed) -> UInt16 {
    guard offset + 2 <= bytes.count else { throw Malformed() }
    defer { offset += 2 }
    return UInt16(bytes[offset]) << 8 | UInt16(bytes[offset + 1])
  }

  /// Reads a number of four bytes.
  private mutating func number32() throws(Malformed) -> UInt32 {
    UInt32(try number16()) << 16 | UInt32(try number16())
  }
}

import DNSModel

/// Parses a DNS message ([RFC 1035 §4](https://www.rfc-editor.org/rfc/rfc1035#section-4)) without
/// trusting its contents.
struct DNSMessageReader {
  /// The bytes are not a valid message.
  struct Malformed: Error {}

  private let bytes: [UInt8]
  /// The offset of the next byte.
  private var offset = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The parts of a message that this client needs.
  struct Message {
    /// The ID, which matches an answer to its query.
    let id: UInt16
    /// The flags and the response code ([RFC 1035 §4.1.1](https://www.rfc-editor.org/rfc/rfc1035#section-4.1.1)).
    let flags: UInt16
    /// The question; nil unless there is exactly one.
    let question: (name: String, type: UInt16, class: UInt16)?
    /// Whether the question section is empty.
    let isWithoutQuestion: Bool
    /// The records of the answer section; empty if the message is truncated.
    let answers: [Record]

    /// The QR flag.
    var isResponse: Bool { flags & 0x8000 != 0 }
    /// The TC flag: the answer was too long for a datagram.
    var isTruncated: Bool { flags & 0x0200 != 0 }
    /// The AA flag: the server is authoritative for the zone.
    var isAuthoritative: Bool { flags & 0x0400 != 0 }
    /// The RCODE.
    var responseCode: ResponseCode { ResponseCode(rawValue: flags & 0x000F) }
  }

  /// A record of the answer section.
  struct Record {
    /// The owner name in lower case, without the trailing dot.
    let name: String
    let type: UInt16
    let `class`: UInt16
    /// The TTL in seconds.
    let ttl: UInt32
    let data: Data
  }

  /// The data of a record, parsed for the types that this client queries.
  enum Data: Hashable {
    case a(IPv4Address)
    /// The target in lower case, without the trailing dot.
    case cname(String)
    case soa(serial: UInt32)
    /// A record of any other type.
    case other
  }

  /// Parses a message.
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

  private mutating func record() throws(Malformed) -> Record {
    let name = try name()
    let type = try number16()
    let `class` = try number16()
    let number = try number32()
    // RFC 2181 §8: a TTL with the most significant bit set means 0.
    let ttl = number > Int32.max ? 0 : number
    let length = Int(try number16())
    let end = offset + length
    guard end <= bytes.count else { throw Malformed() }
    var data = Data.other
    switch QueryType(rawValue: type) {
    case .a:
      guard length == 4 else { throw Malformed() }
      data = .a(IPv4Address(number: try number32()))
    case .cname:
      data = .cname(try self.name())
      guard offset == end else { throw Malformed() }
    case .soa:
      _ = try self.name()
      _ = try self.name()
      data = .soa(serial: try number32())
      for _ in 0..<4 { _ = try number32() }
      guard offset == end else { throw Malformed() }
    case nil: break
    }
    offset = end
    return Record(name: name, type: type, class: `class`, ttl: ttl, data: data)
  }

  /// Reads a name, which may use compression pointers.
  ///
  /// Each pointer must point before all parts of the name so far, so a loop is impossible
  /// ([RFC 1035 §4.1.4](https://www.rfc-editor.org/rfc/rfc1035#section-4.1.4): "a prior occurrence"). A name of 255 bytes
  /// has at most 127 labels, so more pointers would only cost time.
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

  /// Reads a 16-bit number.
  private mutating func number16() throws(Malformed) -> UInt16 {
    guard offset + 2 <= bytes.count else { throw Malformed() }
    defer { offset += 2 }
    return UInt16(bytes[offset]) << 8 | UInt16(bytes[offset + 1])
  }

  /// Reads a 32-bit number.
  private mutating func number32() throws(Malformed) -> UInt32 {
    UInt32(try number16()) << 16 | UInt32(try number16())
  }
}

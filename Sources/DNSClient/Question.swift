package import DNSModel

/// A record type that can be queried.
package enum QueryType: UInt16, Hashable, Sendable {
  /// An IPv4 address.
  case a = 1
  /// The canonical name of an alias.
  case cname = 5
  /// The start of authority, which holds the serial of a zone.
  case soa = 6
}

/// The question of a query, in the class IN.
package struct Question: Hashable, Sendable {
  /// The query name.
  package let name: DomainName
  /// The query type.
  package let type: QueryType

  /// Makes a question for the records of one type at a name.
  package init(_ name: DomainName, _ type: QueryType) {
    self.name = name
    self.type = type
  }

  /// The OPT record, which allows answers of up to 1232 bytes over UDP
  /// ([RFC 6891 §6.1.2](https://www.rfc-editor.org/rfc/rfc6891#section-6.1.2)).
  private static let options: [UInt8] = [0, 0, 41, 0x04, 0xD0, 0, 0, 0, 0, 0, 0]

  /// The query as a message ([RFC 1035 §4.1](https://www.rfc-editor.org/rfc/rfc1035#section-4.1)).
  ///
  /// - Parameters:
  ///   - id: the ID, which the answer repeats.
  ///   - isExtended: whether to include the OPT record, which not all servers understand.
  /// - Returns: the bytes of the message.
  func message(id: UInt16, isExtended: Bool = true) -> [UInt8] {
    // The header: recursion desired, which an authoritative server ignores; one question; the OPT record as additional data.
    var bytes: [UInt8] = [UInt8(id >> 8), UInt8(id & 255), 1, 0, 0, 1, 0, 0, 0, 0, 0, isExtended ? 1 : 0]
    for label in name.text.utf8.split(separator: UInt8(ascii: ".")) {
      bytes.append(UInt8(label.count))
      bytes += label
    }
    return bytes + [0, 0, UInt8(type.rawValue), 0, 1] + (isExtended ? Self.options : [])
  }
}

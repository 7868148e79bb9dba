package import DNSModel

/// The type of a record that can be asked for.
package enum QueryType: UInt16, Hashable, Sendable {
  /// An IPv4 address.
  case address = 1
  /// An alias of another name.
  case alias = 5
  /// The start of a zone of authority, with its serial.
  case startOfAuthority = 6
}

/// What a name server is asked.
package struct Question: Hashable, Sendable {
  /// The name.
  package let name: DomainName
  /// The type of its records.
  package let type: QueryType

  /// Asks for the records of a name.
  package init(_ name: DomainName, _ type: QueryType) {
    self.name = name
    self.type = type
  }

  /// The OPT record, which says that answers of 1232 bytes may come over UDP
  /// ([RFC 6891 §6.1.2](https://www.rfc-editor.org/rfc/rfc6891#section-6.1.2)).
  private static let options: [UInt8] = [0, 0, 41, 0x04, 0xD0, 0, 0, 0, 0, 0, 0]

  /// The query as a message ([RFC 1035 §4.1](https://www.rfc-editor.org/rfc/rfc1035#section-4.1)).
  ///
  /// - Parameters:
  ///   - id: what the answer is recognised by.
  ///   - isExtended: whether it has the OPT record, which not all servers can read.
  /// - Returns: the bytes.
  func message(id: UInt16, isExtended: Bool = true) -> [UInt8] {
    // The flags ask for recursion, which a primary server just does not offer; one question, and one record beside it.
    var bytes: [UInt8] = [UInt8(id >> 8), UInt8(id & 255), 1, 0, 0, 1, 0, 0, 0, 0, 0, isExtended ? 1 : 0]
    for label in name.text.utf8.split(separator: UInt8(ascii: ".")) {
      bytes.append(UInt8(label.count))
      bytes += label
    }
    return bytes + [0, 0, UInt8(type.rawValue), 0, 1] + (isExtended ? Self.options : [])
  }
}

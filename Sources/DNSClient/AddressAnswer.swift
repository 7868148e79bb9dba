public import DNSModel

/// What a resolver says about the addresses of a name.
public enum AddressAnswer: Hashable, Sendable {
  /// The addresses in numeric order, and for how many seconds the answer may be kept, where the resolver says so.
  case addresses([IPv4Address], ttl: UInt32?)
  /// There is no such name, or it has no address ([RFC 2308 §2](https://www.rfc-editor.org/rfc/rfc2308#section-2)).
  case none(reason: String)
}

extension DNSClient {
  /// Asks for the addresses of a name, and follows aliases as far as the answer goes with them.
  ///
  /// - Parameter name: the name.
  /// - Returns: its addresses, or that it has none.
  /// - Throws: ``DNSClientError`` when no usable answer came.
  public func addresses(of name: DomainName) throws(DNSClientError) -> AddressAnswer {
    let message: DNSMessageReader.Message
    do throws(DNSClientError) {
      message = try ask(Question(name, .address))
    } catch {
      guard error.code == .noSuchName else { throw error }
      return .none(reason: "NXDOMAIN")
    }
    var owner = name.text
    var ttl = UInt32.max
    // An alias leads on at most once for each record of the answer, so that a circle ends.
    for _ in message.answers {
      guard let alias = message.answers.first(where: { $0.isIn(owner) && $0.alias != nil }) else { break }
      owner = alias.alias ?? owner
      ttl = min(ttl, alias.ttl)
    }
    let records = message.answers.filter { $0.isIn(owner) && $0.address != nil }
    guard !records.isEmpty else { return .none(reason: "no address") }
    return .addresses(
      Set(records.compactMap(\.address)).sorted(), ttl: records.reduce(ttl) { min($0, $1.ttl) })
  }
}

extension DNSMessageReader.Record {
  /// Whether it belongs to a name, in the class of the Internet.
  fileprivate func isIn(_ owner: String) -> Bool { name == owner && self.class == 1 }

  /// The address of an A record.
  fileprivate var address: IPv4Address? {
    if case .address(let address) = data { address } else { nil }
  }

  /// Where a CNAME record leads.
  fileprivate var alias: String? {
    if case .alias(let name) = data { name } else { nil }
  }
}

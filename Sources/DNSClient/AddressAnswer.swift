public import DNSModel

/// What a resolver says about the addresses of a name.
public enum AddressAnswer: Hashable, Sendable {
  /// The addresses in numeric order, and for how many seconds the answer may be kept, where the resolver says so.
  case addresses([IPv4Address], ttl: UInt32?)
  /// There is no such name, or it has no address ([RFC 2308 §2](https://www.rfc-editor.org/rfc/rfc2308#section-2)).
  case none(reason: String)
}

extension DNSClient {
  /// Asks for the addresses of a name, and follows aliases: through each answer, and where one ends with an alias, by asking
  /// the same server for its target.
  ///
  /// - Parameter name: the name.
  /// - Returns: its addresses, or that it has none.
  /// - Throws: ``DNSClientError`` when no usable answer came.
  public func addresses(of name: DomainName) throws(DNSClientError) -> AddressAnswer {
    var asked = name
    var ttl = UInt32.max
    for _ in 0..<Self.longestChain {
      let question = Question(asked, .address)
      let message = try ask(question)
      let (owner, aliasTTL) = message.target(of: asked.text)
      ttl = min(ttl, aliasTTL)
      func none(_ reason: String) -> AddressAnswer {
        .none(reason: owner == name.text ? reason : "an alias of \(owner): \(reason)")
      }
      switch message.responseCode {
      case .noError: break
      case .nameError: return none("NXDOMAIN")
      // It leaves the target to others, so that whoever asks it is left without an address.
      case .refused where asked != name: return none("REFUSED")
      default: throw refusal(message.responseCode, of: question)
      }
      let records = message.answers.filter { $0.isIn(owner) && $0.address != nil }
      guard records.isEmpty else {
        return .addresses(
          Set(records.compactMap(\.address)).sorted(), ttl: records.reduce(ttl) { min($0, $1.ttl) })
      }
      guard owner != asked.text, let target = try? DomainName(owner) else { return none("no address") }
      asked = target
    }
    return .none(reason: "its chain of aliases is too long")
  }

  /// How many answers that end with an alias are followed.
  private static let longestChain = 8
}

extension DNSMessageReader.Message {
  /// Where the aliases of the answer lead from a name, and the lowest of their TTLs.
  fileprivate func target(of name: String) -> (owner: String, ttl: UInt32) {
    var owner = name
    var ttl = UInt32.max
    // An alias leads on at most once for each record of the answer, so that a circle ends.
    for _ in answers {
      guard let record = answers.first(where: { $0.isIn(owner) && $0.alias != nil }) else { break }
      owner = record.alias ?? owner
      ttl = min(ttl, record.ttl)
    }
    return (owner, ttl)
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

public import DNSModel

/// What a name server or resolver answers for the IPv4 addresses of a name.
public enum AddressAnswer: Hashable, Sendable {
  /// The addresses in numeric order, and the TTL of the answer in seconds; nil if the resolver does not report a TTL.
  case addresses([IPv4Address], ttl: UInt32?)
  /// The name does not exist or has no address ([RFC 2308 §2](https://www.rfc-editor.org/rfc/rfc2308#section-2)).
  case none(reason: String)
}

extension DNSClient {
  /// Queries the addresses of a name, and follows CNAME records.
  ///
  /// If an answer ends with a CNAME record, the same server is asked for its target.
  ///
  /// - Parameter name: the name.
  /// - Returns: its addresses, or the reason why it has none.
  /// - Throws: ``DNSClientError`` if no usable answer arrives.
  public func addresses(of name: DomainName) throws(DNSClientError) -> AddressAnswer {
    var asked = name
    var ttl = UInt32.max
    for _ in 0..<Self.longestChain {
      let question = Question(asked, .a)
      let message = try ask(question)
      let (owner, chainTTL) = message.target(of: asked.text)
      ttl = min(ttl, chainTTL)
      func none(_ reason: String) -> AddressAnswer {
        .none(reason: owner == name.text ? reason : "CNAME to \(owner): \(reason)")
      }
      switch message.responseCode {
      case .noError: break
      case .nameError: return none("NXDOMAIN")
      // The server leaves the target to other servers, so its clients get no address.
      case .refused where asked != name: return none("REFUSED")
      default: throw refusal(message.responseCode, of: question)
      }
      let records = message.answers.filter { $0.belongs(to: owner) && $0.address != nil }
      guard records.isEmpty else {
        return .addresses(
          Set(records.compactMap(\.address)).sorted(), ttl: records.reduce(ttl) { min($0, $1.ttl) })
      }
      guard owner != asked.text, let target = try? DomainName(owner) else { return none("no address") }
      asked = target
    }
    return .none(reason: "the CNAME chain needs more than \(Self.longestChain) queries")
  }

  /// The largest number of queries for one chain of CNAME records.
  private static let longestChain = 8
}

extension DNSMessageReader.Message {
  /// The end of the chain of CNAME records from a name in this answer, and the lowest TTL of the chain.
  fileprivate func target(of name: String) -> (owner: String, ttl: UInt32) {
    var owner = name
    var ttl = UInt32.max
    // Each record extends the chain at most once, so that a loop ends.
    for _ in answers {
      guard let record = answers.first(where: { $0.belongs(to: owner) && $0.canonicalName != nil }) else { break }
      owner = record.canonicalName ?? owner
      ttl = min(ttl, record.ttl)
    }
    return (owner, ttl)
  }
}

extension DNSMessageReader.Record {
  /// Whether the record has an owner name and the class IN.
  fileprivate func belongs(to owner: String) -> Bool { name == owner && self.class == 1 }

  /// The address of an A record.
  fileprivate var address: IPv4Address? {
    if case .a(let address) = data { address } else { nil }
  }

  /// The target of a CNAME record.
  fileprivate var canonicalName: String? {
    if case .cname(let name) = data { name } else { nil }
  }
}

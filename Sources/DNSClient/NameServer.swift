public import DNSModel

/// The address and port of a name server.
public struct NameServer: Hashable, Sendable {
  /// An IP address.
  public enum Address: Hashable, Sendable {
    /// An IPv4 address.
    case version4(IPv4Address)
    /// An IPv6 address.
    case version6(IPv6Address)
  }

  /// The IP address.
  public let address: Address
  /// The UDP and TCP port.
  public let port: UInt16

  /// The port for DNS ([RFC 1035 §4.2](https://www.rfc-editor.org/rfc/rfc1035#section-4.2)).
  public static let standardPort: UInt16 = 53

  /// Makes a server from its address and port.
  public init(address: Address, port: UInt16 = standardPort) {
    self.address = address
    self.port = port
  }

  /// Reads `IP` or `IP:PORT`, an IPv6 address with a port in brackets
  /// ([RFC 5952 §6](https://www.rfc-editor.org/rfc/rfc5952#section-6)).
  ///
  /// - Returns: nil if the text is neither.
  public init?(_ text: String) {
    if let address = IPv6Address(text) {
      self.init(address: .version6(address))
      return
    }
    let isBracketed = text.hasPrefix("[")
    guard let end = isBracketed ? text.lastIndex(of: "]") : text.firstIndex(of: ":") ?? text.endIndex else {
      return nil
    }
    let host = text[..<end]
    let rest = text[end...].dropFirst(isBracketed ? 1 : 0)
    let address =
      isBracketed
      ? IPv6Address(host.dropFirst()).map(Address.version6) : IPv4Address(host.utf8.span).map(Address.version4)
    guard let address else { return nil }
    guard !rest.isEmpty else {
      self.init(address: address)
      return
    }
    guard let port = Self.port(rest) else { return nil }
    self.init(address: address, port: port)
  }

  /// Reads `:PORT`.
  private static func port(_ text: Substring) -> UInt16? {
    let digits = text.utf8.dropFirst()
    guard text.hasPrefix(":"), digits.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(text.dropFirst()),
      port > 0
    else { return nil }
    return port
  }
}

extension NameServer: CustomStringConvertible {
  /// `IP:PORT`, an IPv6 address in brackets.
  public var description: String {
    switch address {
    case .version4(let address): "\(address):\(port)"
    case .version6(let address): "[\(address)]:\(port)"
    }
  }
}

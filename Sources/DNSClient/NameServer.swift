public import DNSModel

/// The address and port of a name server.
public struct NameServer: Hashable, Sendable, CustomStringConvertible {
  /// The IPv4 address.
  public let address: IPv4Address
  /// The port.
  public let port: UInt16

  /// Where name servers listen ([RFC 1035 §4.2](https://www.rfc-editor.org/rfc/rfc1035#section-4.2)).
  public static let standardPort: UInt16 = 53

  /// Names a server.
  public init(address: IPv4Address, port: UInt16 = standardPort) {
    self.address = address
    self.port = port
  }

  /// Reads `IP` or `IP:PORT`.
  ///
  /// - Returns: nothing when the text is neither.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = IPv4Address(String(parts[0])) else { return nil }
    guard parts.count == 2 else {
      self.init(address: address)
      return
    }
    guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(parts[1]), port > 0 else {
      return nil
    }
    self.init(address: address, port: port)
  }

  /// `IP:PORT`.
  public var description: String { "\(address):\(port)" }
}

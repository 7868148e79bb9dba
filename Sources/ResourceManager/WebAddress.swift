/// The scheme, host and port of an absolute `http` or `https` URL
/// ([RFC 3986 §3](https://www.rfc-editor.org/rfc/rfc3986#section-3)).
///
/// Tokens are sent only to the server that they are for, so URLs from responses are compared by these.
package struct WebAddress: Hashable, Sendable {
  /// Either `http` or `https`.
  package let scheme: String
  /// The host in lower case; an IPv6 address without brackets.
  package let host: String
  /// The port, also if it is the default of the scheme.
  package let port: Int

  /// Reads scheme, host and port, and ignores the rest.
  ///
  /// Nil for another scheme, for a URL with a user name, and for characters that cannot occur in a host name.
  ///
  /// - Parameter text: the absolute URL.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) else {
      return nil
    }
    scheme = String(decoding: bytes[..<colon], as: UTF8.self).lowercased()
    guard scheme == "http" || scheme == "https" else { return nil }
    let authority = bytes[(colon + 3)...].prefix { byte in !"/?#".utf8.contains(byte) }
    guard let (host, port) = Self.split(authority) else { return nil }
    self.host = String(decoding: host, as: UTF8.self).lowercased()
    guard !port.isEmpty else {
      self.port = scheme == "http" ? 80 : 443
      return
    }
    guard port.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(String(decoding: port, as: UTF8.self)),
      (1...65_535).contains(number)
    else { return nil }
    self.port = number
  }

  /// Whether the host is `localhost`, in 127.0.0.0/8, or `::1`.
  package var isLoopback: Bool {
    if host == "localhost" || host == "::1" { return true }
    let parts = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0].elementsEqual("127".utf8)
      && parts.allSatisfy { part in UInt8(String(decoding: part, as: UTF8.self)) != nil }
  }

  /// Whether secrets may be sent there: https, or http on a loopback address.
  package var isSafeForSecrets: Bool { scheme == "https" || isLoopback }

  /// Host and port for messages; the port is left out if it is the default of the scheme.
  package var server: String {
    let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
    return port == (scheme == "http" ? 80 : 443) ? name : "\(name):\(port)"
  }

  /// Separates host and port, and removes the brackets of an IPv6 address.
  private static func split(_ authority: ArraySlice<UInt8>) -> (host: ArraySlice<UInt8>, port: ArraySlice<UInt8>)? {
    let isPlain: (UInt8) -> Bool = { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
        true
      default: false
      }
    }
    if authority.first == UInt8(ascii: "[") {
      guard let close = authority.firstIndex(of: UInt8(ascii: "]")) else { return nil }
      let host = authority[(authority.startIndex + 1)..<close]
      guard host.contains(UInt8(ascii: ":")), host.allSatisfy({ isPlain($0) || $0 == UInt8(ascii: ":") }) else {
        return nil
      }
      let rest = authority[(close + 1)...]
      guard rest.isEmpty || rest.first == UInt8(ascii: ":") else { return nil }
      return (host, rest.dropFirst())
    }
    let host = authority.prefix { $0 != UInt8(ascii: ":") }
    guard !host.isEmpty, host.allSatisfy(isPlain) else { return nil }
    return (host, authority[host.endIndex...].dropFirst())
  }
}

import DNSModel

/// The address of a Resource Manager: `https://HOST[:PORT]`, or `http://` where the host is this machine, and perhaps a path.
enum ManagerAddress {
  /// Whether a text is such an address, and nothing but host, port and path stands in it.
  static func isOne(_ text: String) -> Bool {
    let isSecure = text.hasPrefix("https://")
    guard isSecure || text.hasPrefix("http://") else { return false }
    let rest = text.utf8.dropFirst(isSecure ? 8 : 7)
    guard rest.allSatisfy({ $0.isLetterOrDigit || "-._~:[]/%".utf8.contains($0) }) else { return false }
    let authority = String(Substring(rest.prefix { $0 != UInt8(ascii: "/") }))
    return host(of: authority).map { isSecure || isLoopback($0) } ?? false
  }

  /// Whether a host is this machine.
  private static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "[::1]" || IPv4Address(host).map { $0.number >> 24 == 127 } ?? false
  }

  /// The host of `HOST[:PORT]` in lower case; nothing where a part is wrong.
  private static func host(of authority: String) -> String? {
    var host = authority.utf8[...]
    if let colon = host.lastIndex(of: UInt8(ascii: ":")), !host[colon...].contains(UInt8(ascii: "]")) {
      let port = host[host.index(after: colon)...]
      guard port.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt16(Substring(port)), number > 0 else {
        return nil
      }
      host = host[..<colon]
    }
    let isBracketed = host.first == UInt8(ascii: "[") && host.last == UInt8(ascii: "]") && host.count > 2
    guard isBracketed || (!host.isEmpty && !host.contains(where: { "[]:%".utf8.contains($0) })) else { return nil }
    return Substring(host).lowercased()
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The IPv6 address of a name server.
public struct IPv6Address: Hashable, Sendable, CustomStringConvertible {
  /// The 16 bytes in network order.
  private let bytes: [UInt8]

  /// Reads any form of [RFC 4291 §2.2](https://www.rfc-editor.org/rfc/rfc4291#section-2.2), without a zone such as `%eth0`.
  ///
  /// - Returns: nil if the text is not an IPv6 address.
  public init?(_ text: some StringProtocol) {
    var address = in6_addr()
    guard inet_pton(AF_INET6, String(text), &address) == 1 else { return nil }
    bytes = withUnsafeBytes(of: address) { Array($0) }
  }

  var systemAddress: in6_addr {
    var address = in6_addr()
    withUnsafeMutableBytes(of: &address) { $0.copyBytes(from: bytes) }
    return address
  }

  /// The canonical form of [RFC 5952](https://www.rfc-editor.org/rfc/rfc5952).
  public var description: String {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    inet_ntop(AF_INET6, bytes, &text, socklen_t(text.count))
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

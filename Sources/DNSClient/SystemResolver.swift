public import DNSModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The resolver of this machine, which also reads its hosts file.
public struct SystemResolver: Sendable {
  /// Makes a resolver; it has no state.
  public init() {}

  /// Looks up the IPv4 addresses of a name as any program does, with
  /// [getaddrinfo](https://pubs.opengroup.org/onlinepubs/9799919799/functions/freeaddrinfo.html).
  ///
  /// - Parameter name: the name; search lists apply to it.
  /// - Returns: its addresses without a TTL, or the reason why it has none.
  /// - Throws: ``DNSClientError`` if the lookup fails. The code is `noAnswer` if it failed after a second or more, since
  ///   lookups of other names would then wait in vain too.
  public func addresses(of name: DomainName) throws(DNSClientError) -> AddressAnswer {
    var hints = addrinfo()
    hints.ai_family = AF_INET
    #if canImport(Darwin) || canImport(Musl)
      hints.ai_socktype = SOCK_STREAM
    #else
      hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    #endif
    // No trailing dot: a hosts file has none, and a lookup with one would not match.
    var first: UnsafeMutablePointer<addrinfo>?
    let start = ContinuousClock.now
    let result = getaddrinfo(name.text, nil, &hints, &first)
    defer { if let first { freeaddrinfo(first) } }
    if result == EAI_NONAME { return .none(reason: "no such name") }
    if result == Self.noData { return .none(reason: "no address") }
    guard result == 0 else {
      let isTimeout = result == EAI_AGAIN && .now - start >= .seconds(1)
      throw DNSClientError(
        isTimeout ? .noAnswer : .refused,
        "the system resolver cannot look up \(name): \(String(cString: gai_strerror(result)))")
    }
    var addresses: Set<IPv4Address> = []
    var entry = first
    while let found = entry?.pointee {
      found.ai_addr?.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { address in
        _ = addresses.insert(IPv4Address(number: UInt32(bigEndian: address.pointee.sin_addr.s_addr)))
      }
      entry = found.ai_next
    }
    return .addresses(addresses.sorted(), ttl: nil)
  }

  // The name exists but has no address. glibc declares EAI_NODATA only for GNU sources.
  #if canImport(Darwin)
    private static let noData = EAI_NODATA
  #else
    private static let noData: Int32 = -5
  #endif
}

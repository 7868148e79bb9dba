public import DNSModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The resolver that all programs of this machine ask, so that hosts files count.
public struct SystemResolver: Sendable {
  /// Makes a resolver.
  public init() {}

  /// Asks for the IPv4 addresses of a name, as any program does: with
  /// [getaddrinfo](https://pubs.opengroup.org/onlinepubs/9799919799/functions/freeaddrinfo.html).
  ///
  /// - Parameter name: the name; search lists apply to it, as they do for any program.
  /// - Returns: its addresses without a TTL, or that it has none.
  /// - Throws: ``DNSClientError`` when the resolver could not find out: as `noAnswer` where it tried for a second or more
  ///   in vain, so that it would do so for other names too.
  public func addresses(of name: DomainName) throws(DNSClientError) -> AddressAnswer {
    var hints = addrinfo()
    hints.ai_family = AF_INET
    #if canImport(Darwin) || canImport(Musl)
      hints.ai_socktype = SOCK_STREAM
    #else
      hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    #endif
    // A hosts file has the name without a dot at its end, and only such a question finds it there.
    var first: UnsafeMutablePointer<addrinfo>?
    let start = ContinuousClock.now
    let result = getaddrinfo(name.text, nil, &hints, &first)
    defer { if let first { freeaddrinfo(first) } }
    if result == EAI_NONAME { return .none(reason: "no such name") }
    if result == Self.noData { return .none(reason: "no address") }
    guard result == 0 else {
      let isSilent = result == EAI_AGAIN && .now - start >= .seconds(1)
      throw DNSClientError(
        isSilent ? .noAnswer : .refused,
        "the system resolver cannot find \(name): \(String(cString: gai_strerror(result)))")
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

  // What says that the name is there and has no address; glibc's header shows the word to GNU programs only.
  #if canImport(Darwin)
    private static let noData = EAI_NODATA
  #else
    private static let noData: Int32 = -5
  #endif
}

import DNSModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The address of the server for socket calls.
extension NameServer {
  /// The address family.
  var family: Int32 {
    switch address {
    case .version4: AF_INET
    case .version6: AF_INET6
    }
  }

  /// Calls a function with the socket address, which is valid only during the call.
  func withSocketAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
    switch address {
    case .version4(let address):
      var system = sockaddr_in()
      system.sin_family = sa_family_t(family)
      system.sin_port = port.bigEndian
      system.sin_addr.s_addr = address.number.bigEndian
      return Self.with(system, body)
    case .version6(let address):
      var system = sockaddr_in6()
      system.sin6_family = sa_family_t(family)
      system.sin6_port = port.bigEndian
      system.sin6_addr = address.systemAddress
      return Self.with(system, body)
    }
  }

  /// Calls a function with an address of a specific family as a generic `sockaddr`.
  private static func with<Address, Result>(
    _ address: Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<Address>.size)) }
    }
  }
}

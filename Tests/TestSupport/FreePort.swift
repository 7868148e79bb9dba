import Foundation
import Synchronization

/// The ports given to tests so far, whose servers may not listen yet.
private let givenPorts = Mutex<Set<Int>>([])

/// Finds a port of 127.0.0.1 that is free for UDP and TCP and not given to another test.
///
/// - Returns: the port number.
/// - Throws: an error if a hundred tries find none.
public func freePort() throws -> Int {
  for _ in 0..<100 {
    let port = Int.random(in: 20_000...32_000)
    guard givenPorts.withLock({ $0.insert(port).inserted }) else { continue }
    if canBind(port, SOCK_DGRAM), canBind(port, SOCK_STREAM) { return port }
  }
  throw MissingPort()
}

private struct MissingPort: Error {}

#if canImport(Darwin)
  /// The type of socket kinds in this system's headers.
  private typealias SocketKind = Int32
#else
  /// The type of socket kinds in this system's headers.
  private typealias SocketKind = __socket_type
#endif

/// Whether a socket can bind to a port of 127.0.0.1.
private func canBind(_ port: Int, _ kind: SocketKind) -> Bool {
  #if canImport(Darwin)
    let descriptor = socket(AF_INET, kind, 0)
  #else
    let descriptor = socket(AF_INET, Int32(kind.rawValue), 0)
  #endif
  defer { close(descriptor) }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = UInt16(port).bigEndian
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  return withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
    }
  }
}

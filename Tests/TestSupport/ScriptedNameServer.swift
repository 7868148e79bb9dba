public import DNSClient
import DNSModel
import Foundation
import Synchronization

/// A name server on this machine that sends the answers of a test, valid or not.
public final class ScriptedNameServer: Sendable {
  /// Returns the datagrams to send back for a query; the number counts the queries from 1.
  public typealias Answers = @Sendable (_ query: [UInt8], _ number: Int) -> [[UInt8]]

  /// The address that it listens on.
  public let address: NameServer
  /// The UDP socket.
  private let datagrams: Int32
  /// The TCP socket on the same port.
  private let streams: Int32
  private let count = Mutex(0)

  /// The number of queries so far.
  public var queries: Int { count.withLock { $0 } }

  /// Starts the server.
  ///
  /// - Parameters:
  ///   - overTCP: returns the message to send to the first TCP client, without its length prefix; nil to close the
  ///     connection. Without this function, the TCP port is closed.
  ///   - answers: the answers over UDP.
  public init(overTCP: (@Sendable ([UInt8]) -> [UInt8]?)? = nil, answers: @escaping Answers) throws {
    let port: UInt16
    (datagrams, streams, port) = try Self.bothSockets()
    address = NameServer(address: .version4(.init(number: 0x7F00_0001)), port: port)
    Thread.detachNewThread { [self] in serveDatagrams(answers) }
    if let overTCP {
      listen(streams, 1)
      Thread.detachNewThread { [self] in serveStream(overTCP) }
    }
  }

  /// A UDP and a TCP socket on the same port. A port may be free for one and in use for the other.
  private static func bothSockets() throws -> (datagrams: Int32, streams: Int32, port: UInt16) {
    for _ in 0..<100 {
      let datagrams = Self.socket(stream: false)
      let streams = Self.socket(stream: true)
      let port = try bind(datagrams, port: 0)
      if (try? bind(streams, port: port)) != nil { return (datagrams, streams, port) }
      close(datagrams)
      close(streams)
    }
    throw POSIXError(.EADDRINUSE)
  }

  /// Stops the server.
  public func stop() {
    shutdown(datagrams, Int32(SHUT_RDWR))
    shutdown(streams, Int32(SHUT_RDWR))
  }

  private func serveDatagrams(_ answers: Answers) {
    var buffer = [UInt8](repeating: 0, count: 512)
    while true {
      var peer = sockaddr_in()
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let received = withUnsafeMutablePointer(to: &peer) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          recvfrom(datagrams, &buffer, buffer.count, 0, $0, &length)
        }
      }
      guard received > 0 else { break }
      let number = count.withLock { count in
        count += 1
        return count
      }
      for answer in answers(Array(buffer[..<received]), number) {
        withUnsafePointer(to: &peer) { pointer in
          _ = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            sendto(datagrams, answer, answer.count, 0, $0, length)
          }
        }
      }
    }
    close(datagrams)
  }

  private func serveStream(_ answer: ([UInt8]) -> [UInt8]?) {
    let connection = accept(streams, nil, nil)
    guard connection >= 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 512)
    let received = recv(connection, &buffer, buffer.count, 0)
    if received > 2, let message = answer(Array(buffer[2..<received])) {
      // In two segments, as a network may deliver them.
      let bytes = [UInt8(message.count >> 8), UInt8(message.count & 255)] + message
      _ = send(connection, bytes, min(5, bytes.count), 0)
      usleep(20_000)
      if bytes.count > 5 { _ = send(connection, Array(bytes[5...]), bytes.count - 5, 0) }
    }
    close(connection)
    close(streams)
  }

  private static func socket(stream: Bool) -> Int32 {
    #if canImport(Darwin) || canImport(Musl)
      Foundation.socket(AF_INET, stream ? SOCK_STREAM : SOCK_DGRAM, 0)
    #else
      Foundation.socket(AF_INET, Int32((stream ? SOCK_STREAM : SOCK_DGRAM).rawValue), 0)
    #endif
  }

  private static func bind(_ descriptor: Int32, port: UInt16) throws -> UInt16 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        Foundation.bind(descriptor, name, length) == 0 ? getsockname(descriptor, name, &length) : -1
      }
    }
    guard result == 0 else { throw POSIXError(.EADDRINUSE) }
    return UInt16(bigEndian: address.sin_port)
  }
}

import DNSModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A socket connected to a name server, so that it receives messages only from that server.
struct DNSSocket: ~Copyable {
  /// The transport of a socket.
  enum Kind {
    /// UDP.
    case datagram
    /// TCP.
    case stream
  }

  private let descriptor: Int32
  private let server: NameServer
  /// The time at which all waiting ends.
  private let deadline: ContinuousClock.Instant

  /// Connects to a server; over UDP, this sends nothing.
  ///
  /// - Parameters:
  ///   - server: the server.
  ///   - kind: the transport.
  ///   - timeout: how long all later calls together may wait, in milliseconds.
  /// - Throws: ``DNSClientError`` if the connection fails.
  init(to server: NameServer, _ kind: Kind, timeout: Int) throws(DNSClientError) {
    #if canImport(Darwin) || canImport(Musl)
      let number = kind == .datagram ? SOCK_DGRAM : SOCK_STREAM
    #else
      let number = Int32((kind == .datagram ? SOCK_DGRAM : SOCK_STREAM).rawValue)
    #endif
    descriptor = socket(server.family, number, 0)
    self.server = server
    deadline = .now + .milliseconds(timeout)
    guard descriptor >= 0 else {
      throw DNSClientError(.noAnswer, "cannot create a socket: \(String(cString: strerror(errno)))")
    }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    let descriptor = descriptor
    let result = server.withSocketAddress { connect(descriptor, $0, $1) }
    guard result == 0 || errno == EINPROGRESS else { throw failure() }
  }

  deinit { close(descriptor) }

  /// Sends a datagram, and receives datagrams until one is the answer or the deadline passes.
  ///
  /// - Parameters:
  ///   - query: the datagram to send.
  ///   - read: parses a datagram; nil if it is not the answer, for example because it is spoofed.
  /// - Returns: the parsed answer.
  /// - Throws: ``DNSClientError`` if no answer arrives.
  func exchange<Answer>(_ query: [UInt8], _ read: ([UInt8]) -> Answer?) throws(DNSClientError) -> Answer {
    guard send(descriptor, query, query.count, 0) == query.count else { throw failure() }
    var buffer = [UInt8](repeating: 0, count: 65_535)
    while true {
      try wait(for: Int16(POLLIN))
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count < 0 {
        guard errno == EAGAIN || errno == EINTR else { throw failure() }
      } else if let answer = read(Array(buffer[..<count])) {
        return answer
      }
    }
  }

  /// Sends a message with its length prefix, and receives one
  /// ([RFC 1035 §4.2.2](https://www.rfc-editor.org/rfc/rfc1035#section-4.2.2)).
  func exchangeOverStream(_ query: [UInt8]) throws(DNSClientError) -> [UInt8] {
    let message = [UInt8(query.count >> 8), UInt8(query.count & 255)] + query
    var sent = 0
    while sent < message.count {
      try wait(for: Int16(POLLOUT))
      #if canImport(Darwin)
        let flags: Int32 = 0
      #else
        let flags = Int32(MSG_NOSIGNAL)
      #endif
      let count = send(descriptor, Array(message[sent...]), message.count - sent, flags)
      guard count >= 0 || errno == EAGAIN || errno == EINTR else { throw failure() }
      sent += max(0, count)
    }
    let head = try receive(2)
    return try receive(Int(head[0]) << 8 | Int(head[1]))
  }

  /// Receives an exact number of bytes.
  private func receive(_ length: Int) throws(DNSClientError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: max(1, length))
    while bytes.count < length {
      try wait(for: Int16(POLLIN))
      let count = recv(descriptor, &buffer, length - bytes.count, 0)
      guard count != 0 else { throw DNSClientError(.noAnswer, "\(server) closed the connection before it answered") }
      guard count > 0 || errno == EAGAIN || errno == EINTR else { throw failure() }
      bytes += buffer[..<max(0, count)]
    }
    return bytes
  }

  /// Waits until the socket is ready or the deadline passes.
  private func wait(for events: Int16) throws(DNSClientError) {
    while true {
      let left = Int32((deadline - .now) / .milliseconds(1))
      guard left > 0 else { throw DNSClientError(.noAnswer, "\(server) did not answer") }
      var entry = pollfd(fd: descriptor, events: events, revents: 0)
      if poll(&entry, 1, left) > 0 { return }
    }
  }

  /// The error for the last failed system call.
  private func failure() -> DNSClientError {
    DNSClientError(.noAnswer, "\(server) did not answer: \(String(cString: strerror(errno)))")
  }
}

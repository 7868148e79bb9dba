import DNSModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A socket that is connected to a name server, so that only what comes from there is received.
struct DNSSocket: ~Copyable {
  /// What sort of socket it is.
  enum Kind {
    /// UDP.
    case datagram
    /// TCP.
    case stream
  }

  /// The socket's number.
  private let descriptor: Int32
  /// The server.
  private let server: NameServer
  /// When waiting ends.
  private let deadline: ContinuousClock.Instant

  /// Connects to a server; over UDP that sends nothing yet.
  init(to server: NameServer, _ kind: Kind, patience: Int) throws(DNSClientError) {
    #if canImport(Darwin) || canImport(Musl)
      let number = kind == .datagram ? SOCK_DGRAM : SOCK_STREAM
    #else
      let number = Int32((kind == .datagram ? SOCK_DGRAM : SOCK_STREAM).rawValue)
    #endif
    descriptor = socket(server.family, number, 0)
    self.server = server
    deadline = .now + .milliseconds(patience)
    guard descriptor >= 0 else {
      throw DNSClientError(.noAnswer, "cannot make a socket: \(String(cString: strerror(errno)))")
    }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    let descriptor = descriptor
    let result = server.withSocketAddress { connect(descriptor, $0, $1) }
    guard result == 0 || errno == EINPROGRESS else { throw failure() }
  }

  deinit { close(descriptor) }

  /// Sends a datagram, and receives until one is the answer or the time is over.
  ///
  /// - Parameters:
  ///   - query: what is sent.
  ///   - read: reads a datagram; nothing where it is not the answer, which a stranger may have sent.
  /// - Returns: what was read.
  /// - Throws: ``DNSClientError`` when no answer came.
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

  /// Sends a message with its length before it, and receives one
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

  /// Receives exactly this many bytes of a stream.
  private func receive(_ length: Int) throws(DNSClientError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: max(1, length))
    while bytes.count < length {
      try wait(for: Int16(POLLIN))
      let count = recv(descriptor, &buffer, length - bytes.count, 0)
      guard count != 0 else { throw DNSClientError(.noAnswer, "\(server) closed the connection before its answer") }
      guard count > 0 || errno == EAGAIN || errno == EINTR else { throw failure() }
      bytes += buffer[..<max(0, count)]
    }
    return bytes
  }

  /// Waits until something can be done with the socket.
  private func wait(for events: Int16) throws(DNSClientError) {
    while true {
      let left = Int32((deadline - .now) / .milliseconds(1))
      guard left > 0 else { throw DNSClientError(.noAnswer, "\(server) did not answer") }
      var entry = pollfd(fd: descriptor, events: events, revents: 0)
      if poll(&entry, 1, left) > 0 { return }
    }
  }

  /// What the system says went wrong.
  private func failure() -> DNSClientError {
    DNSClientError(.noAnswer, "\(server) did not answer: \(String(cString: strerror(errno)))")
  }
}

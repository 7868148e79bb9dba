import Glibc

/// An accepted connection, which is closed when the value is destroyed.
struct HTTPConnection: ~Copyable {
  /// After this time without data, the connection is closed.
  private static let idleTimeout = timeval(tv_sec: 60, tv_usec: 0)

  private let descriptor: Int32
  /// Encrypts the connection; nil for plain HTTP.
  private let tls: TLSServer?

  init(descriptor: Int32, tls: TLSServer?) {
    self.descriptor = descriptor
    self.tls = tls
    setOption(descriptor, SOL_SOCKET, SO_RCVTIMEO, Self.idleTimeout)
    setOption(descriptor, SOL_SOCKET, SO_SNDTIMEO, Self.idleTimeout)
    setOption(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, Int32(1))
  }

  deinit { close(descriptor) }

  /// Serves requests until either side closes the connection.
  func serve(_ handler: HTTPServer.Handler) {
    guard let channel else { return }
    var reader = HTTPReader(receive: channel.receive, send: channel.send)
    while true {
      do throws(HTTPError) {
        let (request, keepAlive) = try reader.next()
        let response = handler(request)
        let answer = response.bytes(keepAlive: keepAlive, withBody: request.method != "HEAD")
        guard response.delivery == .whole else { return fail(response.delivery, answer, channel) }
        guard channel.send(answer), keepAlive else { break }
      } catch {
        guard let status = error.status else { return }
        var response = HTTPResponse(status: status, body: Array("\(error.description)\n".utf8))
        response.fields.append("Content-Type", "text/plain; charset=utf-8")
        _ = channel.send(response.bytes(keepAlive: false))
        break
      }
    }
    finish(channel)
  }

  /// The bytes of the connection; nil if the client does not encrypt them.
  private var channel: Channel? {
    guard let tls else { return .plain(descriptor: descriptor) }
    return tls.accept(descriptor).map(Channel.encrypted)
  }

  /// Ends the connection without a complete response.
  private func fail(_ delivery: HTTPResponse.Delivery, _ answer: [UInt8], _ channel: Channel) {
    switch delivery {
    case .whole: break
    case .truncated: _ = channel.send(answer.dropLast(max(1, answer.count / 3)))
    case .reset: setOption(descriptor, SOL_SOCKET, SO_LINGER, linger(l_onoff: 1, l_linger: 0))
    case .stalled: _ = channel.receive()
    }
  }

  /// Waits until the client has received the last response.
  ///
  /// Closing a socket with unread data resets the connection, and the client could lose the response.
  private func finish(_ channel: Channel) {
    channel.finish()
    shutdown(descriptor, Int32(SHUT_WR))
    setOption(descriptor, SOL_SOCKET, SO_RCVTIMEO, timeval(tv_sec: 1, tv_usec: 0))
    for _ in 0..<64 where channel.receive() == nil { return }
  }
}

/// Sets a socket option; failures are ignored.
func setOption<Value>(_ descriptor: Int32, _ level: Int32, _ name: Int32, _ value: Value) {
  withUnsafeBytes(of: value) { _ = setsockopt(descriptor, level, name, $0.baseAddress, socklen_t($0.count)) }
}

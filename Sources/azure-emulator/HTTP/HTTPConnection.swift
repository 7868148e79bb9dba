import Glibc

/// An accepted connection, which is closed when the value is destroyed.
struct HTTPConnection: ~Copyable {
  /// After this time without data, the connection is closed.
  private static let idleTimeout = timeval(tv_sec: 60, tv_usec: 0)

  private let descriptor: Int32

  init(descriptor: Int32) {
    self.descriptor = descriptor
    setOption(descriptor, SOL_SOCKET, SO_RCVTIMEO, Self.idleTimeout)
    setOption(descriptor, SOL_SOCKET, SO_SNDTIMEO, Self.idleTimeout)
    setOption(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, Int32(1))
  }

  deinit { close(descriptor) }

  /// Serves requests until either side closes the connection.
  func serve(_ handler: HTTPServer.Handler) {
    let descriptor = descriptor
    var reader = HTTPReader(receive: { receive(descriptor) }, send: { send($0, to: descriptor) })
    while true {
      do throws(HTTPError) {
        let (request, keepAlive) = try reader.next()
        let response = handler(request)
        let answer = response.bytes(keepAlive: keepAlive, withBody: request.method != "HEAD")
        guard response.delivery == .whole else { return fail(response.delivery, answer) }
        guard send(answer, to: descriptor), keepAlive else { break }
      } catch {
        guard let status = error.status else { return }
        var response = HTTPResponse(status: status, body: Array("\(error.description)\n".utf8))
        response.fields.append("Content-Type", "text/plain; charset=utf-8")
        _ = send(response.bytes(keepAlive: false), to: descriptor)
        break
      }
    }
    finish()
  }

  /// Ends the connection without a complete response.
  private func fail(_ delivery: HTTPResponse.Delivery, _ answer: [UInt8]) {
    switch delivery {
    case .whole: break
    case .truncated: _ = send(Array(answer.dropLast(max(1, answer.count / 3))), to: descriptor)
    case .reset: setOption(descriptor, SOL_SOCKET, SO_LINGER, linger(l_onoff: 1, l_linger: 0))
    case .stalled: _ = receive(descriptor)
    }
  }

  /// Waits until the client has received the last response.
  ///
  /// Closing a socket with unread data resets the connection, and the client could lose the response.
  private func finish() {
    shutdown(descriptor, Int32(SHUT_WR))
    setOption(descriptor, SOL_SOCKET, SO_RCVTIMEO, timeval(tv_sec: 1, tv_usec: 0))
    for _ in 0..<64 where receive(descriptor) == nil { return }
  }
}

/// Waits for data on a socket; nil if the connection ended.
private func receive(_ descriptor: Int32) -> [UInt8]? {
  while true {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: 16_384) { buffer, count in
      let received = recv(descriptor, buffer.baseAddress, buffer.count, 0)
      if received < 0 { failure = errno }
      count = max(received, 0)
    }
    if failure == EINTR { continue }
    return bytes.isEmpty ? nil : bytes
  }
}

/// Sends all bytes over a socket; false if that failed.
private func send(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
  var sent = 0
  while sent < bytes.count {
    let count = bytes[sent...].withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { return false }
    sent += count
  }
  return true
}

/// Sets a socket option; failures are ignored.
func setOption<Value>(_ descriptor: Int32, _ level: Int32, _ name: Int32, _ value: Value) {
  withUnsafeBytes(of: value) { _ = setsockopt(descriptor, level, name, $0.baseAddress, socklen_t($0.count)) }
}

import Glibc

/// The bytes of a connection, encrypted or not.
enum Channel: Sendable {
  case plain(descriptor: Int32)
  case encrypted(TLSSession)

  /// Waits for bytes; nil if the connection ended.
  func receive() -> [UInt8]? {
    let bytes = [UInt8](unsafeUninitializedCapacity: 16_384) { buffer, count in
      count =
        switch self {
        case .plain(let descriptor): max(uninterrupted { recv(descriptor, buffer.baseAddress, buffer.count, 0) }, 0)
        case .encrypted(let session): max(session.read(buffer), 0)
        }
    }
    return bytes.isEmpty ? nil : bytes
  }

  /// Sends all bytes; false if that failed.
  func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { bytes in
        switch self {
        case .plain(let descriptor):
          uninterrupted { Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)) }
        case .encrypted(let session): session.write(bytes)
        }
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Tells the client that nothing follows.
  func finish() {
    if case .encrypted(let session) = self { session.close() }
  }
}

/// Repeats a system call that a signal interrupted.
private func uninterrupted(_ call: () -> Int) -> Int {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}

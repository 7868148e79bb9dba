#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A socket pair between this process and a program; no other program inherits it, and this end does not block.
///
/// It is a socket pair and not a pipe, because writing to a closed pipe would end this process with SIGPIPE.
final class Channel {
  private(set) var programEnd: Int32
  private var localEnd: Int32

  /// The result of sending or receiving.
  enum Transfer {
    /// The number of bytes that were moved, at least one.
    case moved(Int)
    /// No byte can be moved at the moment.
    case wouldBlock
    /// The other end is closed.
    case ended
  }

  /// Creates the socket pair; nil if the system has no descriptor left.
  init?() {
    var ends: [Int32] = [-1, -1]
    #if canImport(Darwin)
      guard socketpair(AF_UNIX, SOCK_STREAM, 0, &ends) == 0 else { return nil }
      var isOn: Int32 = 1
      setsockopt(ends[0], SOL_SOCKET, SO_NOSIGPIPE, &isOn, socklen_t(MemoryLayout<Int32>.size))
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    #elseif canImport(Musl)
      guard socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, &ends) == 0 else { return nil }
    #else
      let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
      guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
    #endif
    (localEnd, programEnd) = (ends[0], ends[1])
    _ = fcntl(localEnd, F_SETFL, O_NONBLOCK)
  }

  deinit {
    closeLocalEnd()
    closeProgramEnd()
  }

  /// Sends as many of the bytes as fit, at most 64 KiB.
  func send(_ bytes: ArraySlice<UInt8>) -> Transfer {
    guard localEnd >= 0 else { return .ended }
    #if canImport(Darwin)
      let flags: Int32 = 0
    #else
      let flags = Int32(MSG_NOSIGNAL)
    #endif
    return Self.transfer {
      bytes.withUnsafeBytes { systemSend(localEnd, $0.baseAddress, min($0.count, 65_536), flags) }
    }
  }

  /// Receives what has arrived.
  func receive(_ buffer: inout [UInt8]) -> Transfer {
    guard localEnd >= 0 else { return .ended }
    return Self.transfer { recv(localEnd, &buffer, buffer.count, 0) }
  }

  /// Closes the end of this process, so that the program sees the end of its input.
  func closeLocalEnd() {
    if localEnd >= 0 { close(localEnd) }
    localEnd = -1
  }

  /// Closes the program's end in this process.
  func closeProgramEnd() {
    if programEnd >= 0 { close(programEnd) }
    programEnd = -1
  }

  private static func transfer(_ call: () -> Int) -> Transfer {
    let count = call()
    if count > 0 { return .moved(count) }
    return count < 0 && [EAGAIN, EWOULDBLOCK, EINTR].contains(errno) ? .wouldBlock : .ended
  }
}

/// The system's `send`, which is hidden by the method of that name.
private func systemSend(_ socket: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: Int32) -> Int {
  send(socket, bytes, count, flags)
}

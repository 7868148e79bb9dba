#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Two connected sockets, one for us and one for a program; no other program inherits them, and ours does not block.
///
/// Sockets and not a pipe, because writing into a pipe that nobody reads any more would end this process with SIGPIPE.
final class Channel {
  /// The program's end.
  private(set) var theirs: Int32
  private var ours: Int32

  /// What came of an attempt to move bytes.
  enum Attempt {
    /// So many bytes went through, at least one.
    case moved(Int)
    /// Nothing goes through at the moment.
    case wouldWait
    /// Nothing will go through any more.
    case ended
  }

  /// Connects two sockets; nothing when the system has none left.
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
    (ours, theirs) = (ends[0], ends[1])
    _ = fcntl(ours, F_SETFL, O_NONBLOCK)
  }

  deinit {
    closeOurs()
    closeTheirs()
  }

  /// Sends the beginning of some bytes.
  func send(_ bytes: ArraySlice<UInt8>) -> Attempt {
    guard ours >= 0 else { return .ended }
    #if canImport(Darwin)
      let flags: Int32 = 0
    #else
      let flags = Int32(MSG_NOSIGNAL)
    #endif
    return Self.attempt { bytes.withUnsafeBytes { systemSend(ours, $0.baseAddress, min($0.count, 65_536), flags) } }
  }

  /// Receives what is there.
  func receive(_ buffer: inout [UInt8]) -> Attempt {
    guard ours >= 0 else { return .ended }
    return Self.attempt { recv(ours, &buffer, buffer.count, 0) }
  }

  /// Closes our end, so that the program sees the end of its input.
  func closeOurs() {
    if ours >= 0 { close(ours) }
    ours = -1
  }

  /// Closes the program's end in this process.
  func closeTheirs() {
    if theirs >= 0 { close(theirs) }
    theirs = -1
  }

  private static func attempt(_ call: () -> Int) -> Attempt {
    let count = call()
    if count > 0 { return .moved(count) }
    return count < 0 && [EAGAIN, EWOULDBLOCK, EINTR].contains(errno) ? .wouldWait : .ended
  }
}

/// The system's `send`, which the method of that name hides.
private func systemSend(_ socket: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: Int32) -> Int {
  send(socket, bytes, count, flags)
}

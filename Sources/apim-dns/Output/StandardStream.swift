import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One of the two ways out of the program, which remembers whether anything was lost there.
///
/// Everything goes through it, and in a pipeline nothing is a command of the pipeline then: ``PipelineCommands``.
final class StandardStream: Sendable {
  /// Where results go.
  static let output = StandardStream(STDOUT_FILENO)
  /// Where everything else goes.
  static let errors = StandardStream(STDERR_FILENO)

  private let descriptor: Int32
  /// The number of the error that came first, or 0.
  private let error = Atomic<Int32>(0)
  /// What has been written, as far as a command could begin with it; nothing where nobody obeys commands.
  private let commands = Mutex(PipelineCommands.areObeyed ? PipelineCommands() : nil)

  private init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Whether a terminal is there.
  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Whether whoever read a pipe has gone away, as `head` does.
  var hasLostItsReader: Bool { error.load(ordering: .relaxed) == EPIPE }

  /// Why a result is not whole; nothing where all of it got out, or as much as anybody wanted.
  var failure: Failure? {
    let number = error.load(ordering: .relaxed)
    guard number != 0, number != EPIPE else { return nil }
    return Failure(
      .failed,
      "cannot write the result: \(String(cString: strerror(number))); see where the output goes, then run again")
  }

  /// Writes all of a text; the notation says what the text is, for what must not stand in it as it is.
  func write(_ text: String, as notation: PipelineCommands.Notation = .text) { write(Array(text.utf8), as: notation) }

  /// Writes all of some bytes; where that is not possible, the rest is lost.
  func write(_ bytes: [UInt8], as notation: PipelineCommands.Notation = .text) {
    var rest = (commands.withLock { $0?.disarm(bytes, in: notation) } ?? bytes)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { bytes in
        #if canImport(Darwin)
          Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
          Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #else
          Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
      }
      guard count < 0 else {
        rest = rest.dropFirst(count)
        continue
      }
      switch errno {
      case EINTR: break
      case EAGAIN: waitForRoom()
      case let number:
        _ = error.compareExchange(expected: 0, desired: number, ordering: .relaxed)
        return
      }
    }
  }

  /// Waits until a pipe that somebody made so that writing does not wait takes more.
  private func waitForRoom() {
    var place = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = poll(&place, 1, -1)
  }
}

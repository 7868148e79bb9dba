import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Standard output or standard error; remembers whether a write failed.
///
/// All output goes through it, so that ``PipelineCommands`` can escape it in a pipeline.
final class StandardStream: Sendable {
  /// Standard output, for results.
  static let output = StandardStream(STDOUT_FILENO)
  /// Standard error, for everything else.
  static let errors = StandardStream(STDERR_FILENO)

  private let descriptor: Int32
  /// The number of the first error, or 0.
  private let error = Atomic<Int32>(0)
  /// The state of escaping commands; nil outside a pipeline.
  private let commands = Mutex(PipelineCommands.areInterpreted ? PipelineCommands() : nil)

  private init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Whether the stream is a terminal.
  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Whether the reader of the pipe has gone, as after `head`.
  var isBrokenPipe: Bool { error.load(ordering: .relaxed) == EPIPE }

  /// Why the output is incomplete; nil if all of it was written, or the reader of the pipe has gone.
  var failure: Failure? {
    let number = error.load(ordering: .relaxed)
    guard number != 0, number != EPIPE else { return nil }
    let reason = String(cString: strerror(number))
    return Failure(.failed, "cannot write the result: \(reason). Check where the output goes, then run again.")
  }

  /// Writes a text in a notation.
  func write(_ text: String, as notation: PipelineCommands.Notation = .text) { write(Array(text.utf8), as: notation) }

  /// Writes bytes; after an error, the rest is lost.
  func write(_ bytes: [UInt8], as notation: PipelineCommands.Notation = .text) {
    var rest = (commands.withLock { $0?.escape(bytes, in: notation) } ?? bytes)[...]
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

  /// Waits until a non-blocking pipe can take more.
  private func waitForRoom() {
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = poll(&entry, 1, -1)
  }
}

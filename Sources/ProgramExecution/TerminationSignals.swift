import ConcurrentWork
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// SIGINT, SIGTERM and SIGHUP, which end a run.
///
/// They end the running programs and then this process. While the first one is reported, only the second one does.
package enum TerminationSignals {
  /// The descriptor that the handler writes the first signal to; -1 if it ends the process.
  private static let reportDescriptor = Atomic<Int32>(-1)

  /// Installs the handlers; a signal that was ignored at the start, as by `nohup`, stays ignored.
  static let handlersAreInstalled: Bool = {
    // A handler must not be the first to use these.
    _ = reportDescriptor.load(ordering: .relaxed)
    RunningPrograms.prepare()
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let before = signal(number, SIG_IGN)
      let isDefault = unsafeBitCast(before, to: Int.self) == 0
      guard isDefault else {
        signal(number, before)
        continue
      }
      signal(number) { number in
        let errorNumber = errno
        defer { errno = errorNumber }
        let descriptor = TerminationSignals.reportDescriptor.exchange(-1, ordering: .relaxed)
        if descriptor >= 0 {
          var byte = UInt8(truncatingIfNeeded: number)
          if write(descriptor, &byte, 1) == 1 { return }
        }
        RunningPrograms.end()
        signal(number, SIG_DFL)
        raise(number)
      }
    }
    return true
  }()

  /// Reports the first of these signals instead of ending the process; call it once.
  ///
  /// If the system has no thread or descriptor left, the first signal ends the process.
  ///
  /// - Parameter report: called with the number of the signal, on a thread of its own.
  package static func reportFirst(_ report: @escaping @Sendable (Int32) -> Void) {
    _ = handlersAreInstalled
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    let (readEnd, writeEnd) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let thread = WorkerThread(isJoinable: false) {
      var byte: UInt8 = 0
      var count = read(readEnd, &byte, 1)
      while count == -1, errno == EINTR { count = read(readEnd, &byte, 1) }
      if count == 1 { report(Int32(byte)) }
    }
    if thread != nil { reportDescriptor.store(writeEnd, ordering: .relaxed) }
  }

  /// The name of one of these signals.
  package static func name(of number: Int32) -> String {
    switch number {
    case SIGINT: "SIGINT"
    case SIGHUP: "SIGHUP"
    default: "SIGTERM"
    }
  }
}

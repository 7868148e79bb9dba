import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The programs that run at this moment; a signal that ends this process ends them first.
///
/// Most have their own process group, so Ctrl-C at a terminal reaches only this process.
enum RunningPrograms {
  /// How many programs are tracked at once; further ones end by themselves when their input and output close.
  static let capacity = 1024

  /// Arguments for `kill`: the identifier of a process, or the negated one of a group; a slot with 0 is free.
  ///
  /// Slots are atomic, because a signal handler must not take a lock.
  nonisolated(unsafe) private static let slots: UnsafeMutablePointer<Atomic<pid_t>> = {
    let slots = UnsafeMutablePointer<Atomic<pid_t>>.allocate(capacity: capacity)
    for index in 0..<capacity { (slots + index).initialize(to: Atomic(0)) }
    return slots
  }()

  /// Prepares for use by a signal handler, and makes sure that the system reports how a program ended, which it does not while
  /// SIGCHLD is ignored.
  static func prepare() {
    _ = slots
    let before = signal(SIGCHLD, SIG_DFL)
    if unsafeBitCast(before, to: Int.self) != unsafeBitCast(SIG_IGN, to: Int.self) { signal(SIGCHLD, before) }
  }

  /// Ends all running programs with SIGTERM; safe in a signal handler.
  static func end() {
    for index in 0..<capacity {
      let process = slots[index].load(ordering: .relaxed)
      if process != 0 { kill(process, SIGTERM) }
    }
  }

  static func add(_ process: pid_t) {
    _ = TerminationSignals.handlersAreInstalled
    replace(0, with: process)
  }

  static func remove(_ process: pid_t) { replace(process, with: 0) }

  private static func replace(_ old: pid_t, with new: pid_t) {
    for index in 0..<capacity
    where slots[index].compareExchange(expected: old, desired: new, ordering: .relaxed).exchanged { return }
  }
}

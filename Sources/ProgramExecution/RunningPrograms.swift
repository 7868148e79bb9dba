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

  /// Makes SIGINT, SIGTERM and SIGHUP end the programs too; a signal that was ignored at the start stays ignored.
  ///
  /// SIGCHLD is the exception: while it is ignored, the system does not report how a program ended.
  static let handlersAreInstalled: Bool = {
    _ = slots
    let before = signal(SIGCHLD, SIG_DFL)
    if unsafeBitCast(before, to: Int.self) != unsafeBitCast(SIG_IGN, to: Int.self) { signal(SIGCHLD, before) }
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let before = signal(number, SIG_IGN)
      let isDefault = unsafeBitCast(before, to: Int.self) == 0
      guard isDefault else {
        signal(number, before)
        continue
      }
      signal(number) { number in
        for index in 0..<RunningPrograms.capacity {
          let process = RunningPrograms.slots[index].load(ordering: .relaxed)
          if process != 0 { kill(process, SIGTERM) }
        }
        signal(number, SIG_DFL)
        raise(number)
      }
    }
    return true
  }()

  static func add(_ process: pid_t) {
    _ = handlersAreInstalled
    replace(0, with: process)
  }

  static func remove(_ process: pid_t) { replace(process, with: 0) }

  private static func replace(_ old: pid_t, with new: pid_t) {
    for index in 0..<capacity
    where slots[index].compareExchange(expected: old, desired: new, ordering: .relaxed).exchanged { return }
  }
}

import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The programs that run at this moment, for the signal that ends this process: it ends them first.
///
/// Most have a process group of their own, so Ctrl-C at a terminal reaches only this process.
enum ProcessesToEnd {
  /// How many programs at once are remembered; further ones end by themselves when their input and output are gone.
  static let capacity = 1024

  /// What `kill` takes: an identifier of a process, or that of a group with a minus; a place with 0 is free.
  ///
  /// A signal handler may use no lock, and none is needed to change a single place.
  nonisolated(unsafe) private static let places: UnsafeMutablePointer<Atomic<pid_t>> = {
    let places = UnsafeMutablePointer<Atomic<pid_t>>.allocate(capacity: capacity)
    for place in 0..<capacity { (places + place).initialize(to: Atomic(0)) }
    return places
  }()

  /// Makes SIGINT, SIGTERM and SIGHUP end the programs too; a signal that this process was told to ignore stays ignored.
  ///
  /// SIGCHLD is the exception: while it is ignored, the system keeps from everybody how a program ended.
  static let isInstalled: Bool = {
    _ = places
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
        for place in 0..<ProcessesToEnd.capacity {
          let process = ProcessesToEnd.places[place].load(ordering: .relaxed)
          if process != 0 { kill(process, SIGTERM) }
        }
        signal(number, SIG_DFL)
        raise(number)
      }
    }
    return true
  }()

  /// Remembers a program.
  static func add(_ process: pid_t) {
    _ = isInstalled
    put(process, inPlaceOf: 0)
  }

  /// Forgets a program that has ended.
  static func remove(_ process: pid_t) { put(0, inPlaceOf: process) }

  private static func put(_ new: pid_t, inPlaceOf old: pid_t) {
    for place in 0..<capacity
    where places[place].compareExchange(expected: old, desired: new, ordering: .relaxed).exchanged { return }
  }
}

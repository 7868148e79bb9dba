#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

#if canImport(Darwin)
  /// The file name of libcurl on macOS.
  let platformLibrary = "/usr/lib/libcurl.4.dylib"
#else
  /// The file name of libcurl on Linux.
  let platformLibrary = "libcurl.so.4"
#endif

/// The value of a variable of this process's environment; nothing when it is unset or empty.
func environmentVariable(_ name: String) -> String? {
  guard let value = getenv(name), value.pointee != 0 else { return nil }
  return String(cString: value)
}

/// Raises the limit of open files where it is too low and may be raised.
///
/// - Parameter needed: how many files have to be open at once.
/// - Returns: the limit that stays, where it is too low.
func raiseOpenFileLimit(to needed: UInt64) -> UInt64? {
  #if canImport(Glibc)
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  #else
    let resource = RLIMIT_NOFILE
  #endif
  var limit = rlimit()
  guard getrlimit(resource, &limit) == 0, limit.rlim_cur < needed else { return nil }
  limit.rlim_cur = min(rlim_t(needed), limit.rlim_max)
  // Whether it may be raised shows only afterwards.
  guard setrlimit(resource, &limit) != 0 || limit.rlim_cur < needed else { return nil }
  getrlimit(resource, &limit)
  return UInt64(limit.rlim_cur)
}

/// A thread that runs until its work returns.
struct WorkerThread: @unchecked Sendable {
  private let identifier: pthread_t

  /// Starts a thread; nothing when the system gives no more of them.
  ///
  /// - Parameters:
  ///   - isJoinable: whether somebody will wait for its end.
  ///   - work: what it does.
  init?(isJoinable: Bool = true, _ work: @escaping @Sendable () -> Void) {
    let box = Unmanaged.passRetained(Work(run: work))
    #if canImport(Darwin)
      var identifier: pthread_t?
      let failure = pthread_create(&identifier, nil, { runWork($0) }, box.toOpaque())
    #else
      var identifier = pthread_t()
      let failure = pthread_create(&identifier, nil, { runWork($0) }, box.toOpaque())
    #endif
    guard failure == 0 else {
      box.release()
      return nil
    }
    #if canImport(Darwin)
      guard let identifier else { return nil }
    #endif
    self.identifier = identifier
    if !isJoinable { pthread_detach(identifier) }
  }

  /// Waits until the work has returned.
  func join() { pthread_join(identifier, nil) }
}

/// A closure that travels to another thread as a pointer.
private final class Work: Sendable {
  let run: @Sendable () -> Void

  /// Wraps a closure.
  init(run: @escaping @Sendable () -> Void) { self.run = run }
}

/// The first function of a thread: takes the closure over and calls it.
private func runWork(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  // libcurl is told to leave signals alone, so a connection that breaks must not end the program with SIGPIPE; other
  // signals are for other threads.
  var all = sigset_t()
  sigfillset(&all)
  pthread_sigmask(SIG_BLOCK, &all, nil)
  if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run() }
  return nil
}

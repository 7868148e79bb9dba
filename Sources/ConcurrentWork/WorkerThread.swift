#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A thread that runs until its work returns.
package struct WorkerThread: @unchecked Sendable {
  private let identifier: pthread_t

  /// Starts a thread; nil if the system cannot create another one.
  ///
  /// - Parameters:
  ///   - isJoinable: whether ``join()`` will be called.
  ///   - stackSize: the size of its stack in bytes; nil for the system's default.
  ///   - work: what the thread runs.
  package init?(isJoinable: Bool = true, stackSize: Int? = nil, _ work: @escaping @Sendable () -> Void) {
    let box = Unmanaged.passRetained(Work(run: work))
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    if let stackSize { pthread_attr_setstacksize(&attributes, stackSize) }
    #if canImport(Darwin)
      var identifier: pthread_t?
      let failure = pthread_create(&identifier, &attributes, { runWork($0) }, box.toOpaque())
    #else
      var identifier = pthread_t()
      let failure = pthread_create(&identifier, &attributes, { runWork($0) }, box.toOpaque())
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
  package func join() { pthread_join(identifier, nil) }
}

/// A closure that is passed to another thread as a pointer.
private final class Work: Sendable {
  let run: @Sendable () -> Void

  init(run: @escaping @Sendable () -> Void) { self.run = run }
}

/// The start routine of a thread: takes ownership of the closure and calls it.
private func runWork(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  // A broken connection must not end the program with SIGPIPE; other threads handle the other signals.
  var all = sigset_t()
  sigfillset(&all)
  pthread_sigmask(SIG_BLOCK, &all, nil)
  if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run() }
  return nil
}

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

  /// Starts a thread; nothing when the system gives no more of them.
  ///
  /// - Parameters:
  ///   - isJoinable: whether somebody will wait for its end.
  ///   - stackSize: the bytes of its stack; nil for the system's own choice.
  ///   - work: what it does.
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

/// A closure that travels to another thread as a pointer.
private final class Work: Sendable {
  let run: @Sendable () -> Void

  /// Wraps a closure.
  init(run: @escaping @Sendable () -> Void) { self.run = run }
}

/// The first function of a thread: takes the closure over and calls it.
private func runWork(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  // A connection that breaks must not end the program with SIGPIPE; other signals are for other threads.
  var all = sigset_t()
  sigfillset(&all)
  pthread_sigmask(SIG_BLOCK, &all, nil)
  if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run() }
  return nil
}

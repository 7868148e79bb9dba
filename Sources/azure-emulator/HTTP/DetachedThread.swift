import Glibc

/// The work of a thread, held until the thread has taken it over.
private final class ThreadWork: Sendable {
  /// What the thread does.
  let run: @Sendable () -> Void

  /// Holds the work.
  init(_ run: @escaping @Sendable () -> Void) {
    self.run = run
  }
}

/// Runs work on a thread of its own that nobody waits for.
///
/// Connections block on their sockets, which the threads of Swift's concurrency must not do.
///
/// - Parameter work: what the thread does.
/// - Returns: whether the thread could be started.
func detachThread(_ work: @escaping @Sendable () -> Void) -> Bool {
  let box = Unmanaged.passRetained(ThreadWork(work))
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  defer { pthread_attr_destroy(&attributes) }
  pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
  pthread_attr_setstacksize(&attributes, 1 << 20)
  var thread = pthread_t()
  let result = pthread_create(
    &thread, &attributes,
    { pointer in
      guard let pointer else { return nil }
      Unmanaged<ThreadWork>.fromOpaque(pointer).takeRetainedValue().run()
      return nil
    }, box.toOpaque())
  if result != 0 { box.release() }
  return result == 0
}

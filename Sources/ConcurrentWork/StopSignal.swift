import Synchronization

/// Asks work to begin nothing new and to finish what is under way.
package final class StopSignal: Sendable {
  private let requested = Atomic<Bool>(false)

  /// Makes a signal that is not requested yet.
  package init() {}

  /// Whether to stop.
  package var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Asks the work to stop.
  package func request() { requested.store(true, ordering: .relaxed) }
}

/// Runs work that stops gracefully if the caller's task is cancelled.
///
/// A cancellation first requests the stop signal. The work itself is cancelled only if it has not ended after the grace period.
///
/// - Parameters:
///   - grace: how long the work may take to end after a cancellation.
///   - work: the work, which looks at the signal before it begins each step.
/// - Returns: the result of the work.
package func stoppingGracefully<Output: Sendable>(
  within grace: Duration, _ work: @escaping @Sendable (StopSignal) async -> Output
) async -> Output {
  let stop = StopSignal()
  if Task.isCancelled { stop.request() }
  // A task of its own does not inherit the cancellation of the caller's.
  let task = Task { await work(stop) }
  return await withTaskCancellationHandler {
    await task.value
  } onCancel: {
    stop.request()
    Task {
      try? await Task.sleep(for: grace)
      task.cancel()
    }
  }
}

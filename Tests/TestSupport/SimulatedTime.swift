package import ResourceManager
import Foundation
import Synchronization

/// A clock that advances only when all tasks wait for it, so that hours pass in a moment, and in the same way each time.
///
/// It runs the tasks itself, one at a time; see ``run(_:)``.
package final class SimulatedTime: TaskExecutor {
  private struct State {
    var now = 784_111_777.0
    var jobs: [UnownedJob] = []
    var sleepers: [(end: Double, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())

  /// Starts at a time in 1994.
  package init() {}

  /// The time in seconds since the beginning of 1970.
  package var now: Double { state.withLock { $0.now } }

  /// This time as the code under test takes it.
  package var systemTime: SystemTime {
    SystemTime(now: { self.now }, sleep: { try await self.sleep($0) })
  }

  /// Waits until the time has advanced.
  package func sleep(_ seconds: Double) async throws {
    await withCheckedContinuation { continuation in
      state.withLock { $0.sleepers.append(($0.now + seconds, continuation)) }
    }
    try Task.checkCancellation()
  }

  /// Runs work and its child tasks in this time.
  package func run<Output: Sendable>(_ work: @escaping @Sendable () async throws -> Output) async throws -> Output {
    let end = Flag()
    let task = Task(executorPreference: self) {
      defer { end.isSet.store(true, ordering: .releasing) }
      return try await work()
    }
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        while !end.isSet.load(ordering: .acquiring) { self.step() }
        continuation.resume()
      }
    }
    // The last job ends after the flag is set.
    let rest = Task.detached { while !Task.isCancelled { self.step() } }
    defer { rest.cancel() }
    return try await task.value
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    state.withLock { $0.jobs.append(job) }
  }

  /// Runs the jobs that are ready; if there are none, advances the time to the end of the next wait.
  private func step() {
    let jobs = state.withLock { state in
      defer { state.jobs = [] }
      return state.jobs
    }
    for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
    guard jobs.isEmpty else { return }
    let woken = state.withLock { state -> [CheckedContinuation<Void, Never>] in
      guard state.jobs.isEmpty, let next = state.sleepers.map(\.end).min() else { return [] }
      state.now = max(state.now, next)
      defer { state.sleepers.removeAll { $0.end <= next } }
      return state.sleepers.filter { $0.end <= next }.map(\.continuation)
    }
    for continuation in woken { continuation.resume() }
    // Someone outside has to act first, such as a task of its own that gets a token.
    if woken.isEmpty { usleep(50) }
  }
}

private final class Flag: Sendable {
  let isSet = Atomic(false)
}

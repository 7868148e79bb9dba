import ProgramExecution
import Reconciliation
import Synchronization

/// The first SIGINT, SIGTERM or SIGHUP during a run; a second one ends the process at once.
final class Interruption: Sendable {
  private let number = Atomic<Int32>(0)
  /// Cancels the work; nil before it begins.
  private let cancel = Mutex<(@Sendable () -> Void)?>(nil)

  /// The name of the signal; nil if none arrived.
  var signalName: String? {
    let number = number.load(ordering: .relaxed)
    return number == 0 ? nil : TerminationSignals.name(of: number)
  }

  /// Runs work, and cancels its task when the signal arrives.
  func cancelling<Output: Sendable>(_ work: @escaping @Sendable () async -> Output) async -> Output {
    // The handler is there before the work begins, so the task can be missing when the signal arrives.
    TerminationSignals.reportFirst { [self] number in
      self.number.store(number, ordering: .relaxed)
      cancel.withLock { $0?() }
    }
    let task = Task { await work() }
    cancel.withLock { $0 = { task.cancel() } }
    if signalName != nil { task.cancel() }
    return await task.value
  }

  /// What a run did that was interrupted before its first write.
  var nothingWritten: String { "interrupted by \(signalName ?? "a signal"), and nothing was written" }

  /// What an interrupted run did; nil if it was not interrupted.
  func summary(of plans: [BackendPlan]) -> String? {
    guard let signalName else { return nil }
    let changes = plans.flatMap(\.changes)
    let made = changes.count { $0.outcome == .applied }
    let unknown = changes.count { if case .unknown = $0.outcome { true } else { false } }
    guard made < changes.count else { return "interrupted by \(signalName) after all changes were made" }
    return "interrupted by \(signalName): \(made) of \(changes.count) changes were made"
      + (unknown > 0 ? ", and the result of \(unknown) is not known" : "") + ". Plan again to see what is left."
  }
}

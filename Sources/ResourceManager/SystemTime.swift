import ConcurrentWork

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The clock, which tests replace.
package struct SystemTime: Sendable {
  /// The current time in seconds since the Unix epoch.
  package let now: @Sendable () -> Double
  /// Waits for a number of seconds; throws if the task is cancelled.
  package let sleep: @Sendable (Double) async throws -> Void

  /// Combines a clock and a way to wait.
  ///
  /// - Parameters:
  ///   - now: returns the current time in seconds since the Unix epoch.
  ///   - sleep: waits for a number of seconds.
  package init(now: @escaping @Sendable () -> Double, sleep: @escaping @Sendable (Double) async throws -> Void) {
    self.now = now
    self.sleep = sleep
  }

  /// Waits for a number of seconds, or until shortly after a stop signal.
  ///
  /// - Parameters:
  ///   - seconds: how long to wait.
  ///   - stop: ends the wait early; nil if nothing does.
  /// - Throws: `CancellationError` if the task is cancelled.
  func sleep(_ seconds: Double, unless stop: StopSignal?) async throws {
    guard let stop else { return try await sleep(seconds) }
    var rest = seconds
    while rest > 0, !stop.isRequested {
      try await sleep(min(rest, 0.5))
      rest -= 0.5
    }
  }

  /// The system clock.
  package static let system = SystemTime(
    now: { Date.now.timeIntervalSince1970 }, sleep: { seconds in try await Task.sleep(for: .seconds(seconds)) })
}

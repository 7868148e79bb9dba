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

  /// The system clock.
  package static let system = SystemTime(
    now: { Date.now.timeIntervalSince1970 }, sleep: { seconds in try await Task.sleep(for: .seconds(seconds)) })
}

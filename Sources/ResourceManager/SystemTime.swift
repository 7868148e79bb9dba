#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The time of day and the way to wait; tests bring their own.
public struct SystemTime: Sendable {
  /// The time in seconds since the beginning of 1970, UTC.
  package let now: @Sendable () -> Double
  /// Waits for a number of seconds; throws when the task is cancelled meanwhile.
  package let sleep: @Sendable (Double) async throws -> Void

  /// Makes a timekeeper.
  ///
  /// - Parameters:
  ///   - now: gives the time in seconds since the beginning of 1970, UTC.
  ///   - sleep: waits for a number of seconds.
  package init(now: @escaping @Sendable () -> Double, sleep: @escaping @Sendable (Double) async throws -> Void) {
    self.now = now
    self.sleep = sleep
  }

  /// The system's own time.
  public static let system = SystemTime(
    now: { Date.now.timeIntervalSince1970 }, sleep: { seconds in try await Task.sleep(for: .seconds(seconds)) })
}

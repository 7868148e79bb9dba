import ConcurrentWork

/// The time that Azure takes to see everywhere what was just written.
extension ResourceManagerClient {
  /// The most seconds that a write is repeated.
  static let settlingTime = 60.0

  /// Repeats a task until its result no longer depends on what was written just before, or for at most a minute.
  ///
  /// - Parameters:
  ///   - isUnsettled: whether a result may be another one soon.
  ///   - task: what is repeated.
  /// - Returns: the last result.
  /// - Throws: ``ResourceManagerError`` if the last result is one.
  package func settled<Value: Sendable>(
    unless isUnsettled: (Result<Value, ResourceManagerError>) -> Bool,
    _ task: () async throws(ResourceManagerError) -> Value
  ) async throws(ResourceManagerError) -> Value {
    let end = min(retryingClient.time.now() + Self.settlingTime, retryingClient.deadline)
    var wait = 1.0
    while true {
      let result: Result<Value, ResourceManagerError>
      do throws(ResourceManagerError) {
        result = .success(try await task())
      } catch {
        result = .failure(error)
      }
      guard isUnsettled(result), retryingClient.time.now() + wait < end, retryingClient.stop?.isRequested != true,
        (try? await retryingClient.time.sleep(wait, unless: retryingClient.stop)) != nil
      else { return try result.get() }
      wait *= 2
    }
  }
}

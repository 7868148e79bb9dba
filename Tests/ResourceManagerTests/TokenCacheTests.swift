import Reconciliation
import Testing

@testable import ResourceManager

/// A source that answers only when the task is cancelled.
private struct SilentTokens: TokenSource {
  func newToken() async throws(BackendError) -> AccessToken {
    try? await Task.sleep(for: .seconds(600))
    throw BackendError(.failed, "stopped")
  }
}

@Suite(.timeLimit(.minutes(1))) struct TokenCacheTests {
  @Test("Whoever waits for a token stops waiting when the task is cancelled") func cancellationEndsTheRenewal() async {
    let cache = TokenCache(SilentTokens(), .system)
    // One task renews the token, and another one waits for the same renewal.
    let tasks = (0..<2).map { _ in Task { () async throws(BackendError) in try await cache.token() } }
    for task in tasks { task.cancel() }
    for task in tasks {
      await #expect(throws: BackendError(.failed, "stopped")) { try await task.value }
    }
  }
}

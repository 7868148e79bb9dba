package import Reconciliation

/// One access token for all requests, renewed five minutes before it expires.
package actor TokenCache {
  private let source: any TokenSource
  private let time: SystemTime
  private var token: AccessToken?
  private var renewal: Task<Result<AccessToken, BackendError>, Never>?

  /// How many seconds before its expiry a token is renewed.
  static let margin = 300.0

  init(_ source: any TokenSource, _ time: SystemTime) {
    self.source = source
    self.time = time
  }

  /// Returns a token.
  ///
  /// Concurrent callers share one renewal.
  ///
  /// - Parameter refused: the token that Resource Manager refused; it is not returned again.
  /// - Returns: a token that is valid for some minutes, if the source issues such tokens.
  /// - Throws: ``BackendError`` if no token is available.
  @discardableResult
  package func token(insteadOf refused: AccessToken? = nil) async throws(BackendError) -> AccessToken {
    if let token, token.secret != refused?.secret, token.end - Self.margin > time.now() { return token }
    if let renewal { return try await Self.result(of: renewal).get() }
    let source = source
    let renewal = Task { () -> Result<AccessToken, BackendError> in
      do throws(BackendError) {
        return .success(try await source.newToken())
      } catch {
        return .failure(error)
      }
    }
    self.renewal = renewal
    let result = await Self.result(of: renewal)
    self.renewal = nil
    token = try? result.get()
    return try result.get()
  }

  /// Waits for a renewal, which is cancelled together with the task that waits.
  private static func result(
    of renewal: Task<Result<AccessToken, BackendError>, Never>
  ) async -> Result<AccessToken, BackendError> {
    await withTaskCancellationHandler {
      await renewal.value
    } onCancel: {
      renewal.cancel()
    }
  }
}

package import Reconciliation

/// One token for all requests, renewed five minutes before it ends.
package actor TokenCache {
  private let source: any TokenSource
  private let time: SystemTime
  private var token: AccessToken?
  private var renewal: Task<Result<AccessToken, BackendError>, Never>?

  /// How many seconds before its end a token is no longer used.
  static let margin = 300.0

  /// Makes a cache that holds no token yet.
  init(_ source: any TokenSource, _ time: SystemTime) {
    self.source = source
    self.time = time
  }

  /// Gives a token; callers that ask at the same time share one renewal.
  ///
  /// - Parameter refused: the token that Resource Manager has just refused, which is not given out again.
  /// - Returns: a token that is good for some minutes, if the source gives such ones.
  /// - Throws: ``BackendError`` when none is to be had.
  @discardableResult
  package func token(insteadOf refused: AccessToken? = nil) async throws(BackendError) -> AccessToken {
    if let token, token.secret != refused?.secret, token.end - Self.margin > time.now() { return token }
    if let renewal { return try await renewal.value.get() }
    let source = source
    let renewal = Task { () -> Result<AccessToken, BackendError> in
      do throws(BackendError) {
        return .success(try await source.newToken())
      } catch {
        return .failure(error)
      }
    }
    self.renewal = renewal
    let result = await renewal.value
    self.renewal = nil
    token = try? result.get()
    return try result.get()
  }
}

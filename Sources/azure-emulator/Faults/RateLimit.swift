/// A limit on how often clients may send requests.
protocol RateLimit: Sendable {
  /// Counts a request.
  ///
  /// - Parameters:
  ///   - route: the resource.
  ///   - method: the method.
  ///   - creates: whether the request creates the resource.
  ///   - now: the current time.
  /// - Returns: how many more requests of this kind are allowed now; or, if this one is refused, how many seconds to wait. Nil
  ///   if the request is not limited.
  mutating func take(
    _ route: Route, _ method: String, creates: Bool, now: ContinuousClock.Instant
  ) -> (remaining: Int, wait: Int?)?
}

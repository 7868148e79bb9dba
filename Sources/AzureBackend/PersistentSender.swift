/// Sends a request again while its answer says that a later try may do better, until a time budget is used up.
///
/// Every request of this module may be sent twice: reads change nothing, and writes are conditional. The rules are
/// those that Azure's own clients follow: see "Retry guidance" in
/// [Request limits and throttling](https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling).
struct PersistentSender: Sendable {
  /// The way to the network.
  let client: any HTTPClient
  /// The time.
  let time: Timekeeper
  /// The most seconds from the first try to the beginning of the last one.
  let budget: Double

  /// Sends a request until an answer comes that is worth having.
  ///
  /// - Parameter request: what to send.
  /// - Returns: the answer; one that asks to try again only where the budget is used up.
  /// - Throws: ``HTTPClientError`` when no answer came in all that time, or a second try could do no better.
  func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse {
    let deadline = time.now() + budget
    var tries = 0
    while true {
      tries += 1
      let result = await attempt(request)
      guard let wait = wait(after: result, tries) else { return try result.get() }
      guard time.now() + wait < deadline else { return try result.get() }
      do {
        try await time.sleep(wait)
      } catch {
        throw HTTPClientError(code: .cancelled, description: "the request was given up before its answer came")
      }
    }
  }

  /// One try, with its error as a value.
  private func attempt(_ request: HTTPRequest) async -> Result<HTTPResponse, HTTPClientError> {
    do throws(HTTPClientError) {
      return .success(try await client.send(request))
    } catch {
      return .failure(error)
    }
  }

  /// The seconds to wait before the next try; nothing when another one makes no sense.
  private func wait(after result: Result<HTTPResponse, HTTPClientError>, _ tries: Int) -> Double? {
    switch result {
    case .success(let response):
      guard response.status == 408 || response.status == 429 || response.status >= 500 else { return nil }
      let asked = RetryAfter(response, now: time.now())?.seconds ?? 0
      return asked > 0 ? asked : backoff(tries)
    case .failure(let error):
      switch error.code {
      case .connectionLost, .timedOut: return backoff(tries)
      // A server that is not there is more often a wrong address than a passing trouble.
      case .cannotConnect: return tries < 3 ? backoff(tries) : nil
      case .libraryMissing, .badAddress, .untrustedCertificate, .cancelled, .other: return nil
      }
    }
  }

  /// Half a second, doubled each time up to 30 seconds, and then between half and all of that.
  private func backoff(_ tries: Int) -> Double {
    let full = min(30, 0.5 * Double(1 << min(tries - 1, 10)))
    return full * Double.random(in: 0.5...1)
  }
}

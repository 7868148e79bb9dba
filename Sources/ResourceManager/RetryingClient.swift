#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Sends a request again while its answer says that a later try may do better, until the time is used up.
///
/// Every request of this module may be sent twice: reads change nothing, and writes are conditional. The rules are
/// those that Azure's own clients follow: see "Retry guidance" in
/// [Request limits and throttling](https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling).
struct RetryingClient: Sendable {
  /// The way to the network.
  let client: any HTTPClient
  /// The time.
  let time: SystemTime
  /// The most seconds from the first try to the withSharedDeadline of the last one.
  let timeout: Double
  /// Who decides when requests go out.
  let rateLimiter: RateLimiter
  /// When the work ends of which all requests are a part; without one, each request has the whole timeout.
  private var sharedDeadline: Double?

  /// How often an answer that is no JSON is taken for a passing trouble of something on the way.
  private static let nonJSONRetryLimit = 6

  /// Makes a sender whose requests each have the whole timeout.
  init(client: any HTTPClient, time: SystemTime, timeout: Double) {
    self.client = client
    self.time = time
    self.timeout = timeout
    rateLimiter = RateLimiter(time)
  }

  /// The same sender for requests that have the timeout together, from now on.
  func withSharedDeadline() -> RetryingClient {
    var sender = self
    sender.sharedDeadline = time.now() + timeout
    return sender
  }

  /// When a request that begins now must be done, in seconds since the withSharedDeadline of 1970.
  var deadline: Double { sharedDeadline ?? time.now() + timeout }

  /// Sends a request until an answer comes that is worth having.
  ///
  /// - Parameter request: what to send.
  /// - Returns: the answer; one that asks to try again only where the time is used up.
  /// - Throws: ``HTTPClientError`` when no answer came in all that time, or a second try could do no better.
  func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse {
    let deadline = deadline
    let kind = RequestKind(request.method)
    var tries = 0
    var nonJSONCount = 0
    var last: Result<HTTPResponse, HTTPClientError>?
    while true {
      do {
        guard try await rateLimiter.acquire(kind, before: deadline) else {
          if let last { return try validated(last) }
          throw HTTPClientError(
            code: .timedOut, description: "no time was left to send the request within \(Int(timeout)) s. Use a longer "
              + "--timeout.")
        }
      } catch {
        throw (error as? HTTPClientError) ?? .cancelled
      }
      tries += 1
      let result = await sendOnce(request)
      await rateLimiter.release(kind, try? result.get())
      if case .success(let response) = result, response.isNotJSON { nonJSONCount += 1 }
      guard let wait = delay(after: result, tries, nonJSONCount: nonJSONCount), time.now() + wait < deadline else {
        return try validated(result)
      }
      last = result
      guard wait > 0 else { continue }
      do {
        try await time.sleep(wait)
      } catch {
        throw .cancelled
      }
    }
  }

  /// The answer of the last try; a success that is none is an error, or a write would pass for done that was not.
  private func validated(_ result: Result<HTTPResponse, HTTPClientError>) throws(HTTPClientError) -> HTTPResponse {
    let response = try result.get()
    guard !response.isNotJSON else {
      throw HTTPClientError(
        code: .other,
        description:
          "the response is not JSON; a proxy may have sent it. Check https_proxy and no_proxy.")
    }
    return response
  }

  /// One try, with its error as a value.
  private func sendOnce(_ request: HTTPRequest) async -> Result<HTTPResponse, HTTPClientError> {
    do throws(HTTPClientError) {
      return .success(try await client.send(request))
    } catch {
      return .failure(error)
    }
  }

  /// The seconds to wait before the next try, beside what the rateLimiter makes everybody wait; nothing when another try makes
  /// no sense.
  private func delay(
    after result: Result<HTTPResponse, HTTPClientError>, _ tries: Int, nonJSONCount: Int
  ) -> Double? {
    switch result {
    case .success(let response):
      if response.isNotJSON { return nonJSONCount < Self.nonJSONRetryLimit ? backoff(tries) : nil }
      if response.status == 409, response.isOperationConflict { return requestedDelay(response) ?? backoff(tries) }
      guard response.status == 408 || response.status == 429 || response.status >= 500 else { return nil }
      guard let asked = requestedDelay(response) else { return backoff(tries) }
      // The rateLimiter holds everybody back after these, so that this request has nothing to wait for on its own.
      return response.status == 408 ? asked : 0
    case .failure(let error):
      switch error.code {
      case .connectionLost, .timedOut: return backoff(tries)
      // A server that is not there is more often a wrong address than a passing trouble.
      case .cannotConnect: return tries < 3 ? backoff(tries) : nil
      case .libraryMissing, .badAddress, .untrustedCertificate, .cancelled, .other: return nil
      }
    }
  }

  /// The seconds that the server asks to wait; nothing when it does not ask.
  private func requestedDelay(_ response: HTTPResponse) -> Double? {
    RetryAfter(response, now: time.now()).flatMap { $0.seconds > 0 ? $0.seconds : nil }
  }
}

extension HTTPResponse {
  /// Whether a success has a content that no Resource Manager sends, such as the HTML page of something on the way.
  var isNotJSON: Bool {
    guard (200..<300).contains(status) else { return false }
    guard let first = content.first(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }) else {
      return false
    }
    return first != UInt8(ascii: "{") && first != UInt8(ascii: "[")
  }

  /// Whether it says that another change of the same resource has to sharedDeadline first.
  var isOperationConflict: Bool {
    guard let detail = (try? JSONDecoder().decode(WireError.self, from: Data(content)))?.detail else { return false }
    return (detail.code ?? "").lowercased().contains("anotheroperation")
      || (detail.message ?? "").lowercased().contains("another operation")
  }
}

extension HTTPClientError {
  /// What whoever gave a request up gets.
  static let cancelled = HTTPClientError(
    code: .cancelled, description: "the request was cancelled before the response arrived. Run the command again.")
}

import ConcurrentWork

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Retries requests until a retry makes no sense or the deadline is over.
///
/// All requests of this module are safe to retry: reads change nothing, and writes are conditional. The rules are
/// those of Azure's own clients: see "Retry guidance" in
/// [Request limits and throttling](https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling).
struct RetryingClient: Sendable {
  let client: any HTTPClient
  let time: SystemTime
  /// The most seconds from the first try to the start of the last one.
  let timeout: Double
  let rateLimiter: RateLimiter
  /// The deadline that all requests share; nil if each request has its own timeout.
  private var sharedDeadline: Double?
  /// Asks to send no more writes; nil if nothing stops them.
  private(set) var stop: StopSignal?

  /// How often a response that is not JSON is retried: a proxy may have sent it.
  private static let nonJSONRetryLimit = 6

  /// Creates a client whose requests each have the whole timeout.
  init(client: any HTTPClient, time: SystemTime, timeout: Double) {
    self.client = client
    self.time = time
    self.timeout = timeout
    rateLimiter = RateLimiter(time)
  }

  /// A client whose requests share one deadline, which starts now.
  func withSharedDeadline() -> RetryingClient {
    var client = self
    client.sharedDeadline = time.now() + timeout
    return client
  }

  /// A client that sends no write after a stop signal.
  func stopping(on stop: StopSignal) -> RetryingClient {
    var client = self
    client.stop = stop
    return client
  }

  /// The deadline of a request that starts now, in seconds since the Unix epoch.
  var deadline: Double { sharedDeadline ?? time.now() + timeout }

  /// Sends a request, and retries it as long as that makes sense.
  ///
  /// - Parameter request: the request.
  /// - Returns: the last response; its status asks for a retry only if the deadline is over.
  /// - Throws: ``HTTPClientError`` if no response arrived before the deadline, or a retry makes no sense.
  func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse {
    let deadline = deadline
    let kind = RequestKind(request.method)
    let limit = DocumentedLimit(request)
    var tries = 0
    var nonJSONCount = 0
    var last: Result<HTTPResponse, HTTPClientError>?
    // A later response that only asks for a retry does not say whether the write was made.
    var lostWrite: HTTPClientError?
    while true {
      do {
        guard try await rateLimiter.acquire(kind, under: limit, before: deadline, unless: stop) else {
          if let lostWrite { throw lostWrite }
          if let last { return try validated(last) }
          guard stop?.isRequested != true else { throw HTTPClientError.notSent }
          throw HTTPClientError(
            code: .notSent,
            description:
              "the time limit of \(Int(timeout)) s passed before the request could be sent. Use a longer --timeout.")
        }
      } catch {
        throw (error as? HTTPClientError) ?? .cancelled
      }
      tries += 1
      let result = await sendOnce(request)
      await rateLimiter.release(kind, under: limit, try? result.get())
      if case .success(let response) = result, response.isNotJSON { nonJSONCount += 1 }
      if kind == .write, case .failure(let error) = result, error.mayHaveArrived { lostWrite = error }
      guard let wait = delay(after: result, tries, nonJSONCount: nonJSONCount) else { return try validated(result) }
      guard time.now() + wait < deadline else {
        if let lostWrite { throw lostWrite }
        return try validated(result)
      }
      last = result
      guard wait > 0 else { continue }
      do {
        try await time.sleep(wait, unless: kind == .write ? stop : nil)
      } catch {
        throw .cancelled
      }
    }
  }

  /// The last response.
  ///
  /// A success that is not JSON throws: otherwise a write would count as done.
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

  /// Sends a request once, with the error as a value.
  private func sendOnce(_ request: HTTPRequest) async -> Result<HTTPResponse, HTTPClientError> {
    do throws(HTTPClientError) {
      return .success(try await client.send(request))
    } catch {
      return .failure(error)
    }
  }

  /// The delay in seconds before a retry, in addition to that of the rate limiter; nil if a retry makes no sense.
  private func delay(
    after result: Result<HTTPResponse, HTTPClientError>, _ tries: Int, nonJSONCount: Int
  ) -> Double? {
    switch result {
    case .success(let response):
      if response.isNotJSON { return nonJSONCount < Self.nonJSONRetryLimit ? backoff(tries) : nil }
      if response.status == 409, response.isOperationConflict { return requestedDelay(response) ?? backoff(tries) }
      guard response.status == 408 || response.status == 429 || response.status >= 500 else { return nil }
      guard let requested = requestedDelay(response) else { return backoff(tries) }
      // The rate limiter already delays all requests after these.
      return response.status == 408 ? requested : 0
    case .failure(let error):
      switch error.code {
      case .connectionLost, .timedOut: return backoff(tries)
      // A server that does not exist is more often a wrong address than a temporary failure.
      case .cannotConnect: return tries < 3 ? backoff(tries) : nil
      case .libraryMissing, .badAddress, .untrustedCertificate, .cancelled, .notSent, .other: return nil
      }
    }
  }

  /// The delay in seconds that the server requests; nil if it requests none.
  private func requestedDelay(_ response: HTTPResponse) -> Double? {
    RetryAfter(response, now: time.now()).flatMap { $0.seconds > 0 ? $0.seconds : nil }
  }
}

extension HTTPResponse {
  /// Whether a success has a body that Resource Manager never sends, such as an HTML page of a proxy.
  var isNotJSON: Bool {
    guard (200..<300).contains(status) else { return false }
    guard let first = content.first(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }) else {
      return false
    }
    return first != UInt8(ascii: "{") && first != UInt8(ascii: "[")
  }

  /// Whether another operation on the same resource has to finish first.
  var isOperationConflict: Bool {
    guard let detail = (try? JSONDecoder().decode(WireError.self, from: Data(content)))?.detail else { return false }
    return (detail.code ?? "").lowercased().contains("anotheroperation")
      || (detail.message ?? "").lowercased().contains("another operation")
  }
}

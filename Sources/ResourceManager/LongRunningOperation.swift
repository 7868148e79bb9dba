#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Polls a long-running operation until it is done.
///
/// Source: [Track asynchronous operations](https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations):
/// the URL in `Azure-AsyncOperation`, else that in `Location`, else the resource itself is polled.
extension ResourceManagerClient {
  /// What is polled.
  private enum PollingURL {
    /// A URL whose body contains the status.
    case status(String)
    /// A URL whose status code is the status.
    case result(String)
    case resource(String)

    var url: String {
      switch self {
      case .status(let url), .result(let url), .resource(let url): url
      }
    }
  }

  /// Waits until the operation of a write is done; returns at once if the response is final.
  ///
  /// - Parameters:
  ///   - initial: the response to the write.
  ///   - path: the path of the resource relative to the root.
  ///   - task: what was requested, for messages.
  ///   - isDeletion: whether the operation deletes the resource.
  /// - Throws: ``ResourceManagerError`` if the operation failed, or did not finish before the deadline.
  func finish(
    _ initial: Response, _ path: String, task: String, isDeletion: Bool
  ) async throws(ResourceManagerError) {
    guard initial.http.status == 202 || initial.http.value(of: "Azure-AsyncOperation") != nil else {
      guard [200, 201, 204].contains(initial.http.status) else {
        throw ResourceManagerError(task, initial)
      }
      return
    }
    let pollingURL = try self.pollingURL(initial.http, path, task)
    let deadline = retryingClient.deadline
    var last = initial.http
    while true {
      // Poll with a pause even if the server says 0.
      let wait = max(0.02, RetryAfter(last, now: retryingClient.time.now())?.seconds ?? 2)
      guard retryingClient.time.now() + wait < deadline else {
        throw ResourceManagerError(
          task,
          reason:
            "Azure accepted the request but did not complete it within \(Int(retryingClient.timeout)) s. Run the "
            + "command again, or use a longer --timeout."
        ).withUnknownResult()
      }
      do {
        try await retryingClient.time.sleep(wait)
      } catch {
        throw ResourceManagerError(
          task,
          reason: "Azure accepted the request, but waiting for its completion was cancelled. Run the command again to "
            + "see the result.", because: HTTPClientError.cancelled
        ).withUnknownResult()
      }
      do throws(ResourceManagerError) {
        last = try await send("GET", pollingURL.url, task: task).http
      } catch {
        throw error.withUnknownResult()
      }
      if try isDone(Response(last, after: initial), pollingURL, task: task, isDeletion: isDeletion) { return }
    }
  }

  /// What a response says to poll.
  private func pollingURL(_ response: HTTPResponse, _ path: String, _ task: String) throws(ResourceManagerError)
    -> PollingURL
  {
    if let status = response.value(of: "Azure-AsyncOperation"), !status.isEmpty {
      return .status(try checked(status, task: task))
    }
    if let result = response.value(of: "Location"), !result.isEmpty { return .result(try checked(result, task: task)) }
    return .resource(url(path))
  }

  /// Whether an operation is done.
  ///
  /// A failed operation throws, although the status code of the response is 200.
  private func isDone(
    _ response: Response, _ pollingURL: PollingURL, task: String, isDeletion: Bool
  ) throws(ResourceManagerError) -> Bool {
    let status = response.http.status
    let data = Data(response.http.content)
    switch pollingURL {
    case .status:
      guard status == 200 || status == 202, let operation = try? JSONDecoder().decode(WireOperation.self, from: data),
        let state = operation.status?.lowercased()
      else { throw ResourceManagerError(task, response).withUnknownResult() }
      guard state != "failed", state != "canceled" else {
        let detail = operation.error ?? WireError.Detail(code: operation.status, message: nil)
        throw ResourceManagerError(task, operation: detail, of: response)
      }
      return state == "succeeded"
    case .result:
      if status == 202 { return false }
    case .resource:
      if isDeletion {
        if status == 404 { return true }
        if status == 200 { return false }
      } else if status == 200, let resource = try? JSONDecoder().decode(WireProvisioning.self, from: data),
        let state = resource.properties?.provisioningState?.lowercased()
      {
        guard state != "failed", state != "canceled" else {
          let detail = WireError.Detail(code: resource.properties?.provisioningState, message: nil)
          throw ResourceManagerError(task, operation: detail, of: response)
        }
        return state == "succeeded"
      }
    }
    guard [200, 201, 204].contains(status) else {
      throw ResourceManagerError(task, response)
    }
    return true
  }
}

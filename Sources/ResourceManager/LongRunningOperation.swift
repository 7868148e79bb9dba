#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Follows what Azure accepted and does later, until it is done.
///
/// Source: [Track asynchronous operations](https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations):
/// the address in `Azure-AsyncOperation`, else that in `Location`, else the resource itself is asked again and again.
extension ResourceManagerClient {
  /// Where to ask how far it is.
  private enum PollingURL {
    /// An address whose content says so.
    case status(String)
    /// An address whose status code says so.
    case result(String)
    /// The resource itself.
    case resource(String)

    /// The address itself.
    var url: String {
      switch self {
      case .status(let url), .result(let url), .resource(let url): url
      }
    }
  }

  /// Waits for the end of what an answer began; an answer that is final is its own end.
  ///
  /// - Parameters:
  ///   - begun: the answer to the write.
  ///   - path: the path of the resource below the root.
  ///   - task: what was asked, for messages.
  ///   - isDeletion: whether the resource is to be gone at the end.
  /// - Throws: ``ResourceManagerError`` when it failed, or did not end within the time timeout.
  func finish(
    _ initial: Response, _ path: String, task: String, isDeletion: Bool
  ) async throws(ResourceManagerError) {
    guard initial.http.status == 202 || initial.http.value(of: "Azure-AsyncOperation") != nil else {
      guard [200, 201, 204].contains(initial.http.status) else {
        throw ResourceManagerError(task, initial.http, requestID: initial.requestID)
      }
      return
    }
    let place = try place(initial.http, path, task)
    let deadline = retryingClient.deadline
    var last = initial.http
    while true {
      // A server that says 0 is not asked without any pause.
      let wait = max(0.02, RetryAfter(last, now: retryingClient.time.now())?.seconds ?? 2)
      guard retryingClient.time.now() + wait < deadline else {
        throw ResourceManagerError(
          task,
          reason:
            "Azure accepted the request but did not complete it within \(Int(retryingClient.timeout)) s. Run the command "
              + "again, or use a longer --timeout."
        )
      }
      do {
        try await retryingClient.time.sleep(wait)
      } catch {
        throw ResourceManagerError(
          task, reason: "Azure accepted the request, but waiting for its completion was cancelled. Run the command "
            + "again to see the result.")
      }
      let response = try await send("GET", place.url, task: task)
      if try isDone(response, place, initial.requestID, task: task, isDeletion: isDeletion) { return }
      last = response.http
    }
  }

  /// Where an answer says that the operation can be asked for.
  private func place(_ response: HTTPResponse, _ path: String, _ task: String) throws(ResourceManagerError) -> PollingURL {
    if let status = response.value(of: "Azure-AsyncOperation"), !status.isEmpty {
      return .status(try own(status, task: task))
    }
    if let result = response.value(of: "Location"), !result.isEmpty { return .result(try own(result, task: task)) }
    return .resource(url(path))
  }

  /// Whether an operation is done; an operation that failed is an error, though its answer has the status 200.
  private func isDone(
    _ response: Response, _ place: PollingURL, _ requestID: String, task: String, isDeletion: Bool
  ) throws(ResourceManagerError) -> Bool {
    let status = response.http.status
    let data = Data(response.http.content)
    switch place {
    case .status:
      guard status == 200 || status == 202, let operation = try? JSONDecoder().decode(WireOperation.self, from: data),
        let state = operation.status?.lowercased()
      else { throw ResourceManagerError(task, response.http, requestID: requestID) }
      guard state != "failed", state != "canceled" else {
        let detail = operation.error ?? WireError.Detail(code: operation.status, message: nil)
        throw ResourceManagerError(task, status: nil, detail, requestID: requestID)
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
          throw ResourceManagerError(task, status: nil, detail, requestID: requestID)
        }
        return state == "succeeded"
      }
    }
    guard [200, 201, 204].contains(status) else {
      throw ResourceManagerError(task, response.http, requestID: requestID)
    }
    return true
  }
}

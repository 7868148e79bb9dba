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
  private enum Place {
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
  /// - Throws: ``ResourceManagerError`` when it failed, or did not end within the time budget.
  func finish(
    _ begun: Answer, _ path: String, task: String, isDeletion: Bool
  ) async throws(ResourceManagerError) {
    guard begun.response.status == 202 || begun.response.value(of: "Azure-AsyncOperation") != nil else {
      guard [200, 201, 204].contains(begun.response.status) else {
        throw ResourceManagerError(task, begun.response, requestID: begun.requestID)
      }
      return
    }
    let place = try place(begun.response, path, task)
    let deadline = sender.deadline
    var last = begun.response
    while true {
      // A server that says 0 is not asked without any pause.
      let wait = max(0.02, RetryAfter(last, now: sender.time.now())?.seconds ?? 2)
      guard sender.time.now() + wait < deadline else {
        throw ResourceManagerError(
          task,
          reason:
            "Azure accepted the request but did not complete it within \(Int(sender.budget)) s. Run the command "
              + "again, or use a longer --timeout."
        )
      }
      do {
        try await sender.time.sleep(wait)
      } catch {
        throw ResourceManagerError(
          task, reason: "Azure accepted the request, but waiting for its completion was cancelled. Run the command "
            + "again to see the result.")
      }
      let answer = try await send("GET", place.url, task: task)
      if try isDone(answer, place, begun.requestID, task: task, isDeletion: isDeletion) { return }
      last = answer.response
    }
  }

  /// Where an answer says that the operation can be asked for.
  private func place(_ response: HTTPResponse, _ path: String, _ task: String) throws(ResourceManagerError) -> Place {
    if let status = response.value(of: "Azure-AsyncOperation"), !status.isEmpty {
      return .status(try own(status, task: task))
    }
    if let result = response.value(of: "Location"), !result.isEmpty { return .result(try own(result, task: task)) }
    return .resource(url(path))
  }

  /// Whether an operation is done; an operation that failed is an error, though its answer has the status 200.
  private func isDone(
    _ answer: Answer, _ place: Place, _ requestID: String, task: String, isDeletion: Bool
  ) throws(ResourceManagerError) -> Bool {
    let status = answer.response.status
    let data = Data(answer.response.content)
    switch place {
    case .status:
      guard status == 200 || status == 202, let operation = try? JSONDecoder().decode(WireOperation.self, from: data),
        let state = operation.status?.lowercased()
      else { throw ResourceManagerError(task, answer.response, requestID: requestID) }
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
      throw ResourceManagerError(task, answer.response, requestID: requestID)
    }
    return true
  }
}

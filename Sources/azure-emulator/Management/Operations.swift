extension Store {
  /// Accepts a long-running operation.
  ///
  /// - Parameters:
  ///   - operation: the operation.
  ///   - request: the request.
  /// - Returns: the response with the URLs to poll.
  mutating func accept(_ operation: Operation, _ request: ManagementRequest) -> HTTPResponse {
    operations.append(operation)
    var response = request.method == "DELETE" ? HTTPResponse(status: 202) : .json(202, EmptyBody())
    addAddresses(operation, request, to: &response)
    return response
  }

  /// Handles a poll of the status.
  mutating func operationStatus(_ id: String, _ request: ManagementRequest) throws(ManagementError) -> HTTPResponse {
    guard request.method == "GET" else { throw .method(request.method) }
    let operation = try operations.poll(id, at: request.request.target, &state)
    switch operation.status {
    case .inProgress:
      var response = HTTPResponse.json(202, OperationStatusBody(status: "InProgress", error: nil))
      addAddresses(operation, request, to: &response)
      return response
    case .succeeded: return .json(200, OperationStatusBody(status: "Succeeded", error: nil))
    case .failed(let error): return .json(200, OperationStatusBody(status: "Failed", error: error.body))
    }
  }

  /// Handles a poll of the result.
  mutating func operationResult(_ id: String, _ request: ManagementRequest) throws(ManagementError) -> HTTPResponse {
    guard request.method == "GET" else { throw .method(request.method) }
    let operation = try operations.poll(id, at: request.request.target, &state)
    switch operation.status {
    case .inProgress:
      var response = HTTPResponse.json(202, EmptyBody())
      addAddresses(operation, request, to: &response)
      return response
    case .succeeded: return operation.resource(state) ?? .json(200, EmptyBody())
    case .failed(let error): return error.response
    }
  }

  /// Adds the URLs to poll and the delay.
  private func addAddresses(_ operation: Operation, _ request: ManagementRequest, to response: inout HTTPResponse) {
    response.fields.append("Azure-AsyncOperation", request.authority + operation.statusTarget)
    response.fields.append("Location", request.authority + operation.resultTarget)
    response.fields.append("Retry-After", "\(request.settings.retryAfter)")
  }
}

/// The status of an operation.
private struct OperationStatusBody: Encodable {
  let status: String
  let error: ErrorBody?
}

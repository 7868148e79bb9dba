extension Store {
  /// Accepts a change that ends later.
  ///
  /// - Parameters:
  ///   - operation: the change.
  ///   - request: the request for it.
  /// - Returns: the answer that says where the operation can be asked for.
  mutating func accept(_ operation: Operation, _ request: ManagementRequest) -> HTTPResponse {
    operations.append(operation)
    var response = request.method == "DELETE" ? HTTPResponse(status: 202) : .json(202, EmptyBody())
    addAddresses(operation, request, to: &response)
    return response
  }

  /// Answers a poll of an operation's status.
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

  /// Answers a poll of an operation's result: the resource once it is there.
  mutating func operationResult(_ id: String, _ request: ManagementRequest) throws(ManagementError) -> HTTPResponse {
    guard request.method == "GET" else { throw .method(request.method) }
    let operation = try operations.poll(id, at: request.request.target, &state)
    switch operation.status {
    case .inProgress:
      var response = HTTPResponse.json(202, EmptyBody())
      addAddresses(operation, request, to: &response)
      return response
    case .succeeded: return operation.resource(state) ?? HTTPResponse(status: 200)
    case .failed(let error): return error.response
    }
  }

  /// Says where an operation can be asked for, and when to do so.
  private func addAddresses(_ operation: Operation, _ request: ManagementRequest, to response: inout HTTPResponse) {
    response.fields.append("Azure-AsyncOperation", request.authority + operation.statusTarget)
    response.fields.append("Location", request.authority + operation.resultTarget)
    response.fields.append("Retry-After", "\(request.settings.retryAfter)")
  }
}

/// What the status of an operation says.
private struct OperationStatusBody: Encodable {
  /// How far it has come.
  let status: String
  /// Why it failed.
  let error: ErrorBody?
}

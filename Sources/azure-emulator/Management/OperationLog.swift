/// The operations that were accepted, so that they can be asked for.
struct OperationLog: Sendable {
  /// How many operations that have ended are remembered.
  private static let limit = 1000

  /// The operations by their identities.
  private var operations: [String: Operation] = [:]
  /// The identities in the order in which the operations were accepted.
  private var order: [String] = []

  /// Remembers an operation, and forgets those that ended long ago.
  ///
  /// Those that have not ended are never forgotten.
  mutating func append(_ operation: Operation) {
    operations[operation.id] = operation
    order.append(operation.id)
    while order.count > Self.limit, let oldest = order.first, hasEnded(oldest) {
      operations[oldest] = nil
      order.removeFirst()
    }
  }

  /// Ends the operations that have waited long enough for their polls.
  ///
  /// - Parameters:
  ///   - state: what they change.
  ///   - now: the present time.
  mutating func endOverdue(_ state: inout DNSState, now: ContinuousClock.Instant = .now) {
    for id in order where !hasEnded(id) && (operations[id]?.deadline ?? now) <= now { end(id, &state) }
  }

  /// Ends all operations.
  mutating func endAll(_ state: inout DNSState) {
    for id in order { operations[id]?.end(&state) }
  }

  /// Polls an operation.
  ///
  /// - Parameters:
  ///   - id: which one.
  ///   - target: the path and query of the poll, which must be what the operation was given.
  ///   - state: what the operation changes when it ends.
  /// - Returns: the operation after the poll.
  /// - Throws: ``ManagementError`` when there is no such operation or the address was changed on its way.
  mutating func poll(
    _ id: String, at target: RequestTarget, _ state: inout DNSState
  ) throws(ManagementError) -> Operation {
    guard let operation = operations[id] else {
      throw .resourceManager(404, "NotFound", "There is no operation '\(id)'.")
    }
    guard [operation.statusTarget, operation.resultTarget].contains("\(target.path)?\(target.query)") else {
      throw .resourceManager(
        403, "InvalidOperationAddress",
        "The address of an operation must come back word for word, with its whole query.")
    }
    if operations[id]?.poll() == true { end(id, &state) }
    return operations[id] ?? operation
  }

  /// Ends an operation, and before it those on the same zone that were accepted earlier.
  private mutating func end(_ id: String, _ state: inout DNSState) {
    guard !hasEnded(id) else { return }
    for earlier in order where operations[earlier]?.zone == operations[id]?.zone {
      operations[earlier]?.end(&state)
      if earlier == id { return }
    }
  }

  /// Whether an operation has ended or is forgotten.
  private func hasEnded(_ id: String) -> Bool {
    guard let operation = operations[id], case .inProgress = operation.status else { return true }
    return false
  }
}

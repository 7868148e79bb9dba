/// The accepted operations.
struct OperationLog: Sendable {
  /// How many finished operations are kept.
  private static let limit = 1000

  /// The operations by ID.
  private var operations: [String: Operation] = [:]
  /// The IDs in order of acceptance.
  private var order: [String] = []

  /// Adds an operation, and forgets the oldest finished ones.
  ///
  /// Unfinished operations are never forgotten.
  mutating func append(_ operation: Operation) {
    operations[operation.id] = operation
    order.append(operation.id)
    while order.count > Self.limit, let oldest = order.first, hasEnded(oldest) {
      operations[oldest] = nil
      order.removeFirst()
    }
  }

  /// Finishes the operations that have waited too long for polls.
  ///
  /// - Parameters:
  ///   - state: the state that they change.
  ///   - now: the current time.
  mutating func endOverdue(_ state: inout DNSState, now: ContinuousClock.Instant = .now) {
    for id in order where !hasEnded(id) && (operations[id]?.deadline ?? now) <= now { end(id, &state) }
  }

  mutating func endAll(_ state: inout DNSState) {
    for id in order { operations[id]?.end(&state) }
  }

  /// Polls an operation.
  ///
  /// - Parameters:
  ///   - id: the operation ID.
  ///   - target: the path and query of the poll, which must be those that the emulator returned.
  ///   - state: the state that the operation changes.
  /// - Returns: the operation after the poll.
  /// - Throws: ``ManagementError`` if the operation does not exist, or the URL was changed.
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

  /// Finishes an operation, after the earlier ones on the same zone.
  private mutating func end(_ id: String, _ state: inout DNSState) {
    guard !hasEnded(id) else { return }
    for earlier in order where operations[earlier]?.zone == operations[id]?.zone {
      operations[earlier]?.end(&state)
      if earlier == id { return }
    }
  }

  /// Whether an operation has finished or is forgotten.
  private func hasEnded(_ id: String) -> Bool {
    guard let operation = operations[id], case .inProgress = operation.status else { return true }
    return false
  }
}

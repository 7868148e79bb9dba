/// The accepted operations.
struct OperationLog: Sendable {
  /// How many finished operations are kept; a client with thousands of links polls each of them late.
  private static let limit = 20_000

  /// The operations by ID.
  private var operations: [String: Operation] = [:]
  /// The IDs of the operations in progress on each zone, in order of acceptance.
  private var pending: [String: [String]] = [:]
  /// The IDs of the finished operations, the oldest first, from ``oldest`` on.
  private var finished: [String] = []
  /// The index of the oldest finished operation that is kept.
  private var oldest = 0

  /// Adds an operation.
  mutating func append(_ operation: Operation) {
    operations[operation.id] = operation
    pending[operation.zone, default: []].append(operation.id)
  }

  /// Finishes the operations that have waited too long for polls.
  ///
  /// - Parameters:
  ///   - state: the state that they change.
  ///   - now: the current time.
  mutating func endOverdue(_ state: inout DNSState, now: ContinuousClock.Instant = .now) {
    for ids in pending.values {
      guard let overdue = ids.last(where: { (operations[$0]?.deadline ?? now) <= now }) else { continue }
      end(overdue, &state)
    }
  }

  mutating func endAll(_ state: inout DNSState) {
    for last in pending.values.compactMap(\.last) { end(last, &state) }
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

  /// Finishes an operation, after the earlier ones on the same zone, and forgets the oldest finished ones.
  private mutating func end(_ id: String, _ state: inout DNSState) {
    guard let zone = operations[id]?.zone, let ids = pending[zone], let index = ids.firstIndex(of: id) else { return }
    for id in ids[...index] { operations[id]?.end(&state) }
    pending[zone] = index == ids.count - 1 ? nil : Array(ids[(index + 1)...])
    finished += ids[...index]
    while finished.count - oldest > Self.limit {
      operations[finished[oldest]] = nil
      oldest += 1
    }
    guard oldest > Self.limit else { return }
    finished.removeFirst(oldest)
    oldest = 0
  }
}

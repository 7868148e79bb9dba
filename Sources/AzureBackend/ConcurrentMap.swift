/// Works on many items, a few at a time.
///
/// - Parameters:
///   - items: the items.
///   - limit: the most that are worked on at the same time.
///   - work: what is done with each.
/// - Returns: the results in the order of the items.
func concurrentMap<Item: Sendable, Result: Sendable>(
  _ items: [Item], limit: Int, _ work: @escaping @Sendable (Item) async -> Result
) async -> [Result] {
  await withTaskGroup(of: (Int, Result).self) { group in
    var waiting = items.indices[...]
    /// Starts the next item, where there is one left.
    func startNext() {
      guard let index = waiting.popFirst() else { return }
      let item = items[index]
      group.addTask { (index, await work(item)) }
    }
    for _ in 0..<max(1, limit) { startNext() }
    var results: [Result?] = Array(repeating: nil, count: items.count)
    for await (index, result) in group {
      results[index] = result
      startNext()
    }
    return results.compactMap { $0 }
  }
}

/// Maps items concurrently, a limited number at a time; a single item is mapped in the caller's task.
///
/// - Parameters:
///   - items: the items.
///   - limit: how many items are in work at the same time, at most.
///   - work: maps one item.
///   - each: called with every result as it arrives, and the number of results so far.
/// - Returns: the results in the order of the items.
package func concurrentMap<Item: Sendable, Output: Sendable>(
  _ items: [Item], limit: Int, _ work: @escaping @Sendable (Item) async -> Output,
  each: (Item, Output, Int) -> Void = { _, _, _ in }
) async -> [Output] {
  guard items.count > 1 else {
    var outputs: [Output] = []
    for item in items {
      let output = await work(item)
      each(item, output, 1)
      outputs.append(output)
    }
    return outputs
  }
  return await withTaskGroup(of: (Int, Output).self) { group in
    var waiting = items.indices[...]
    /// Starts the next item, if one is left.
    func startNext() {
      guard let index = waiting.popFirst() else { return }
      let item = items[index]
      group.addTask { (index, await work(item)) }
    }
    for _ in 0..<max(1, limit) { startNext() }
    var outputs: [Output?] = Array(repeating: nil, count: items.count)
    var count = 0
    for await (index, output) in group {
      outputs[index] = output
      count += 1
      each(items[index], output, count)
      startNext()
    }
    return outputs.compactMap(\.self)
  }
}

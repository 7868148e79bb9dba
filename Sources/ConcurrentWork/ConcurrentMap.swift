/// Works on many items, a few at a time; on a single one in the task of the caller.
///
/// - Parameters:
///   - items: the items.
///   - limit: the most that are worked on at the same time.
///   - work: what is done with each.
///   - each: told of every result as it comes, and how many there are by then.
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
    /// Starts the next item, where there is one left.
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

/// Does something with each of some values, several at the same time.
///
/// - Parameters:
///   - values: the values.
///   - limit: how many are worked on at once.
///   - work: what is done with each.
///   - each: told of every result as it comes, and how many there are by then.
/// - Returns: the results in the order of the values.
func sideBySide<Value: Sendable, Output: Sendable>(
  _ values: [Value], atMost limit: Int, _ work: @escaping @Sendable (Value) async -> Output,
  each: (Value, Output, Int) -> Void
) async -> [Output] {
  guard values.count > 1, limit > 1 else {
    var outputs: [Output] = []
    for value in values {
      outputs.append(await work(value))
      each(value, outputs[outputs.count - 1], outputs.count)
    }
    return outputs
  }
  return await withTaskGroup(of: (Int, Output).self) { group in
    var outputs = [Output?](repeating: nil, count: values.count)
    var count = 0
    for (index, value) in values.enumerated() {
      if index >= limit { await take() }
      group.addTask { (index, await work(value)) }
    }
    while count < values.count { await take() }
    func take() async {
      guard let (index, output) = await group.next() else { return }
      outputs[index] = output
      count += 1
      each(values[index], output, count)
    }
    return outputs.compactMap(\.self)
  }
}

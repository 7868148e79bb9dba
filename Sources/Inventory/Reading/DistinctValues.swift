/// The values of a list, each of which may stand there once.
struct DistinctValues<Value: Hashable> {
  /// The values in the order of the list.
  private(set) var inOrder: [Value] = []
  private var spots: [Value: ProblemLog.Spot] = [:]

  /// Takes a value.
  ///
  /// - Returns: where it already stands, if it does; it is then not taken once more.
  mutating func add(_ value: Value, at spot: ProblemLog.Spot) -> ProblemLog.Spot? {
    if let first = spots[value] { return first }
    spots[value] = spot
    inOrder.append(value)
    return nil
  }
}

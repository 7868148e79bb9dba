/// The values that stand directly in a list or an object, keys among them.
struct JSON5Children: Sequence, IteratorProtocol {
  /// The document in which they stand.
  let document: JSON5Document
  /// The number of the next value's node.
  var nextIndex: Int
  /// The number of the node behind the last value.
  let end: Int

  /// How many values and keys there are, those within others too.
  var nodeCount: Int { end - nextIndex }

  /// The next value.
  mutating func next() -> JSON5Value? {
    guard nextIndex < end else { return nil }
    let value = JSON5Value(document: document, index: nextIndex)
    nextIndex = value.indexBehind
    return value
  }
}

/// The keys of an object, each with its value.
struct JSON5Members: Sequence, IteratorProtocol {
  /// Keys and values by turns.
  var children: JSON5Children

  /// The next key and its value.
  mutating func next() -> (key: JSON5Value, value: JSON5Value)? {
    guard let key = children.next(), let value = children.next() else { return nil }
    return (key, value)
  }
}

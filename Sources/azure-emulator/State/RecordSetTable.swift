/// The record sets of a zone in list order.
///
/// Lookups use binary search, because a zone may have 25,000 record sets.
struct RecordSetTable: Sendable {
  /// The record sets by type, then by name.
  private(set) var all: [RecordSet] = []

  /// Sorts record sets; the last of several with the same key is kept.
  init(_ recordSets: [RecordSet] = []) {
    let last = Dictionary(recordSets.map { ($0.key, $0) }) { $1 }
    all = last.values.sorted { $0.key < $1.key }
  }

  var count: Int { all.count }

  subscript(key: RecordSetKey) -> RecordSet? {
    get {
      let index = all.partitionPoint { $0.key >= key }
      return all.indices.contains(index) && all[index].key == key ? all[index] : nil
    }
    set {
      let index = all.partitionPoint { $0.key >= key }
      let exists = all.indices.contains(index) && all[index].key == key
      switch (newValue, exists) {
      case (let recordSet?, true): all[index] = recordSet
      case (let recordSet?, false): all.insert(recordSet, at: index)
      case (nil, true): all.remove(at: index)
      case (nil, false): break
      }
    }
  }

  /// The record sets of one type, or all.
  func ofType(_ type: RecordType?) -> ArraySlice<RecordSet> {
    guard let type else { return all[...] }
    let start = all.partitionPoint { $0.key.type.listPosition >= type.listPosition }
    return all[start..<all.partitionPoint { $0.key.type.listPosition > type.listPosition }]
  }
}

extension RandomAccessCollection {
  /// The first index for which a predicate holds that also holds for all later ones; else the end index.
  func partitionPoint(where isTrue: (Element) -> Bool) -> Index {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = index(low, offsetBy: distance(from: low, to: high) / 2)
      if isTrue(self[middle]) { high = middle } else { low = index(after: middle) }
    }
    return low
  }
}

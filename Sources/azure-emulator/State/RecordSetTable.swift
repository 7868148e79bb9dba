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
      let place = all.partitionPoint { $0.key >= key }
      return all.indices.contains(place) && all[place].key == key ? all[place] : nil
    }
    set {
      let place = all.partitionPoint { $0.key >= key }
      let isThere = all.indices.contains(place) && all[place].key == key
      switch (newValue, isThere) {
      case (let recordSet?, true): all[place] = recordSet
      case (let recordSet?, false): all.insert(recordSet, at: place)
      case (nil, true): all.remove(at: place)
      case (nil, false): break
      }
    }
  }

  /// The record sets of one type, or all.
  func ofType(_ type: RecordType?) -> ArraySlice<RecordSet> {
    guard let type else { return all[...] }
    let start = all.partitionPoint { $0.key.type.place >= type.place }
    return all[start..<all.partitionPoint { $0.key.type.place > type.place }]
  }
}

extension RandomAccessCollection {
  /// The index of the first element for which a predicate holds, if it also holds for all later ones; the end index if there is none.
  func partitionPoint(where isTrue: (Element) -> Bool) -> Index {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = index(low, offsetBy: distance(from: low, to: high) / 2)
      if isTrue(self[middle]) { high = middle } else { low = index(after: middle) }
    }
    return low
  }
}

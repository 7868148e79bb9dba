package import DNSModel

/// A record set as a target stores it, without its name; a hosts file stores no TTL.
package struct StoredRecordSet: Hashable, Sendable {
  /// The TTL; nil if the target stores none, or if the records differ in it.
  package private(set) var ttl: TimeToLive?
  /// The addresses in numeric order, each once.
  package private(set) var addresses: [IPv4Address]

  /// Sorts the addresses and removes duplicates.
  package init(ttl: TimeToLive?, addresses: [IPv4Address]) {
    self.ttl = ttl
    self.addresses = addresses.count < 2 ? addresses : Set(addresses).sorted()
  }

  /// Adds one more record of the name.
  package mutating func add(_ address: IPv4Address, ttl other: TimeToLive?) {
    self = StoredRecordSet(ttl: ttl == other ? ttl : nil, addresses: addresses + [address])
  }

  /// Whether it has this TTL and these addresses, which are in numeric order.
  fileprivate func holds(_ ttl: TimeToLive?, _ addresses: [IPv4Address]) -> Bool {
    self.ttl == ttl && self.addresses == addresses
  }

  /// The set as a plan shows it.
  package var value: Change.Value { Change.Value(ttl: ttl, contents: addresses.map(\.description)) }
}

/// The changes that lead from stored record sets to desired ones; all backends compare with it.
package struct RecordDifference: Hashable, Sendable {
  /// Creations and updates in the order of the desired record sets, then deletions in canonical order.
  package private(set) var changes: [Change] = []
  /// How many record sets are in sync.
  package private(set) var unchanged = 0

  /// Compares stored record sets with desired ones.
  ///
  /// - Parameters:
  ///   - current: the stored record sets by name, each name once; zone files and Azure allow names that are not hostnames.
  ///   - desired: the desired record sets, each name once.
  ///   - zone: the zone of all record sets; nil if the backend has no zones.
  ///   - comparesTTL: whether a different TTL alone is a change.
  package init(
    from current: some Sequence<(key: String, value: StoredRecordSet)>, to desired: [RecordSet],
    zone: DomainName? = nil, comparesTTL: Bool
  ) {
    let current = Array(current)
    // One pass over both, side by side in canonical order.
    var rest = CanonicalOrder.order(of: current.map(\.key))[...]
    var present = [Int?](repeating: nil, count: desired.count)
    var deleted: [Int] = []
    for index in CanonicalOrder.order(of: desired.map(\.name.text)) {
      let name = desired[index].name.text
      while let next = rest.first, current[next].key != name, CanonicalOrder.isBefore(current[next].key, name) {
        deleted.append(next)
        rest.removeFirst()
      }
      guard let next = rest.first, current[next].key == name else { continue }
      present[index] = next
      rest.removeFirst()
    }
    for index in desired.indices {
      let ttl = comparesTTL ? desired[index].ttl : nil
      if let before = present[index], current[before].value.holds(ttl, desired[index].addresses) {
        unchanged += 1
        continue
      }
      let before = present[index].map { current[$0].value.value }
      let after = StoredRecordSet(ttl: ttl, addresses: desired[index].addresses).value
      changes.append(
        Change(
          before == nil ? .create : .update, name: desired[index].name.text, zone: zone, before: before, after: after))
    }
    for index in deleted + rest {
      changes.append(Change(.delete, name: current[index].key, zone: zone, before: current[index].value.value))
    }
  }
}

package import DNSModel

/// A record set as a backend holds it, beside its name: a hosts file, for one, knows no TTL.
package struct StoredRecordSet: Hashable, Sendable {
  /// The TTL; nil where the backend stores none, and where the records have several.
  package private(set) var ttl: TimeToLive?
  /// The addresses in numeric order, each once.
  package private(set) var addresses: [IPv4Address]

  /// Makes a stored set; the order and repetition of the addresses do not matter.
  package init(ttl: TimeToLive?, addresses: [IPv4Address]) {
    self.ttl = ttl
    self.addresses = addresses.count < 2 ? addresses : Set(addresses).sorted()
  }

  /// Adds one more record of the name.
  package mutating func add(_ address: IPv4Address, ttl other: TimeToLive?) {
    self = StoredRecordSet(ttl: ttl == other ? ttl : nil, addresses: addresses + [address])
  }

  /// Whether it is this TTL and these addresses, which are in numeric order.
  fileprivate func holds(_ ttl: TimeToLive?, _ addresses: [IPv4Address]) -> Bool {
    self.ttl == ttl && self.addresses == addresses
  }

  /// The set as a plan shows it.
  package var value: Change.Value { Change.Value(ttl: ttl, contents: addresses.map(\.description)) }
}

/// What must change so that a backend holds what it should: the one comparison of all backends.
package struct RecordDifference: Hashable, Sendable {
  /// The changes: creations and updates in the order of what is desired, then deletions in canonical order.
  package private(set) var changes: [Change] = []
  /// How many record sets are as they should be.
  package private(set) var unchanged = 0

  /// Compares what a backend holds with what it should hold.
  ///
  /// - Parameters:
  ///   - current: what it holds, by name, each name once; a zone file or Azure can hold names that no hostname has.
  ///   - desired: what it should hold, each name once.
  ///   - zone: the zone that both are about, where the backend has zones.
  ///   - comparesTTL: whether another TTL alone is a change.
  package init(
    from current: some Sequence<(key: String, value: StoredRecordSet)>, to desired: [RecordSet],
    zone: DomainName? = nil, comparesTTL: Bool
  ) {
    let current = Array(current)
    // Both are walked through once, side by side in canonical order.
    var rest = CanonicalOrder.order(of: current.map(\.key))[...]
    var present = [Int?](repeating: nil, count: desired.count)
    var gone: [Int] = []
    for place in CanonicalOrder.order(of: desired.map(\.name.text)) {
      let name = desired[place].name.text
      while let next = rest.first, current[next].key != name, CanonicalOrder.isBefore(current[next].key, name) {
        gone.append(next)
        rest.removeFirst()
      }
      guard let next = rest.first, current[next].key == name else { continue }
      present[place] = next
      rest.removeFirst()
    }
    for place in desired.indices {
      let ttl = comparesTTL ? desired[place].ttl : nil
      if let before = present[place], current[before].value.holds(ttl, desired[place].addresses) {
        unchanged += 1
        continue
      }
      let before = present[place].map { current[$0].value.value }
      let after = StoredRecordSet(ttl: ttl, addresses: desired[place].addresses).value
      changes.append(
        Change(
          before == nil ? .create : .update, name: desired[place].name.text, zone: zone, before: before, after: after))
    }
    for place in gone + rest {
      changes.append(Change(.delete, name: current[place].key, zone: zone, before: current[place].value.value))
    }
  }
}

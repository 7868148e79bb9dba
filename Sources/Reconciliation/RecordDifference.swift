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
  ///   - current: what it holds, by name; a zone file or Azure can hold names that no hostname has.
  ///   - desired: what it should hold, each name once.
  ///   - zone: the zone that both are about, where the backend has zones.
  ///   - comparesTTL: whether another TTL alone is a change.
  package init(
    from current: [String: StoredRecordSet], to desired: [RecordSet], zone: DomainName? = nil, comparesTTL: Bool
  ) {
    var left = current
    for set in desired {
      let after = StoredRecordSet(ttl: comparesTTL ? set.ttl : nil, addresses: set.addresses)
      let before = left.removeValue(forKey: set.name.text)
      guard before != after else {
        unchanged += 1
        continue
      }
      changes.append(
        Change(
          before == nil ? .create : .update, name: set.name.text, zone: zone, before: before?.value, after: after.value)
      )
    }
    for (name, set) in left.sorted(by: { CanonicalOrder.isBefore($0.key, $1.key) }) {
      changes.append(Change(.delete, name: name, zone: zone, before: set.value))
    }
  }
}

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
    if ttl != other { ttl = nil }
    // Records are often in order, so the search starts at the end.
    let index = addresses.lastIndex { $0 <= address } ?? -1
    if index < 0 || addresses[index] != address { addresses.insert(address, at: index + 1) }
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
  ///   - current: the stored record sets by name; zone files and Azure allow names that are not hostnames.
  ///   - desired: the desired record sets, each name once.
  ///   - zone: the zone of all record sets; nil if the backend has no zones.
  ///   - comparesTTL: whether a different TTL alone is a change.
  package init(
    from current: [String: StoredRecordSet], to desired: [RecordSet], zone: DomainName? = nil, comparesTTL: Bool
  ) {
    var rest = current
    for set in desired {
      let before = rest.removeValue(forKey: set.name.text)
      let ttl = comparesTTL ? set.ttl : nil
      if let before, before.holds(ttl, set.addresses) {
        unchanged += 1
        continue
      }
      let after = StoredRecordSet(ttl: ttl, addresses: set.addresses)
      changes.append(
        Change(
          before == nil ? .create : .update, name: set.name.text, zone: zone, before: before?.value, after: after.value)
      )
    }
    for name in rest.keys.sorted(by: CanonicalOrder.isBefore) {
      changes.append(Change(.delete, name: name, zone: zone, before: rest[name]?.value))
    }
  }
}

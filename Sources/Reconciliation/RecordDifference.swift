public import DNSModel

/// A record set as a backend holds it: a hosts file, for one, knows no TTL.
public struct StoredRecordSet: Hashable, Sendable {
  /// The owner name; a zone file or Azure can hold names that no hostname has.
  public let name: String
  /// The TTL, where the backend stores one, and the addresses.
  public let value: Change.Value

  /// Makes a stored set from what a backend says.
  public init(name: String, value: Change.Value) {
    self.name = name
    self.value = value
  }

  /// Makes a stored set; the order and repetition of the addresses do not matter.
  ///
  /// - Parameters:
  ///   - name: the owner name.
  ///   - ttl: the TTL; nil where the backend stores none, or the records have several.
  ///   - addresses: the addresses.
  public init(name: String, ttl: TimeToLive?, addresses: [IPv4Address]) {
    self.init(
      name: name, value: Change.Value(ttl: ttl, contents: Set(addresses).sorted().map(\.description)))
  }
}

/// What must change so that a backend holds what it should: the one comparison of all backends.
public struct RecordDifference: Hashable, Sendable {
  /// The changes: creations and updates in the order of what is desired, then deletions in canonical order.
  public let changes: [Change]
  /// How many record sets are as they should be.
  public let unchanged: Int

  /// Compares what a backend holds with what it should hold.
  ///
  /// - Parameters:
  ///   - current: what it holds, each name once.
  ///   - desired: what it should hold, each name once.
  ///   - zone: the zone that both are about, where the backend has zones.
  ///   - comparesTTL: whether another TTL alone is a change.
  public init(from current: [StoredRecordSet], to desired: [RecordSet], zone: DomainName? = nil, comparesTTL: Bool) {
    var left = Dictionary(current.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    var changes: [Change] = []
    var unchanged = 0
    for set in desired {
      let after = Change.Value(ttl: comparesTTL ? set.ttl : nil, contents: set.addresses.map(\.description))
      let before = left.removeValue(forKey: set.name.text)
      if before == after {
        unchanged += 1
      } else {
        changes.append(
          Change(before == nil ? .create : .update, name: set.name.text, zone: zone, before: before, after: after))
      }
    }
    for (name, value) in left.sorted(by: { CanonicalOrder.isBefore($0.key, $1.key) }) {
      changes.append(Change(.delete, name: name, zone: zone, before: value))
    }
    self.changes = changes
    self.unchanged = unchanged
  }
}

public import DNSModel

/// A record set as a backend holds it: a hosts file, for one, knows no TTL.
public struct StoredRecordSet: Hashable, Sendable {
  /// The owner name.
  public let name: DomainName
  /// The TTL, where the backend stores one.
  public let ttl: TimeToLive?
  /// The addresses in numeric order.
  public let addresses: [IPv4Address]

  /// Makes a stored set; the order and repetition of the addresses do not matter.
  public init(name: DomainName, ttl: TimeToLive?, addresses: [IPv4Address]) {
    self.name = name
    self.ttl = ttl
    self.addresses = addresses.count < 2 ? addresses : Set(addresses).sorted()
  }

  var value: Change.Value { Change.Value(ttl: ttl, contents: addresses.map(\.description)) }
}

/// What must change so that a backend holds what it should.
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
    var left = Dictionary(current.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var changes: [Change] = []
    var unchanged = 0
    for set in desired {
      let after = StoredRecordSet(name: set.name, ttl: comparesTTL ? set.ttl : nil, addresses: set.addresses)
      guard let before = left.removeValue(forKey: set.name) else {
        changes.append(Change(.create, name: set.name.text, zone: zone, after: after.value))
        continue
      }
      if before == after {
        unchanged += 1
      } else {
        changes.append(Change(.update, name: set.name.text, zone: zone, before: before.value, after: after.value))
      }
    }
    for set in left.values.sorted(by: { $0.name < $1.name }) {
      changes.append(Change(.delete, name: set.name.text, zone: zone, before: set.value))
    }
    self.changes = changes
    self.unchanged = unchanged
  }
}

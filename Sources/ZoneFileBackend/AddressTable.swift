import DNSModel

/// The A records of a zone file, 24 bytes each beside the names: a file can have a million of them.
struct AddressTable: Sendable {
  /// One A record.
  struct Entry: Sendable {
    /// Where the name begins in the table's names.
    let nameStart: Int
    /// The TTL in seconds.
    let ttl: UInt32
    /// The address.
    let address: IPv4Address
    /// How long the name is.
    let nameLength: UInt16

    /// The name's place in the table's names.
    var name: Range<Int> { nameStart..<nameStart + Int(nameLength) }
  }

  /// The canonical names, relative to the zone; empty for the zone itself.
  var names: [UInt8] = []
  /// The records, at first in the order of the file.
  private(set) var entries: [Entry] = []

  /// Adds a record; a canonical name has at most 4 bytes for each of its 255 octets.
  mutating func add(_ address: IPv4Address, named name: Range<Int>, ttl: UInt32) {
    entries.append(
      Entry(nameStart: name.lowerBound, ttl: ttl, address: address, nameLength: UInt16(truncatingIfNeeded: name.count)))
  }

  /// Brings the records into canonical order of their names, and those of one name into numeric order, each once.
  mutating func sort() {
    guard zip(entries, entries.dropFirst()).contains(where: { !isBefore($0, $1) }) else { return }
    let unsorted = entries
    entries = unsorted.sorted { isBefore($0, $1) }
    var kept = 0
    for entry in entries {
      if kept > 0, isSame(entries[kept - 1], entry) { continue }
      entries[kept] = entry
      kept += 1
    }
    entries.removeSubrange(kept...)
  }

  /// Whether two entries say the same.
  private func isSame(_ left: Entry, _ right: Entry) -> Bool {
    left.address == right.address && left.ttl == right.ttl && names[left.name].elementsEqual(names[right.name])
  }

  /// Whether an entry comes before another one.
  private func isBefore(_ left: Entry, _ right: Entry) -> Bool {
    switch names.withUnsafeBufferPointer({ CanonicalOrder.compare($0.part(left.name), $0.part(right.name)) }) {
    case ..<0: true
    case 0: (left.address.number, left.ttl) < (right.address.number, right.ttl)
    default: false
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// A part of the bytes.
  func part(_ range: Range<Int>) -> Self { Self(rebasing: self[range]) }
}

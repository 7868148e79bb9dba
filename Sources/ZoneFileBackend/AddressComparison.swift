import DNSModel
import Reconciliation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Compares the A records of a zone file with the record sets that it should have, both in canonical order.
struct AddressComparison {
  /// What must change.
  private(set) var changes: [Change] = []
  /// How many record sets are as they should be.
  private(set) var unchanged = 0
  /// The records of the file.
  private var table: AddressTable
  /// The zone.
  private let origin: DomainName

  /// Takes what a file says.
  init(of table: AddressTable, in origin: DomainName) {
    self.table = table
    self.origin = origin
  }

  /// Finds what must change: creations and updates in the order of what is desired, then deletions in canonical order.
  ///
  /// - Parameter desired: what the zone should hold, in canonical order.
  mutating func compare(with desired: [RecordSet]) {
    // What nobody touched is in order, and the same: that is seen without making anything of it.
    if isExactly(desired) {
      unchanged = desired.count
      return
    }
    table.sort()
    var deletions: [Change] = []
    var position = 0
    for set in desired {
      while position < table.entries.count, order(position, set) < 0 {
        deletions.append(
          Change(.delete, name: name(at: position), zone: origin, before: value(from: position, to: end(position))))
        position = end(position)
      }
      guard position < table.entries.count, order(position, set) == 0 else {
        changes.append(Change(.create, name: set.name.text, zone: origin, after: set.value))
        continue
      }
      let end = end(position)
      if isSame(position..<end, set) {
        unchanged += 1
      } else {
        changes.append(
          Change(
            .update, name: set.name.text, zone: origin, before: value(from: position, to: end), after: set.value))
      }
      position = end
    }
    while position < table.entries.count {
      deletions.append(
        Change(.delete, name: name(at: position), zone: origin, before: value(from: position, to: end(position))))
      position = end(position)
    }
    changes += deletions
  }

  /// Whether the file has exactly these sets in exactly this order.
  func isExactly(_ sets: [RecordSet]) -> Bool {
    let tail = origin.tailLength
    var position = 0
    return table.names.withUnsafeBufferPointer { names in
      table.entries.withUnsafeBufferPointer { entries in
        for set in sets {
          let count = set.addresses.count
          guard position + count <= entries.count else { return false }
          let isSame = set.name.withUTF8 { text in
            let length = max(0, text.count - tail)
            for offset in 0..<count {
              let entry = entries[position + offset]
              guard Int(entry.nameLength) == length, entry.ttl == set.ttl.seconds,
                entry.address == set.addresses[offset]
              else { return false }
              guard length > 0, let own = names.baseAddress, let other = text.baseAddress else { continue }
              guard memcmp(own + entry.nameStart, other, length) == 0 else { return false }
            }
            return true
          }
          guard isSame else { return false }
          position += count
        }
        return position == entries.count
      }
    }
  }

  /// How the name at a position stands to a set's owner, by canonical order.
  private func order(_ position: Int, _ set: RecordSet) -> Int {
    table.names.withUnsafeBufferPointer { names in
      set.name.withUTF8 { text in
        CanonicalOrder.compare(
          names.part(table.entries[position].name), text.part(0..<max(0, text.count - origin.tailLength)))
      }
    }
  }

  /// Where the records of the name at a position end.
  private func end(_ position: Int) -> Int {
    let name = table.names[table.entries[position].name]
    var end = position + 1
    while end < table.entries.count, table.names[table.entries[end].name] == name { end += 1 }
    return end
  }

  /// The name at a position, as it is asked for.
  private func name(at position: Int) -> String {
    origin.askedName(ofOwner: String(decoding: table.names[table.entries[position].name], as: UTF8.self))
  }

  /// Whether the records of one name are those of a set; with more than one TTL they are not.
  private func isSame(_ range: Range<Int>, _ set: RecordSet) -> Bool {
    range.count == set.addresses.count
      && zip(range, set.addresses).allSatisfy { index, address in
        table.entries[index].address == address && table.entries[index].ttl == set.ttl.seconds
      }
  }

  /// The records of one name as a plan shows them; without a TTL where they have several, or one of 0.
  private func value(from start: Int, to end: Int) -> Change.Value {
    let records = table.entries[start..<end]
    let ttl = records.allSatisfy { $0.ttl == table.entries[start].ttl } ? Int(table.entries[start].ttl) : 0
    var addresses: [IPv4Address] = []
    for record in records where addresses.last != record.address { addresses.append(record.address) }
    return Change.Value(ttl: TimeToLive(seconds: ttl), contents: addresses.map(\.description))
  }
}

extension RecordSet {
  /// The set as a plan shows it.
  fileprivate var value: Change.Value { Change.Value(ttl: ttl, contents: addresses.map(\.description)) }
}

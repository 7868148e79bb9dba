import DNSModel
import Reconciliation

/// Compares the A records of a zone file with the record sets that it should have, both in canonical order.
struct AddressComparison {
  /// What must change: creations and updates in the order of what is desired, then deletions in canonical order.
  var changes: [Change] { deletions.isEmpty ? additions : additions + deletions }
  /// How many record sets are as they should be.
  private(set) var unchanged: Int
  /// Creations and updates.
  private var additions: [Change] = []
  /// Deletions.
  private var deletions: [Change] = []
  /// The records that were not just as expected.
  private var table: AddressTable
  /// The first of them that was not compared yet.
  private var position = 0
  /// The zone.
  private let origin: DomainName

  /// Compares what a file says with what it should say.
  ///
  /// - Parameters:
  ///   - found: what the file says.
  ///   - zone: what it should say, which was expected when the file was read.
  init(of found: FoundAddresses, with zone: Zone) {
    origin = zone.origin
    table = found.others
    unchanged = found.foundCount
    if found.isComplete { return }
    table.sort()
    zone.recordSets.withParts { sets in
      for number in 0..<sets.count where !found.isFound[number] { compare(with: sets[number]) }
    }
    deleteRecords { _ in true }
  }

  /// Compares one set with the records of its name, and deletes the names before it.
  private mutating func compare(with set: RecordSetList.Part) {
    let owner = set.name.part(0..<max(0, set.name.count - origin.tailLength))
    deleteRecords { CanonicalOrder.compare($0, owner) < 0 }
    let name = String(decoding: set.name, as: UTF8.self)
    let after = Change.Value(ttl: set.ttl, contents: set.addresses.map(\.description))
    guard position < table.entries.count, table.names[table.entries[position].name].elementsEqual(owner) else {
      additions.append(Change(.create, name: name, zone: origin, after: after))
      return
    }
    let records = position..<end(position)
    position = records.upperBound
    if isSame(records, set) {
      unchanged += 1
    } else {
      additions.append(Change(.update, name: name, zone: origin, before: value(of: records), after: after))
    }
  }

  /// Deletes the names that come next, as long as they are wanted gone.
  private mutating func deleteRecords(while isWanted: (UnsafeBufferPointer<UInt8>) -> Bool) {
    while position < table.entries.count,
      table.names.withUnsafeBufferPointer({ isWanted($0.part(table.entries[position].name)) })
    {
      let records = position..<end(position)
      let owner = String(decoding: table.names[table.entries[position].name], as: UTF8.self)
      deletions.append(
        Change(.delete, name: origin.askedName(ofOwner: owner), zone: origin, before: value(of: records)))
      position = records.upperBound
    }
  }

  /// Where the records of the name at a position end.
  private func end(_ position: Int) -> Int {
    let name = table.names[table.entries[position].name]
    var end = position + 1
    while end < table.entries.count, table.names[table.entries[end].name] == name { end += 1 }
    return end
  }

  /// Whether the records of one name are those of a set; with more than one TTL they are not.
  private func isSame(_ records: Range<Int>, _ set: RecordSetList.Part) -> Bool {
    records.count == set.addresses.count
      && zip(records, set.addresses).allSatisfy { index, address in
        table.entries[index].address == address && table.entries[index].ttl == set.ttl.seconds
      }
  }

  /// The records of one name as a plan shows them; without a TTL where they have several, or one of 0.
  private func value(of range: Range<Int>) -> Change.Value {
    let records = table.entries[range]
    let first = records[range.lowerBound].ttl
    let ttl = records.allSatisfy { $0.ttl == first } ? Int(first) : 0
    var addresses: [IPv4Address] = []
    for record in records where addresses.last != record.address { addresses.append(record.address) }
    return Change.Value(ttl: TimeToLive(seconds: ttl), contents: addresses.map(\.description))
  }
}

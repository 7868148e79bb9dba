import DNSModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The record sets that a zone file should have, while it is read.
struct ExpectedSets {
  /// The sets in canonical order.
  private let sets: RecordSetList.Parts
  /// How many bytes of each name are no part of the owner.
  private let tail: Int
  /// The set that is expected next.
  private(set) var next = 0
  /// The owner of the set that was found last.
  private var lastFound: UnsafeBufferPointer<UInt8>?

  /// Begins with the first of some sets.
  init(_ sets: RecordSetList.Parts, tail: Int) {
    self.sets = sets
    self.tail = tail
  }

  /// The owner of a set.
  private func owner(_ number: Int) -> UnsafeBufferPointer<UInt8> {
    let name = sets[number].name
    return name.part(0..<max(0, name.count - tail))
  }

  /// Takes the lines of the next set, if they follow just as we write them.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - lineEnd: where the line before ends.
  /// - Returns: the last of these lines.
  @inline(__always)
  mutating func take(_ bytes: UnsafeBufferPointer<UInt8>, after lineEnd: Int) -> PlainAddressLine? {
    guard next < sets.count else { return nil }
    let (set, owner) = (sets[next], owner(next))
    var last: PlainAddressLine?
    for address in set.addresses {
      let end = last?.end ?? lineEnd
      guard end + max(owner.count, 1) < bytes.count, bytes[end] == UInt8(ascii: "\n"),
        let line = Self.line(of: owner, bytes, at: end + 1), line.ttl == set.ttl.seconds, line.address == address
      else { return nil }
      last = line
    }
    guard let last else { return nil }
    lastFound = owner
    next += 1
    return last
  }

  /// Goes on behind a record that is not the next one: to the first set whose name comes after its owner.
  ///
  /// - Returns: whether the owner comes after that of every set that was found, so that no such set has another record.
  mutating func pass(_ other: UnsafeBufferPointer<UInt8>) -> Bool {
    if let lastFound, CanonicalOrder.compare(other, lastFound) <= 0 { return false }
    while next < sets.count, CanonicalOrder.compare(owner(next), other) <= 0 { next += 1 }
    return true
  }

  /// Reads the line of an owner at the beginning of a line.
  @inline(__always)
  private static func line(
    of owner: UnsafeBufferPointer<UInt8>, _ bytes: UnsafeBufferPointer<UInt8>, at start: Int
  ) -> PlainAddressLine? {
    guard let name = owner.baseAddress, let text = bytes.baseAddress, !owner.isEmpty else {
      guard bytes[start] == UInt8(ascii: "@") else { return nil }
      return PlainAddressLine(bytes, owner: start..<start + 1)
    }
    guard memcmp(text + start, name, owner.count) == 0 else { return nil }
    return PlainAddressLine(bytes, owner: start..<start + owner.count)
  }
}

extension ZoneFileRecordReader {
  /// Takes the A records that stand just as we write them, up to the first line that is anything else.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - expected: the sets that the file should have.
  ///   - found: what is found of them, and all other records; names there are parts of ``names``.
  /// - Returns: whether what was found is certain, because records and sets are in one order.
  mutating func takePlainAddresses(
    _ bytes: UnsafeBufferPointer<UInt8>, _ expected: inout ExpectedSets, into found: inout FoundAddresses
  ) -> Bool {
    guard origin == zone else { return true }
    let longestOwner = 253 - zone.count
    var end = scanner.offset
    var last: PlainAddressLine?
    while true {
      if let line = expected.take(bytes, after: end) {
        found.mark(expected.next - 1)
        (last, end) = (line, line.end)
        continue
      }
      guard let line = PlainAddressLine(bytes, after: end, longestOwner: longestOwner) else { break }
      guard expected.pass(bytes.part(line.owner)) else { return false }
      let start = names.count
      names.append(contentsOf: bytes.part(line.owner))
      found.others.add(line.address, named: start..<names.count, ttl: line.ttl)
      (last, end) = (line, line.end)
    }
    guard let last else { return true }
    let isApex = bytes[last.owner.lowerBound] == UInt8(ascii: "@")
    let start = names.count
    if !isApex { names.append(contentsOf: bytes.part(last.owner)) }
    owner = Owner(word: last.owner, origin: origins.count - 1, name: start..<names.count, isInZone: true)
    lastTTL = last.ttl
    scanner.skip(to: end)
    return true
  }
}

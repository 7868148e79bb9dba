import DNSModel

/// The A records of a zone file, beside the record sets that it should have.
///
/// Mostly a file has what it should have, in the same order: what of it is just as expected is only marked, and nothing
/// is made of it. All other records are in the table.
struct FoundAddresses: Sendable {
  /// For each expected set, whether the file has it and no other record of its name.
  private(set) var isFound: [Bool]
  /// How many sets those are.
  private(set) var foundCount = 0
  /// The records that are no part of these sets.
  var others = AddressTable()

  /// Begins with nothing found of so many sets.
  init(expecting count: Int) { isFound = Array(repeating: false, count: count) }

  /// Whether the file has all expected sets and nothing else.
  var isComplete: Bool { others.entries.isEmpty && foundCount == isFound.count }

  /// Notes that the file has an expected set just as it should be.
  mutating func mark(_ number: Int) {
    isFound[number] = true
    foundCount += 1
  }
}

import DNSModel
import Reconciliation
import Testing

@Suite struct RecordDifferenceTests {
  private func set(_ name: StaticString, _ address: String, ttl: Int = 300) -> RecordSet {
    RecordSet(
      name: DomainName(constant: name), ttl: TimeToLive(seconds: ttl) ?? .standard,
      addresses: [IPv4Address(address)].compactMap(\.self))
  }

  private func stored(_ sets: [RecordSet]) -> [String: StoredRecordSet] {
    Dictionary(
      uniqueKeysWithValues: sets.map { ($0.name.text, StoredRecordSet(ttl: $0.ttl, addresses: $0.addresses)) })
  }

  @Test("Equal record sets are counted") func whatIsEqualIsCounted() {
    let sets = [set("b.example", "10.0.0.1"), set("a.example", "10.0.0.2")]
    let difference = RecordDifference(from: stored(sets), to: sets, comparesTTL: true)
    #expect(difference.changes.isEmpty)
    #expect(difference.unchanged == 2)
  }

  @Test("Creations and updates come in the desired order, deletions last")
  func creationsAndUpdatesComeInTheOrderWantedAndDeletionsLast() {
    let current = [set("z.example", "10.0.0.1"), set("m.example", "10.0.0.1"), set("a.example", "10.0.0.1")]
    let desired = [set("z.example", "10.0.0.2"), set("b.example", "10.0.0.3")]
    let difference = RecordDifference(from: stored(current), to: desired, comparesTTL: true)
    #expect(
      difference.changes.map { "\($0.action) \($0.name)" }
        == ["update z.example", "create b.example", "delete a.example", "delete m.example"])
    #expect(difference.changes.first?.before == Change.Value(ttl: .standard, contents: ["10.0.0.1"]))
    #expect(difference.changes.first?.after == Change.Value(ttl: .standard, contents: ["10.0.0.2"]))
  }

  @Test("A TTL is compared only if it is stored") func ttlCountsOnlyWhereItIsStored() {
    let current = stored([set("a.example", "10.0.0.1", ttl: 60)])
    let desired = [set("a.example", "10.0.0.1", ttl: 300)]
    #expect(RecordDifference(from: current, to: desired, comparesTTL: true).changes.count == 1)
    let withoutTTL = current.mapValues { StoredRecordSet(ttl: nil, addresses: $0.addresses) }
    #expect(RecordDifference(from: withoutTTL, to: desired, comparesTTL: false).changes.isEmpty)
  }

  /// The desired record sets need not be in order.
  @Test func orderDoesNotMatter() {
    let names: [StaticString] = ["b.a.example", "a.example", "a-b.example", "z.a.example", "ab.example", "example"]
    let current = names.dropFirst(2).map { set($0, "10.0.0.1") }
    let desired = names.dropLast(2).map { set($0, "\($0)" == "z.a.example" ? "10.0.0.2" : "10.0.0.1") }
    for turn in desired.indices {
      let turned = Array(desired[turn...] + desired[..<turn])
      let difference = RecordDifference(from: stored(current), to: turned, comparesTTL: true)
      let written = turned.map(\.name.text).compactMap { name in
        name == "a-b.example" ? nil : "\(name == "z.a.example" ? "update" : "create") \(name)"
      }
      #expect(
        difference.changes.map { "\($0.action) \($0.name)" } == written + ["delete example", "delete ab.example"])
      #expect(difference.unchanged == 1)
    }
  }

  @Test("An added address has its place in numeric order, and is there once")
  func addedAddresses() throws {
    for addresses in [[2, 1, 3, 2, 1], [1, 2, 3], [3, 3, 2, 1], [1, 3, 2, 3]] as [[UInt32]] {
      var set = StoredRecordSet(ttl: .standard, addresses: [])
      for address in addresses { set.add(IPv4Address(number: address), ttl: .standard) }
      #expect(set.addresses.map(\.number) == [1, 2, 3])
      #expect(set.ttl == .standard)
    }
  }

  /// Records of one name with several TTLs are no set that anybody wants.
  @Test("Records of one name with different TTLs are an update") func severalTTLsAreNone() throws {
    let desired = set("a.example", "10.0.0.1")
    var both = StoredRecordSet(ttl: desired.ttl, addresses: desired.addresses)
    both.add(desired.addresses[0], ttl: TimeToLive(seconds: 60))
    both.add(desired.addresses[0], ttl: desired.ttl)
    #expect(both == StoredRecordSet(ttl: nil, addresses: desired.addresses))
    #expect(RecordDifference(from: ["a.example": both], to: [desired], comparesTTL: true).changes.count == 1)
  }
}

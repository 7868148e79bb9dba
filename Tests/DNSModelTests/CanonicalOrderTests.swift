import Testing

@testable import DNSModel

@Suite("The canonical order of names")
struct CanonicalOrderTests {
  @Test("Canonical order is that of the labels from the right, whatever the lengths")
  func canonicalOrder() throws {
    func key(_ name: DomainName) -> [[UInt8]] { name.text.split(separator: ".").reversed().map { Array($0.utf8) } }
    func isBefore(_ left: DomainName, _ right: DomainName) -> Bool {
      for (one, other) in zip(key(left), key(right)) where one != other {
        return one.lexicographicallyPrecedes(other)
      }
      return key(left).count < key(right).count
    }
    let labels = ["a", "b", "ab", "a-b", "abcdefgh", "abcdefgi", "bbcdefgh", "z0123456789", "x"]
    var names: [DomainName] = []
    for first in labels {
      names.append(try DomainName(first))
      for second in labels {
        names.append(try DomainName("\(first).\(second)"))
        for third in labels { names.append(try DomainName("\(first).\(second).\(third)")) }
      }
    }
    for left in names {
      for right in names where (left < right) != isBefore(left, right) {
        Issue.record("\(left) and \(right)")
      }
    }
    let sets = names.map { RecordSet(name: $0, ttl: .standard, addresses: []) }
    let zone = Zone(origin: DomainName(constant: "x"), recordSets: sets)
    #expect(zone.recordSets.map(\.name) == names.sorted(by: isBefore))
  }
}

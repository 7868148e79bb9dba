/// A zone: its origin and the A record sets that we want in it.
public struct Zone: Hashable, Sendable {
  /// The name of the zone's apex.
  public let origin: DomainName
  /// The record sets in canonical order of their names.
  public let recordSets: [RecordSet]

  /// Makes a zone; the order of the record sets does not matter.
  public init(origin: DomainName, recordSets: [RecordSet]) {
    self.origin = origin
    self.recordSets = Self.inOrder(recordSets)
  }

  /// Brings record sets into canonical order.
  ///
  /// Mostly they come in order but for their parents, such as `a.x`, `a.y`, `b.x`, `b.y`. Those of one parent are put
  /// together first, so that the sort finds long runs to merge, and compares each name only a few times.
  private static func inOrder(_ recordSets: [RecordSet]) -> [RecordSet] {
    guard zip(recordSets, recordSets.dropFirst()).contains(where: { $1.name < $0.name }) else { return recordSets }
    var places: [UInt64: Int] = [:]
    var groups: [[RecordSet]] = []
    for set in recordSets {
      let parent = set.name.withUTF8 { bytes in
        bytes.drop { $0 != UInt8(ascii: ".") }.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
      }
      let place = places[parent, default: groups.count]
      if place == groups.count {
        places[parent] = place
        groups.append([])
      }
      groups[place].append(set)
    }
    var ordered = groups.flatMap(\.self)
    groups = []
    ordered.sort { $0.name < $1.name }
    return ordered
  }
}

/// A zone: its origin and the A record sets that we want in it.
public struct Zone: Hashable, Sendable {
  /// The name of the zone's apex.
  public let origin: DomainName
  /// The record sets in canonical order of their names.
  public let recordSets: [RecordSet]

  /// Makes a zone; the order of the record sets does not matter.
  public init(origin: DomainName, recordSets: [RecordSet]) {
    self.origin = origin
    self.recordSets = CanonicalOrder.order(of: recordSets.map(\.name.text)).map { recordSets[$0] }
  }
}

/// A zone: its origin and the A record sets that we want in it.
package struct Zone: Hashable, Sendable {
  /// The name of the zone's apex.
  package let origin: DomainName
  /// The record sets in canonical order of their names.
  package let recordSets: [RecordSet]

  /// Makes a zone; the order of the record sets does not matter.
  package init(origin: DomainName, recordSets: [RecordSet]) {
    self.origin = origin
    self.recordSets = CanonicalOrder.order(of: recordSets.map(\.name.text)).map { recordSets[$0] }
  }
}

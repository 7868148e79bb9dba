/// A desired zone: its origin and its A record sets.
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

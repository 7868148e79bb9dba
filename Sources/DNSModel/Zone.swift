/// A desired zone: its origin and its A record sets.
package struct Zone: Hashable, Sendable {
  /// The name of the zone's apex.
  package let origin: DomainName
  /// The record sets in canonical order of their names.
  package let recordSets: [RecordSet]
  /// Whether it is a response policy zone: its record sets keep the names that clients query, which are not below its origin
  /// ([draft-vixie-dnsop-dns-rpz §2](https://datatracker.ietf.org/doc/html/draft-vixie-dnsop-dns-rpz-00#section-2)).
  package let isPolicy: Bool

  /// Makes a zone; the order of the record sets does not matter.
  package init(origin: DomainName, recordSets: [RecordSet], isPolicy: Bool = false) {
    self.origin = origin
    self.isPolicy = isPolicy
    self.recordSets = CanonicalOrder.order(of: recordSets.map(\.name.text)).map { recordSets[$0] }
  }
}

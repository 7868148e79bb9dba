/// How record sets are spread over zones.
///
/// A zone hides every other name below it from whoever uses it, so the zone `azure-api.net` would hide other people's
/// gateways. Microsoft's advice is one zone for each full hostname: see "DNS configuration" in
/// [Deploy API Management in internal mode](https://learn.microsoft.com/azure/api-management/api-management-using-with-internal-vnet).
public enum ZoneLayout: String, CaseIterable, Hashable, Sendable {
  /// Each hostname is a zone of its own with its addresses at the apex.
  case perHostname
  /// One zone for everything below the cloud's suffix; hides all other names there.
  case parent
  /// One response policy zone that overrides only our names.
  case responsePolicy

  /// Spreads record sets over zones, in canonical order of the zones' names.
  ///
  /// - Parameters:
  ///   - recordSets: what to spread, each name once.
  ///   - suffix: the cloud's suffix, such as `azure-api.net`. In the layout ``parent``, names outside it get a zone each.
  /// - Returns: the zones. In the layout ``responsePolicy`` the one zone's record sets keep their own names, which are
  ///   triggers and lie outside the zone's origin.
  package func zones(for recordSets: [RecordSet], below suffix: DomainName) -> [Zone] {
    guard !recordSets.isEmpty else { return [] }
    if self == .responsePolicy {
      return [Zone(origin: .responsePolicyZone, recordSets: recordSets)]
    }
    var below: [RecordSet] = []
    var zones: [Zone] = []
    for set in recordSets {
      if self == .parent, set.name.isAtOrBelow(suffix) {
        below.append(set)
      } else {
        zones.append(Zone(origin: set.name, recordSets: [set]))
      }
    }
    if !below.isEmpty { zones.append(Zone(origin: suffix, recordSets: below)) }
    return CanonicalOrder.order(of: zones.map(\.origin.text)).map { zones[$0] }
  }
}

extension DomainName {
  /// The name of the one zone in the layout ``ZoneLayout/responsePolicy``.
  ///
  /// Nobody asks for it from outside, and `.invalid` can never exist in public
  /// ([RFC 2606 §2](https://www.rfc-editor.org/rfc/rfc2606#section-2)).
  package static let responsePolicyZone = DomainName(constant: "rpz.apim-dns.invalid")
}

/// How record sets are distributed over zones.
///
/// A zone hides every other name below it from the clients of its server, so the zone `azure-api.net` would hide the gateways
/// of others. Microsoft recommends one zone for each full hostname: see "DNS configuration" in
/// [Deploy API Management in internal mode](https://learn.microsoft.com/azure/api-management/api-management-using-with-internal-vnet).
public enum ZoneLayout: String, CaseIterable, Hashable, Sendable {
  /// One zone for each hostname, with its addresses at the apex.
  case perHostname
  /// One zone for everything below the cloud's suffix; it hides all other names there.
  case parent
  /// One response policy zone, which overrides only the managed names.
  case responsePolicy

  /// Distributes record sets over zones, in canonical order of the zones' names.
  ///
  /// - Parameters:
  ///   - recordSets: the record sets, at most one for each name.
  ///   - suffix: the cloud's suffix, such as `azure-api.net`. In the layout ``parent``, each name outside it gets a zone.
  /// - Returns: the zones. In the layout ``responsePolicy``, the record sets of the one zone keep their names, which are
  ///   query names and not below the zone's origin.
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
  /// No client queries it, and `.invalid` never exists in the public DNS
  /// ([RFC 2606 §2](https://www.rfc-editor.org/rfc/rfc2606#section-2)).
  package static let responsePolicyZone = DomainName(constant: "rpz.apim-dns.invalid")
}

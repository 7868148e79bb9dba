/// How record sets are distributed over zones.
///
/// A zone hides every other name below it from the clients of its server, so the zone `azure-api.net` would hide the gateways
/// of others. Microsoft recommends one zone for each full hostname: see "DNS configuration" in
/// [Deploy API Management in internal mode](https://learn.microsoft.com/azure/api-management/api-management-using-with-internal-vnet).
public enum ZoneLayout: String, CaseIterable, Hashable, Sendable {
  /// One zone for each hostname, with its addresses at the apex. A wildcard is in the zone of the name that it is below.
  case perHostname
  /// One zone for everything below a cloud's suffix; it hides all other names there.
  case parent
  /// One response policy zone, which overrides only the managed names.
  case responsePolicy

  /// Distributes record sets over zones, in canonical order of the zones' names.
  ///
  /// - Parameters:
  ///   - recordSets: the record sets, at most one for each name.
  ///   - suffixes: the suffixes of all clouds, such as `azure-api.net`. In the layout ``parent``, each name outside them gets a zone.
  ///   - policyZone: the name of the one zone in the layout ``responsePolicy``.
  /// - Returns: the zones. In the layout ``responsePolicy``, the record sets of the one zone keep their names, which are
  ///   query names and not below the zone's origin.
  package func zones(
    for recordSets: [RecordSet], below suffixes: [DomainName], policyZone: DomainName = .responsePolicyZone
  ) -> [Zone] {
    guard !recordSets.isEmpty else { return [] }
    if self == .responsePolicy {
      return [Zone(origin: policyZone, recordSets: recordSets, isPolicy: true)]
    }
    // Zones that may hold several names; without wildcards and the layout parent, there are none.
    var shared: [DomainName: [RecordSet]] = [:]
    for set in recordSets where set.name.isWildcard { shared[set.name.ownZone] = [] }
    if self == .parent { for suffix in suffixes { shared[suffix] = [] } }
    var zones: [Zone] = []
    for set in recordSets {
      let suffix = self == .parent ? suffixes.first(where: set.name.isAtOrBelow) : nil
      let origin = suffix ?? set.name.ownZone
      if shared.isEmpty || shared[origin]?.append(set) == nil { zones.append(Zone(origin: origin, recordSets: [set])) }
    }
    zones += shared.filter { !$0.value.isEmpty }.map { Zone(origin: $0.key, recordSets: $0.value) }
    return CanonicalOrder.order(of: zones.map(\.origin.text)).map { zones[$0] }
  }
}

extension DomainName {
  /// The name of the one zone in the layout ``ZoneLayout/responsePolicy`` if no setting names another.
  ///
  /// No client queries it, and `.invalid` never exists in the public DNS
  /// ([RFC 2606 §2](https://www.rfc-editor.org/rfc/rfc2606#section-2)).
  package static let responsePolicyZone = DomainName(constant: "rpz.apim-dns.invalid")
}

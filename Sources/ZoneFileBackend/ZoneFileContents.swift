import DNSModel

/// All that a zone file of ours says.
struct ZoneFileContents: Hashable, Sendable {
  /// The origin and the A record sets, under the names that they are asked for by.
  let zone: Zone
  /// The SOA and NS records.
  let apex: ZoneApex
  /// The version.
  let serial: SerialNumber
}

extension DomainName {
  /// Whether this is the origin of a response policy zone, in which an owner is the asked name with the origin behind it
  /// ([draft-vixie-dnsop-dns-rpz §2](https://datatracker.ietf.org/doc/html/draft-vixie-dnsop-dns-rpz-00#section-2)).
  var isPolicyZone: Bool { self == .responsePolicyZone }

  /// How an owner is written in a zone with this origin.
  ///
  /// - Parameter name: the name that is asked for.
  /// - Returns: the name relative to the origin; nothing where it lies outside the zone.
  func owner(for name: DomainName) -> String? {
    isPolicyZone ? name.text : name.relative(to: self)
  }

  /// The name that is asked for, from an owner in a zone with this origin.
  ///
  /// - Parameter owner: the absolute name of the owner.
  /// - Returns: nothing where the owner lies outside the zone, or at the apex of a policy zone, which nobody asks for.
  func askedName(of owner: DomainName) -> DomainName? {
    guard isPolicyZone else { return owner.isAtOrBelow(self) ? owner : nil }
    return owner.relative(to: self).flatMap { try? DomainName($0) }
  }
}

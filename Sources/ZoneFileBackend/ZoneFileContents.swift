import DNSModel

/// All that a zone file of ours is to say.
struct ZoneFileContents: Sendable {
  /// The origin and the A record sets, under the names that they are asked for by.
  let zone: Zone
  /// The SOA and NS records.
  let apex: ZoneApex
  /// The version.
  let serial: SerialNumber
  /// What others put into the file.
  var foreign: [ForeignRecord] = []
}

/// All that was found in a zone file of ours.
struct FoundZone: Sendable {
  /// The zone that the file's name says.
  let origin: DomainName
  /// The SOA and NS records.
  let apex: ZoneApex
  /// The version.
  let serial: SerialNumber
  /// The A records.
  var addresses: FoundAddresses
  /// All other records.
  let foreign: [ForeignRecord]

  /// Whether this is exactly what was to be written, if that zone was expected when the file was read.
  func says(_ contents: ZoneFileContents) -> Bool {
    contents.zone.origin == origin && contents.apex == apex && contents.serial == serial && contents.foreign == foreign
      && (addresses.isComplete || AddressComparison(of: addresses, with: contents.zone).changes.isEmpty)
  }
}

extension DomainName {
  /// Whether this is the origin of a response policy zone, in which an owner is the asked name with the origin behind it
  /// ([draft-vixie-dnsop-dns-rpz §2](https://datatracker.ietf.org/doc/html/draft-vixie-dnsop-dns-rpz-00#section-2)).
  var isPolicyZone: Bool { self == .responsePolicyZone }

  /// How many bytes of a name that is asked for are no part of its owner in a zone with this origin: the origin itself
  /// and the dot before it.
  var tailLength: Int { isPolicyZone ? 0 : text.utf8.count + 1 }

  /// The name that is asked for, from an owner relative to this origin.
  func askedName(ofOwner owner: String) -> String {
    if isPolicyZone { return owner }
    return owner.isEmpty ? text : "\(owner).\(text)"
  }
}

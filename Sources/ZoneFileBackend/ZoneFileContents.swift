import DNSModel
import Reconciliation

/// All that a zone file of ours is to say.
struct ZoneFileContents: Sendable {
  /// The origin and the A record sets, under the names that they are asked for by.
  let zone: Zone
  /// The SOA and NS records.
  let apex: ZoneApex
  /// The version.
  let serial: SerialNumber
  /// What others put into the file.
  var foreign: [ResourceRecord] = []
}

/// All that was found in a zone file of ours.
struct FoundZone: Sendable {
  /// The zone that the file's name says.
  let origin: DomainName
  /// The SOA and NS records.
  let apex: ZoneApex
  /// The version.
  let serial: SerialNumber
  /// The A record sets by the names that they are asked for by, in canonical order.
  let recordSets: [(key: String, value: StoredRecordSet)]
  /// All other records.
  let foreign: [ResourceRecord]

  /// Whether this is exactly what was to be written.
  func says(_ contents: ZoneFileContents) -> Bool {
    contents.zone.origin == origin && contents.apex == apex && contents.serial == serial && contents.foreign == foreign
      && difference(to: contents.zone).changes.isEmpty
  }

  /// What must change so that the file has the record sets of a zone.
  func difference(to zone: Zone) -> RecordDifference {
    RecordDifference(from: recordSets, to: zone.recordSets, zone: origin, comparesTTL: true)
  }
}

extension DomainName {
  /// Whether this is the origin of a response policy zone, in which an owner is the asked name with the origin behind it
  /// ([draft-vixie-dnsop-dns-rpz §2](https://datatracker.ietf.org/doc/html/draft-vixie-dnsop-dns-rpz-00#section-2)).
  var isPolicyZone: Bool { self == .responsePolicyZone }

  /// The owner in a zone with this origin of a name that is asked for: relative, and empty for the zone itself.
  func owner(ofQueryName name: DomainName) -> Substring {
    isPolicyZone ? name.text[...] : Substring(name.text.utf8.dropLast(text.utf8.count + 1))
  }
}

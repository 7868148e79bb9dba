import DNSModel
import Reconciliation

/// The contents of a managed zone file to write.
struct ZoneFileContents: Sendable {
  /// The origin and the A record sets, under the names that clients query.
  let zone: Zone
  /// The SOA and NS records.
  let apex: ZoneApex
  let serial: SerialNumber
  /// All records other than SOA, NS and A.
  var otherRecords: [ResourceRecord] = []
}

/// The contents that were read from a managed zone file.
struct FoundZone: Sendable {
  /// The origin by the file's name.
  let origin: DomainName
  /// The SOA and NS records.
  let apex: ZoneApex
  let serial: SerialNumber
  /// The A record sets by the names that clients query.
  let recordSets: [String: StoredRecordSet]
  /// All records other than SOA, NS and A.
  let otherRecords: [ResourceRecord]

  /// The changes that give the file the record sets of a zone.
  func difference(to zone: Zone) -> RecordDifference {
    RecordDifference(from: recordSets, to: zone.recordSets, zone: origin, comparesTTL: true)
  }
}

extension Zone {
  /// The relative owner name in the zone for a query name; empty for the apex.
  func owner(ofQueryName name: DomainName) -> Substring {
    isPolicy ? name.text[...] : Substring(name.text.utf8.dropLast(origin.text.utf8.count + 1))
  }
}

/// A private zone with all that is in it.
struct Zone: Sendable {
  /// Which zone it is, its name in lower case.
  let id: ZoneID
  /// A bare GUID that changes with the zone's tags.
  var etag: String
  /// Opaque text that stays the same for the zone's life.
  let internalID: String
  /// The tags; none when none were ever given.
  var tags: [String: String]?
  /// The links by their names in lower case.
  var links: [String: VirtualNetworkLink] = [:]
  /// The record sets.
  var recordSets: RecordSetTable

  /// Makes a zone that has only what every zone has, its SOA.
  ///
  /// - Parameters:
  ///   - id: which zone.
  ///   - tags: its tags.
  ///   - etag: its ETag; without one, a fresh one.
  ///   - internalID: its internal identity; without one, a fresh one.
  init(id: ZoneID, tags: [String: String]?, etag: String? = nil, internalID: String? = nil) {
    self.id = ZoneID(subscription: id.subscription, resourceGroup: id.resourceGroup, name: id.name.lowercased())
    self.etag = etag ?? ETag.fresh()
    self.tags = tags
    self.internalID = internalID ?? base64("ImmutableZoneIdentity;\(ETag.fresh());0")
    let soa = RecordSetKey(type: .soa, name: "@")
    recordSets = RecordSetTable([RecordSet(key: soa, ttl: 3600, data: RecordData(soaRecord: .standard))])
  }

  /// Whether a record set of another type keeps a new one from having its name.
  ///
  /// A CNAME is alone under its name ([RFC 1034 §3.6.2](https://www.rfc-editor.org/rfc/rfc1034#section-3.6.2)).
  func hasNameConflict(_ key: RecordSetKey) -> Bool {
    if key.type != .cname { return recordSets[RecordSetKey(type: .cname, name: key.name)] != nil }
    return RecordType.allCases.contains {
      $0 != .cname && recordSets[RecordSetKey(type: $0, name: key.name)] != nil
    }
  }
}

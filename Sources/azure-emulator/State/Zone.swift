/// A private zone with its links and record sets.
struct Zone: Sendable {
  /// The ID, with the name in lower case.
  let id: ZoneID
  /// A bare GUID that changes with the zone's tags.
  var etag: String
  /// An opaque ID that never changes.
  let internalID: String
  /// The tags; nil if none were ever given.
  var tags: [String: String]?
  /// `Failed` until the next write; nil if the last one succeeded.
  var provisioningState: String?
  /// The links by name in lower case.
  var links: [String: VirtualNetworkLink] = [:]
  var recordSets: RecordSetTable

  /// Creates a zone with only an SOA.
  ///
  /// - Parameters:
  ///   - id: the ID.
  ///   - tags: its tags.
  ///   - etag: the ETag; nil for a new one.
  ///   - internalID: the internal ID; nil for a new one.
  init(id: ZoneID, tags: [String: String]?, etag: String? = nil, internalID: String? = nil) {
    self.id = ZoneID(subscription: id.subscription, resourceGroup: id.resourceGroup, name: id.name.lowercased())
    self.etag = etag ?? ETag.fresh()
    self.tags = tags
    self.internalID = internalID ?? base64("ImmutableZoneIdentity;\(ETag.fresh());0")
    let soa = RecordSetKey(type: .soa, name: "@")
    recordSets = RecordSetTable([RecordSet(key: soa, ttl: 3600, data: RecordData(soaRecord: .standard))])
  }

  /// Whether a record set of another type has the same name and prevents a new one.
  ///
  /// A CNAME excludes other types ([RFC 1034 §3.6.2](https://www.rfc-editor.org/rfc/rfc1034#section-3.6.2)).
  func hasNameConflict(_ key: RecordSetKey) -> Bool {
    if key.type != .cname { return recordSets[RecordSetKey(type: .cname, name: key.name)] != nil }
    return RecordType.allCases.contains {
      $0 != .cname && recordSets[RecordSetKey(type: $0, name: key.name)] != nil
    }
  }
}

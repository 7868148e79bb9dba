/// The properties of a zone as Azure shows them.
struct ZoneProperties: Encodable, Sendable {
  /// Opaque text.
  let internalId: String?
  /// The most record sets in a zone.
  let maxNumberOfRecordSets = 25_000
  /// The most links of a zone.
  let maxNumberOfVirtualNetworkLinks = 1000
  /// The most links that register machines.
  let maxNumberOfVirtualNetworkLinksWithRegistration = 100
  /// How many record sets there are, the SOA among them.
  let numberOfRecordSets: Int
  /// How many links there are.
  let numberOfVirtualNetworkLinks: Int
  /// How many of them register machines.
  let numberOfVirtualNetworkLinksWithRegistration: Int
  /// Always this, because a zone is shown only when it is made.
  let provisioningState = "Succeeded"
}

extension TrackedResourceBody<ZoneProperties> {
  /// Shows a zone.
  ///
  /// - Parameters:
  ///   - zone: the zone.
  ///   - apiVersion: the version that is asked for; the first one has no `internalId`.
  init(_ zone: Zone, apiVersion: String) {
    self.init(
      id: zone.id.path, name: zone.id.name, type: zone.id.type, etag: zone.etag, tags: zone.tags,
      properties: ZoneProperties(
        internalId: apiVersion == "2018-09-01" ? nil : zone.internalID, numberOfRecordSets: zone.recordSets.count,
        numberOfVirtualNetworkLinks: zone.links.count,
        numberOfVirtualNetworkLinksWithRegistration: zone.links.values.count { $0.registrationEnabled }))
  }
}

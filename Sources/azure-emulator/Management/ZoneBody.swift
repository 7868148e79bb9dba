/// The properties of a zone in a response.
struct ZoneProperties: Encodable, Sendable {
  /// An opaque ID.
  let internalId: String?
  let maxNumberOfRecordSets = Limit.recordSetsPerZone
  let maxNumberOfVirtualNetworkLinks = Limit.linksPerZone
  /// The most links with auto-registration.
  let maxNumberOfVirtualNetworkLinksWithRegistration = Limit.registrationsPerZone
  /// How many record sets there are, including the SOA.
  let numberOfRecordSets: Int
  let numberOfVirtualNetworkLinks: Int
  /// How many links have auto-registration.
  let numberOfVirtualNetworkLinksWithRegistration: Int
  /// `Succeeded`, unless the state file says something else: a zone appears only when it is complete.
  let provisioningState: String
}

extension TrackedResourceBody<ZoneProperties> {
  /// The response body of a zone.
  ///
  /// - Parameters:
  ///   - zone: the zone.
  ///   - apiVersion: the requested API version; the first one has no `internalId`.
  init(_ zone: Zone, apiVersion: String) {
    self.init(
      id: zone.id.path, name: zone.id.name, type: zone.id.type, etag: zone.etag, tags: zone.tags,
      properties: ZoneProperties(
        internalId: apiVersion == "2018-09-01" ? nil : zone.internalID, numberOfRecordSets: zone.recordSets.count,
        numberOfVirtualNetworkLinks: zone.links.count,
        numberOfVirtualNetworkLinksWithRegistration: zone.links.values.count { $0.registrationEnabled },
        provisioningState: zone.provisioningState ?? "Succeeded"))
  }
}

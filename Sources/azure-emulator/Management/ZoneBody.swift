/// A zone as Azure shows it.
struct ZoneBody: Encodable, Sendable {
  /// The properties of a zone.
  struct Properties: Encodable, Sendable {
    let internalId: String?
    let maxNumberOfRecordSets = 25_000
    let maxNumberOfVirtualNetworkLinks = 1000
    let maxNumberOfVirtualNetworkLinksWithRegistration = 100
    let numberOfRecordSets: Int
    let numberOfVirtualNetworkLinks: Int
    let numberOfVirtualNetworkLinksWithRegistration: Int
    let provisioningState = "Succeeded"
  }

  let id: String
  let name: String
  let type = "Microsoft.Network/privateDnsZones"
  let etag: String
  let location = "global"
  let tags: [String: String]?
  let properties: Properties

  /// Shows a zone.
  ///
  /// - Parameters:
  ///   - zone: the zone.
  ///   - apiVersion: the version that is asked for; the first one has no `internalId`.
  init(_ zone: Zone, apiVersion: String) {
    id = zone.id.path
    name = zone.id.name
    etag = zone.etag
    tags = zone.tags
    properties = Properties(
      internalId: apiVersion == "2018-09-01" ? nil : zone.internalID, numberOfRecordSets: zone.recordSets.count,
      numberOfVirtualNetworkLinks: zone.links.count,
      numberOfVirtualNetworkLinksWithRegistration: zone.links.values.count { $0.registrationEnabled })
  }

  /// The answer that shows a zone.
  static func response(_ zone: Zone, _ apiVersion: String) -> HTTPResponse {
    .json(200, ZoneBody(zone, apiVersion: apiVersion), etag: zone.etag)
  }
}

/// What a request says of a zone or a link, apart from its properties.
struct TrackedResourceRequest: Decodable, Sendable {
  /// The place, always `global` here.
  let location: String?
  /// All tags that it is to have.
  let tags: [String: String]?

  /// Refuses any place but `global`.
  ///
  /// - Parameter type: the type of the resource, for the message.
  /// - Throws: ``ManagementError`` when it is another place, or none.
  func checkLocation(_ type: String) throws(ManagementError) {
    guard let location else {
      throw .resourceManager(400, "LocationRequired", "The location property is required for this definition.")
    }
    guard location.lowercased() == "global" else {
      throw .resourceManager(
        400, "LocationNotAvailableForResourceType",
        "The provided location '\(location)' is not available for resource type '\(type)'. "
          + "List of available regions for the resource type is 'global'.")
    }
  }
}

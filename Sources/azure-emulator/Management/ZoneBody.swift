/// A zone as Azure shows it.
struct ZoneBody: Encodable, Sendable {
  /// The properties of a zone.
  struct Properties: Encodable, Sendable {
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

  /// The identity in Resource Manager's form.
  let id: String
  /// The name.
  let name: String
  /// The type of the resource.
  let type = "Microsoft.Network/privateDnsZones"
  /// The ETag.
  let etag: String
  /// The place; private DNS is nowhere in particular.
  let location = "global"
  /// The tags.
  let tags: [String: String]?
  /// The properties.
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

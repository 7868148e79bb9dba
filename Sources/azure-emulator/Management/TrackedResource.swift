/// The response body of a zone or link.
struct TrackedResourceBody<Properties: Encodable & Sendable>: Encodable, Sendable {
  /// The resource ID.
  let id: String
  let name: String
  let type: String
  let etag: String
  /// The location; private DNS is global.
  let location = "global"
  let tags: [String: String]?
  let properties: Properties

  var response: HTTPResponse { .json(200, self, etag: etag) }
}

/// The request body of a zone or link, without its properties.
struct TrackedResourceRequest: Decodable, Sendable {
  /// The location, which must be `global`.
  let location: String?
  /// The complete new tags.
  let tags: TagsRequest?

  /// Rejects locations other than `global`.
  ///
  /// - Parameter type: the type of the resource, for the message.
  /// - Throws: ``ManagementError`` if it is missing or another location.
  func checkLocation(_ type: String) throws(ManagementError) {
    guard let location else {
      throw .resourceManager(400, "LocationRequired", "The location property is required for this definition.")
    }
    guard location.lowercased() == "global" else {
      throw .resourceManager(
        400, "LocationNotAvailableForResourceType",
        "The provided location '\(location)' is not available for resource type '\(type)'. List of available regions "
          + "for the resource type is 'global'.")
    }
  }
}

/// A zone or a link as Azure shows it.
struct TrackedResourceBody<Properties: Encodable & Sendable>: Encodable, Sendable {
  /// The identity in Resource Manager's form.
  let id: String
  /// The name.
  let name: String
  /// The type of the resource.
  let type: String
  /// The ETag.
  let etag: String
  /// The place; private DNS is nowhere in particular.
  let location = "global"
  /// The tags.
  let tags: [String: String]?
  /// The properties.
  let properties: Properties

  /// The answer that shows the resource.
  var response: HTTPResponse { .json(200, self, etag: etag) }
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

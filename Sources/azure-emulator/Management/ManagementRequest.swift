/// An authenticated request to Resource Manager with a supported API version.
struct ManagementRequest: Sendable {
  /// The HTTP request.
  let request: HTTPRequest
  /// The API version.
  let apiVersion: String
  /// The scheme and authority of URLs in the response, such as `http://127.0.0.1:8080`.
  let authority: String
  let settings: Options

  /// Checks the API version.
  ///
  /// - Parameters:
  ///   - request: the HTTP request.
  ///   - provider: the resource provider.
  ///   - authority: the scheme and authority of URLs in the response.
  ///   - settings: the command-line options.
  /// - Throws: ``ManagementError`` if the API version is missing or not supported.
  init(_ request: HTTPRequest, to provider: ResourceProvider, authority: String, settings: Options)
    throws(ManagementError)
  {
    guard let version = request.target["api-version"], !version.isEmpty else {
      throw .resourceManager(
        400, "MissingApiVersionParameter",
        "The api-version query parameter (?api-version=) is required for all requests.")
    }
    guard provider.versions.contains(version) else {
      throw .resourceManager(
        400, "InvalidApiVersionParameter",
        "The api-version '\(version)' is invalid. The supported versions are "
          + "'\(provider.versions.joined(separator: ","))'.")
    }
    self.request = request
    apiVersion = version
    self.authority = authority
    self.settings = settings
  }

  var method: String { request.method }

  /// The condition of the request.
  var precondition: Precondition { Precondition(request) }
}

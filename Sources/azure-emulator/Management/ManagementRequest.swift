/// A request to Resource Manager whose token and version are already known to be good.
struct ManagementRequest: Sendable {
  /// The request as it came.
  let request: HTTPRequest
  /// The version of the interface that it asks for.
  let apiVersion: String
  /// What absolute addresses in the answer begin with, such as `http://127.0.0.1:8080`.
  let authority: String
  /// What the command line says.
  let settings: Options

  /// Takes a request in.
  ///
  /// - Parameters:
  ///   - request: the request as it came.
  ///   - provider: who answers it.
  ///   - authority: what absolute addresses in the answer begin with.
  ///   - settings: what the command line says.
  /// - Throws: ``ManagementError`` when it asks for no version, or for an unknown one.
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

  /// The method.
  var method: String { request.method }

  /// What the request demands of the resource that it would change.
  var precondition: Precondition { Precondition(request) }
}

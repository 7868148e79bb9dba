/// A document that clients read before they sign in.
enum DiscoveryDocument: Sendable {
  /// The endpoints of the cloud.
  case cloud
  /// The OpenID configuration of a tenant ([documented here](https://openid.net/specs/openid-connect-discovery-1_0.html)).
  case openID(tenant: String)
  /// Which OpenID configuration a client uses.
  case instance

  /// Finds the document of a path; nil if there is none.
  init?(_ segments: [String]) {
    let words = segments.map { $0.lowercased() }
    switch words.count {
    case 2 where words == ["metadata", "endpoints"]: self = .cloud
    case 3 where words == ["common", "discovery", "instance"]: self = .instance
    case 4 where words[1...] == ["v2.0", ".well-known", "openid-configuration"]: self = .openID(tenant: segments[0])
    default: return nil
    }
  }

  /// Handles a request.
  ///
  /// - Parameters:
  ///   - request: the request.
  ///   - authority: the scheme and authority of the emulator.
  /// - Returns: the document.
  /// - Throws: ``ManagementError`` if the method or the API version is not supported.
  func answer(_ request: HTTPRequest, authority: String) throws(ManagementError) -> HTTPResponse {
    guard request.method == "GET" else { throw .method(request.method) }
    switch self {
    case .cloud:
      // Older versions have another format.
      let version = "2022-09-01"
      guard request.target["api-version"] == version else {
        throw .resourceManager(
          400, "InvalidApiVersionParameter",
          "The api-version '\(request.target["api-version"] ?? "")' is invalid. The supported versions are '\(version)'."
        )
      }
      return .json(200, Cloud(endpoint: authority), escapingSlashes: false)
    case .openID(let tenant):
      return .json(200, OpenIDConfiguration(base: "\(authority)/\(tenant)"), escapingSlashes: false)
    case .instance:
      // The query has the authorization endpoint of a tenant: https://HOST/TENANT/oauth2/v2.0/authorize.
      let parts = (request.target["authorization_endpoint"] ?? "").utf8.split(separator: UInt8(ascii: "/"))
      let tenant = parts.count > 2 ? String(decoding: parts[2], as: UTF8.self) : "common"
      return .json(
        200,
        ["tenant_discovery_endpoint": "\(authority)/\(percentEncoded(tenant))/v2.0/.well-known/openid-configuration"],
        escapingSlashes: false)
    }
  }

  /// The endpoints of the cloud.
  private struct Cloud: Encodable {
    struct Authentication: Encodable {
      let loginEndpoint: String
      let audiences = ["https://management.core.windows.net/", "https://management.azure.com/"]
      let tenant = "common"
      let identityProvider = "AAD"
    }

    let name = "AzureEmulator"
    let resourceManager: String
    let authentication: Authentication
    let suffixes: [String: String] = [:]

    init(endpoint: String) {
      resourceManager = endpoint
      authentication = Authentication(loginEndpoint: endpoint)
    }
  }

  /// The OpenID configuration, in its own spelling.
  private struct OpenIDConfiguration: Encodable {
    let issuer: String
    let authorization_endpoint: String
    let token_endpoint: String
    let device_authorization_endpoint: String
    let jwks_uri: String
    let response_types_supported = ["code"]
    let subject_types_supported = ["pairwise"]
    let id_token_signing_alg_values_supported = ["RS256"]

    init(base: String) {
      issuer = "\(base)/v2.0"
      authorization_endpoint = "\(base)/oauth2/v2.0/authorize"
      token_endpoint = "\(base)/oauth2/v2.0/token"
      device_authorization_endpoint = "\(base)/oauth2/v2.0/devicecode"
      jwks_uri = "\(base)/discovery/v2.0/keys"
    }
  }
}

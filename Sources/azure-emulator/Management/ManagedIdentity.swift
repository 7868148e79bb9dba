/// The two endpoints for managed identities: the metadata service of virtual machines
/// ([documented here](https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token)),
/// and the endpoint of App Service
/// ([documented here](https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference)).
///
/// Every identity exists, except one with the `client_id` `no-such-identity`.
enum ManagedIdentity {
  /// Validates a request.
  ///
  /// - Parameters:
  ///   - request: the request.
  ///   - isVirtualMachine: whether it is for the metadata service; else it is for App Service.
  /// - Returns: the error response; nil if the request is valid.
  static func refusal(_ request: HTTPRequest, isVirtualMachine: Bool) -> HTTPResponse? {
    guard request.method == "GET" else { return ManagementError.method(request.method).response }
    if isVirtualMachine {
      guard request.fields["Metadata"]?.lowercased() == "true" else {
        return refusal(400, "invalid_request", "Required metadata header not specified")
      }
    } else {
      guard let header = request.fields["X-IDENTITY-HEADER"], header != "wrong-header" else {
        return HTTPResponse(status: 401)
      }
    }
    guard request.target["api-version"] == (isVirtualMachine ? "2018-02-01" : "2019-08-01") else {
      return refusal(400, "invalid_request", "Required query variable 'api-version' is missing or not known")
    }
    guard let resource = request.target["resource"], !resource.isEmpty else {
      return refusal(400, "invalid_resource", "Required query variable 'resource' is missing")
    }
    guard request.target["client_id"] != "no-such-identity" else {
      return refusal(400, "invalid_request", "Identity not found")
    }
    return nil
  }

  /// An error in the format of the metadata service.
  private static func refusal(_ status: Int, _ error: String, _ description: String) -> HTTPResponse {
    .json(status, ["error": error, "error_description": description])
  }
}

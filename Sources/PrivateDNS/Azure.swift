import HTTPTransport

extension AzureBackend {
  /// Checks the settings and selects the credentials; sends nothing yet.
  ///
  /// - Parameters:
  ///   - cloud: the cloud, which decides the hostname suffix and the addresses of Resource Manager and of the sign-in.
  ///   - subscription: the subscription ID.
  ///   - resourceGroup: the name of the resource group.
  ///   - links: the virtual networks that every zone is linked to; nil to leave links as they are.
  ///   - existingZones: unmanaged zones that hold the names at and below them.
  ///   - layout: how all other record sets are divided into zones.
  ///   - owner: the owner of the record sets.
  ///   - endpoint: the address of Resource Manager, which gets the access token; nil for that of the cloud.
  ///   - credential: the credential; the first one that is configured in the environment by default.
  ///   - environment: the environment variables by name, such as `AZURE_CLIENT_SECRET`.
  ///   - timeout: the most seconds for all requests of a plan, and again for those of an apply, retries included.
  ///   - progress: shows the progress of reading and writing.
  /// - Throws: ``BackendError`` if a setting is not valid.
  public init(
    cloud: Cloud = .global, subscription: String, resourceGroup: String, links: [ResourceID]? = nil,
    existingZones: [DomainName] = [], layout: ZoneLayout = .perHostname, owner: Owner = .standard,
    endpoint: String? = nil,
    credential: CredentialSource = .automatic, environment: [String: String], timeout: Double = 600,
    progress: (any ProgressMeter)? = nil
  ) throws(BackendError) {
    let client = LibcurlClient()
    try self.init(
      cloud: cloud, subscription: subscription, resourceGroup: resourceGroup, links: links,
      existingZones: existingZones, layout: layout,
      owner: owner,
      endpoint: endpoint, client: client,
      tokens: CredentialChain(
        credential, cloud: cloud, subscription: subscription, environment: environment, client: client),
      timeout: timeout,
      progress: progress)
  }
}

extension ServiceDirectory {
  /// Checks the endpoint and selects the credentials; sends nothing yet.
  ///
  /// - Parameters:
  ///   - cloud: the cloud, which decides the hostname suffix and the addresses of Resource Manager and of the sign-in.
  ///   - endpoint: the address of Resource Manager, which gets the access token; nil for that of the cloud.
  ///   - credential: the credential; the first one that is configured in the environment by default.
  ///   - environment: the environment variables by name, such as `AZURE_CLIENT_SECRET`.
  ///   - timeout: the most seconds from now on for all requests, retries included.
  /// - Throws: ``BackendError`` if the address is not valid.
  public init(
    cloud: Cloud = .global, endpoint: String? = nil, credential: CredentialSource = .automatic,
    environment: [String: String], timeout: Double = 600
  ) throws(BackendError) {
    let client = LibcurlClient()
    try self.init(
      cloud: cloud, endpoint: endpoint, client: client,
      tokens: CredentialChain(credential, cloud: cloud, environment: environment, client: client), timeout: timeout)
  }
}

public import APIManagement
public import Reconciliation

extension CredentialSource {
  /// Finds the credential that this choice stands for.
  ///
  /// - Parameters:
  ///   - cloud: the cloud whose Resource Manager the tokens are for.
  ///   - environment: the variables of the environment by name.
  ///   - client: the way to the network.
  /// - Returns: something that gets tokens.
  /// - Throws: ``BackendError`` when the choice cannot be had, with what is missing.
  public func tokens(
    for cloud: Cloud, environment: [String: String], client: any HTTPClient
  ) throws(BackendError) -> any TokenSource {
    switch self {
    case .automatic, .environment:
      return try ClientSecretCredential(environment: environment, cloud: cloud, client: client)
    case .workloadIdentity, .managedIdentity, .azureCLI:
      throw BackendError(
        .badSettings,
        "the credential '\(rawValue)' is not built yet: use --auth environment with a client secret in AZURE_TENANT_ID, "
          + "AZURE_CLIENT_ID and AZURE_CLIENT_SECRET")
    }
  }
}

/// The environment variables in which Azure credentials keep secrets.
///
/// A program removes them from its environment after reading them, so that no child process inherits them. The Azure CLI and
/// openssl get only those that they need.
/// Sources: [EnvironmentCredential](https://learn.microsoft.com/python/api/azure-identity/azure.identity.environmentcredential),
/// [OpenID Connect in GitHub Actions](https://docs.github.com/actions/reference/security/oidc),
/// [System.AccessToken](https://learn.microsoft.com/azure/devops/pipelines/build/variables#systemaccesstoken)
/// and [managed identities in App Service](https://learn.microsoft.com/azure/app-service/overview-managed-identity).
package enum SecretVariables {
  /// The names.
  ///
  /// Only Azure's own libraries read `AZURE_PASSWORD` and `MSI_SECRET`.
  package static let names =
    ["AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PASSWORD", "AZURE_PASSWORD"] + ofPipelines + ofManagedIdentity

  /// The tokens of pipeline jobs, which request OIDC tokens and can do more than that.
  private static let ofPipelines = ["ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SYSTEM_ACCESSTOKEN"]

  /// The variables with which the Azure CLI authenticates as the managed identity of the app that runs it.
  static let ofManagedIdentity = ["IDENTITY_HEADER", "MSI_SECRET"]
}

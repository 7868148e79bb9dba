/// The choice of a credential for Azure.
public enum CredentialSource: String, CaseIterable, Hashable, Sendable {
  /// The first of the others that is configured.
  case automatic = "auto"
  /// A service principal in `AZURE_TENANT_ID` and `AZURE_CLIENT_ID`, with a secret or a certificate.
  case environment
  /// A federated token in the file named by `AZURE_FEDERATED_TOKEN_FILE`.
  case workloadIdentity = "workload-identity"
  /// The OIDC token of a job in GitHub Actions.
  case gitHub = "github-oidc"
  /// The OIDC token of a service connection in Azure Pipelines.
  case azurePipelines = "azure-pipelines"
  /// The managed identity of the virtual machine or app.
  case managedIdentity = "managed-identity"
  /// The account that is signed in with `az login`.
  case azureCLI = "azure-cli"
}

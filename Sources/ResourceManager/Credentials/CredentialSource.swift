/// Where the credential for Azure comes from.
public enum CredentialSource: String, CaseIterable, Hashable, Sendable {
  /// The first of the others that has one.
  case automatic = "auto"
  /// A client secret in `AZURE_TENANT_ID`, `AZURE_CLIENT_ID` and `AZURE_CLIENT_SECRET`.
  case environment
  /// A federated token in the file that `AZURE_FEDERATED_TOKEN_FILE` names.
  case workloadIdentity = "workload-identity"
  /// The identity that Azure gave to the machine.
  case managedIdentity = "managed-identity"
  /// Whoever is logged in with `az login`.
  case azureCLI = "azure-cli"
}

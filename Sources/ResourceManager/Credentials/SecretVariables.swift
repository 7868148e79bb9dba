/// The variables of the environment in which credentials of Azure keep what is secret.
///
/// A program takes them out of its own environment once it has read them, so that no other program inherits them; what the
/// Azure CLI and openssl need is given to them alone.
/// Source: [EnvironmentCredential](https://learn.microsoft.com/python/api/azure-identity/azure.identity.environmentcredential)
/// and [managed identities in App Service](https://learn.microsoft.com/azure/app-service/overview-managed-identity).
package enum SecretVariables {
  /// Their names; `AZURE_PASSWORD` and `MSI_SECRET` are read by Azure's own libraries only.
  package static let names =
    ["AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PASSWORD", "AZURE_PASSWORD"] + ofManagedIdentity

  /// Those with which the Azure CLI asks for the identity of the app that it runs on.
  static let ofManagedIdentity = ["IDENTITY_HEADER", "MSI_SECRET"]
}

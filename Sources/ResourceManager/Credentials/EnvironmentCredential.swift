/// A service principal with a secret or a certificate, from environment variables.
///
/// Source: [EnvironmentCredential](https://learn.microsoft.com/python/api/azure-identity/azure.identity.environmentcredential)
/// for the variables.
struct EnvironmentCredential: Credential {
  private let settings: CredentialSettings

  init(_ settings: CredentialSettings) { self.settings = settings }

  func newToken(isOnlyCredential: Bool) async throws(CredentialFailure) -> AccessToken {
    if settings["AZURE_CLIENT_SECRET"] == nil, let certificate = settings["AZURE_CLIENT_CERTIFICATE_PATH"] {
      let values = try settings.values("AZURE_TENANT_ID", "AZURE_CLIENT_ID")
      let endpoint = try TokenEndpoint(tenant: values[0], clientID: values[1], settings)
      let assertion = try await ClientAssertion(certificate: certificate, settings).text(for: endpoint)
      return try await endpoint.token(assertion: assertion)
    }
    let values = try settings.values("AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET")
    return try await TokenEndpoint(tenant: values[0], clientID: values[1], settings)
      .token([("client_secret", values[2])], hiding: values[2])
  }
}

/// A job in GitHub Actions: exchanges its OIDC token for an access token.
///
/// An OIDC token is valid for some minutes, so a new one is requested for each access token.
/// Sources: [OpenID Connect in GitHub Actions](https://docs.github.com/actions/reference/security/oidc) for the variables and
/// the request; Terraform's
/// [GitHubOIDCAuthorizer](https://github.com/hashicorp/go-azure-sdk/blob/main/sdk/auth/github_oidc_authorizer.go) for the
/// audience, which an audience in the URL replaces.
struct GitHubCredential: Credential {
  private static let job = "'permissions: { id-token: write }'"
  private static let request = OIDCTokenRequest(
    service: "GitHub Actions", method: "GET", urlVariable: "ACTIONS_ID_TOKEN_REQUEST_URL",
    parameters: [("audience", "api://AzureADTokenExchange")], tokenVariable: "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
    fields: [],
    tokenFix: "Add \(job) to the job, and run the command in that job.",
    requestFix: "Use the ACTIONS_ID_TOKEN_REQUEST_URL that GitHub Actions sets in the job.")

  private let settings: CredentialSettings

  init(_ settings: CredentialSettings) { self.settings = settings }

  var suggestingVariables: [String] { [Self.request.urlVariable, Self.request.tokenVariable] }

  func newToken(isOnlyCredential: Bool) async throws(CredentialFailure) -> AccessToken {
    let isDenied = settings["GITHUB_ACTIONS"] != nil && suggestingVariables.contains { settings[$0] == nil }
    let values = try settings.values(
      "AZURE_TENANT_ID", "AZURE_CLIENT_ID", Self.request.urlVariable, Self.request.tokenVariable,
      note: isDenied ? "add \(Self.job) to the job" : settings.note(of: suggestingVariables))
    let endpoint = try TokenEndpoint(tenant: values[0], clientID: values[1], settings)
    return try await endpoint.token(assertion: Self.request.token(settings))
  }
}

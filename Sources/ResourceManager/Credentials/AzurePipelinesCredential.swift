/// A job in Azure Pipelines: exchanges the OIDC token of a service connection for an access token.
///
/// An OIDC token is valid for some minutes, so a new one is requested for each access token.
/// Sources: [AzurePipelinesCredential](https://learn.microsoft.com/python/api/azure-identity/azure.identity.azurepipelinescredential)
/// for the request, its API version and the field that turns redirects to a sign-in page into status 401; the
/// [release notes of Azure DevOps](https://learn.microsoft.com/azure/devops/release-notes/2024/sprint-240-update) for the
/// variables that the tasks `AzureCLI@2` and `AzurePowerShell@5` set; Terraform's
/// [ADOPipelineOIDCAuthorizer](https://github.com/hashicorp/go-azure-sdk/blob/main/sdk/auth/ado_pipeline_oidc_authorizer.go),
/// which keeps parameters that the URL has.
struct AzurePipelinesCredential: Credential {
  private static let (url, token) = ("SYSTEM_OIDCREQUESTURI", "SYSTEM_ACCESSTOKEN")
  private static let connection = "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"
  private static let step = "'SYSTEM_ACCESSTOKEN: $(System.AccessToken)'"

  private let settings: CredentialSettings

  init(_ settings: CredentialSettings) { self.settings = settings }

  var suggestingVariables: [String] { [Self.connection, Self.url, Self.token] }

  func newToken(isOnlyCredential: Bool) async throws(CredentialFailure) -> AccessToken {
    // Those that a task sets belong to its service connection; others may be those of another credential.
    let tenant = settings["AZURESUBSCRIPTION_TENANT_ID"] == nil ? "AZURE_TENANT_ID" : "AZURESUBSCRIPTION_TENANT_ID"
    let client = settings["AZURESUBSCRIPTION_CLIENT_ID"] == nil ? "AZURE_CLIENT_ID" : "AZURESUBSCRIPTION_CLIENT_ID"
    let values = try settings.values(tenant, client, Self.connection, Self.url, Self.token, note: note)
    let endpoint = try TokenEndpoint(tenant: values[0], namedBy: tenant, clientID: values[1], settings)
    let request = OIDCTokenRequest(
      service: "Azure DevOps", method: "POST", urlVariable: Self.url,
      parameters: [("api-version", "7.1"), ("serviceConnectionId", values[2])], tokenVariable: Self.token,
      fields: [HTTPField("Content-Type", "application/json"), HTTPField("X-TFS-FedAuthRedirect", "Suppress")],
      tokenFix: "Add \(Self.step) to 'env' of the step.",
      requestFix: "Check \(Self.connection), and that the pipeline may use this service connection.")
    return try await endpoint.token(assertion: request.token(settings))
  }

  /// What helps in Azure Pipelines if a variable is missing.
  private var note: String? {
    guard settings[Self.url] != nil else { return settings.note(of: suggestingVariables) }
    if settings[Self.connection] == nil { return "use the task AzureCLI@2, with \(Self.step) under 'env'" }
    if settings[Self.token] == nil { return "add \(Self.step) to 'env' of the step" }
    return settings.note(of: suggestingVariables)
  }
}

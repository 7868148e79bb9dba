import APIManagement
import Reconciliation
import ResourceManager
import TestSupport
import Testing

/// The credentials of pipelines: what GitHub Actions, Azure DevOps and Microsoft Entra are asked, and what is said of their
/// refusals.
@Suite struct PipelineCredentialTests {
  private static let gitHub = [
    "AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "job-s3cret",
    "ACTIONS_ID_TOKEN_REQUEST_URL": "https://run.actions.example/81/idtoken/plan?api-version=2.0",
  ]
  private static let azurePipelines = [
    "AZURESUBSCRIPTION_TENANT_ID": "t", "AZURESUBSCRIPTION_CLIENT_ID": "c", "SYSTEM_ACCESSTOKEN": "job-s3cret",
    "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID": "connection-1",
    "SYSTEM_OIDCREQUESTURI": "https://dev.azure.example/contoso/_apis/oidctoken",
  ]

  /// Answers requests for OIDC tokens with `oidc-0`, `oidc-1` and so on, and those to Microsoft Entra with a token.
  private static func honest() -> ScriptedClient {
    ScriptedClient { number, request in
      request.url.contains("/oauth2/")
        ? json(200, #"{"access_token":"t","expires_in":3599}"#)
        : json(
          200, request.method == "GET" ? #"{"count":1,"value":"oidc-\#(number)"}"# : #"{"oidcToken":"oidc-\#(number)"}"#
        )
    }
  }

  private func chain(_ source: CredentialSource, _ environment: [String: String], _ client: any HTTPClient)
    throws -> CredentialChain
  {
    try CredentialChain(
      source, cloud: .global, environment: environment, client: client, programs: NoPrograms(),
      time: TestTime().systemTime)
  }

  /// The reason why a credential gives no token.
  private func reason(_ source: CredentialSource, _ environment: [String: String], _ client: any HTTPClient)
    async throws
    -> String
  {
    switch try #require(await chain(source, environment, client).tryCredentials().first).status {
    case .unavailable(let reason): reason
    case .failed(let error): "\(error.code): \(error)"
    default: "-"
    }
  }

  private static let assertion =
    "client_id=c&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion="
  private static let scope = "&grant_type=client_credentials&scope=https%3A%2F%2Fmanagement.azure.com%2F.default"

  @Test func gitHubIsAskedForANewOIDCTokenForEachAccessToken() async throws {
    let client = Self.honest()
    let chain = try chain(.gitHub, Self.gitHub, client)
    _ = try await chain.newToken()
    _ = try await chain.newToken()
    let url = "https://run.actions.example/81/idtoken/plan?api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange"
    let entra = "https://login.microsoftonline.com/t/oauth2/v2.0/token"
    #expect(client.requests.map(\.url) == [url, entra, url, entra])
    #expect(client.requests.map(\.method) == ["GET", "POST", "GET", "POST"])
    #expect(
      client.requests[0].fields == [
        HTTPField("Authorization", "Bearer job-s3cret"), HTTPField("Accept", "application/json"),
        HTTPField("User-Agent", "apim-dns"),
      ])
    #expect(client.requests[0].content.isEmpty)
    #expect(
      [1, 3].map { String(decoding: client.requests[$0].content, as: UTF8.self) }
        == ["oidc-0", "oidc-2"].map { Self.assertion + $0 + Self.scope })
    #expect(client.requests[1].fields.allSatisfy { !$0.value.contains("job-s3cret") })
  }

  @Test func azureDevOpsIsAskedForTheOIDCTokenOfTheServiceConnection() async throws {
    let client = Self.honest()
    // Those of the service connection win.
    let others = ["AZURE_TENANT_ID": "other", "AZURE_CLIENT_ID": "other"]
    _ = try await chain(.azurePipelines, Self.azurePipelines.merging(others) { $1 }, client).newToken()
    let request = try #require(client.requests.first)
    #expect(request.method == "POST")
    #expect(
      request.url
        == "https://dev.azure.example/contoso/_apis/oidctoken?api-version=7.1&serviceConnectionId=connection-1")
    #expect(
      request.fields == [
        HTTPField("Authorization", "Bearer job-s3cret"), HTTPField("Accept", "application/json"),
        HTTPField("User-Agent", "apim-dns"), HTTPField("Content-Type", "application/json"),
        HTTPField("X-TFS-FedAuthRedirect", "Suppress"),
      ])
    #expect(request.content.isEmpty)
    #expect(client.requests.last?.url == "https://login.microsoftonline.com/t/oauth2/v2.0/token")
    #expect(
      String(decoding: client.requests.last?.content ?? [], as: UTF8.self)
        == Self.assertion + "oidc-0" + Self.scope)
  }

  @Test func tenantAndApplicationMayBeThoseOfAllCredentials() async throws {
    let client = Self.honest()
    var environment = Self.azurePipelines.filter { !$0.key.hasSuffix("T_ID") && !$0.key.hasSuffix("TENANT_ID") }
    environment["AZURE_TENANT_ID"] = "t-2"
    environment["AZURE_CLIENT_ID"] = "c-2"
    _ = try await chain(.azurePipelines, environment, client).newToken()
    #expect(client.requests.last?.url == "https://login.microsoftonline.com/t-2/oauth2/v2.0/token")
    #expect(client.requests.last?.content.starts(with: Array("client_id=c-2&".utf8)) == true)
  }

  @Test(arguments: [
    ("https://run.example/id", "https://run.example/id?audience=api%3A%2F%2FAzureADTokenExchange"),
    ("https://run.example/id?", "https://run.example/id?audience=api%3A%2F%2FAzureADTokenExchange"),
    ("https://run.example/id?audience=own", "https://run.example/id?audience=own"),
    ("http://127.0.0.1:9/id", "http://127.0.0.1:9/id?audience=api%3A%2F%2FAzureADTokenExchange"),
  ])
  func parameterThatTheURLHasStays(given: String, asked: String) async throws {
    let client = Self.honest()
    _ = try await chain(.gitHub, Self.gitHub.merging(["ACTIONS_ID_TOKEN_REQUEST_URL": given]) { $1 }, client).newToken()
    #expect(client.requests.first?.url == asked)
  }

  @Test(
    arguments: [
      (
        CredentialSource.gitHub, [:],
        "AZURE_TENANT_ID, AZURE_CLIENT_ID, ACTIONS_ID_TOKEN_REQUEST_URL, ACTIONS_ID_TOKEN_REQUEST_TOKEN are not set"
      ),
      (
        .gitHub, gitHub.filter { !$0.key.hasPrefix("AZURE_") },
        "AZURE_TENANT_ID, AZURE_CLIENT_ID are not set (ACTIONS_ID_TOKEN_REQUEST_URL, ACTIONS_ID_TOKEN_REQUEST_TOKEN are set)"
      ),
      (
        .gitHub, ["GITHUB_ACTIONS": "true", "AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c"],
        "ACTIONS_ID_TOKEN_REQUEST_URL, ACTIONS_ID_TOKEN_REQUEST_TOKEN are not set (add 'permissions: { id-token: write }' to "
          + "the job)"
      ),
      (
        .azurePipelines, [:],
        "AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURESUBSCRIPTION_SERVICE_CONNECTION_ID, SYSTEM_OIDCREQUESTURI, "
          + "SYSTEM_ACCESSTOKEN are not set"
      ),
      (
        .azurePipelines, azurePipelines.filter { $0.key != "SYSTEM_ACCESSTOKEN" },
        "SYSTEM_ACCESSTOKEN is not set (add 'SYSTEM_ACCESSTOKEN: $(System.AccessToken)' to 'env' of the step)"
      ),
      (
        .azurePipelines,
        ["SYSTEM_OIDCREQUESTURI": "https://dev.azure.example/x", "AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c"],
        "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID, SYSTEM_ACCESSTOKEN are not set (use the task AzureCLI@2, with "
          + "'SYSTEM_ACCESSTOKEN: $(System.AccessToken)' under 'env')"
      ),
      (
        .azurePipelines, azurePipelines.filter { $0.key != "AZURESUBSCRIPTION_CLIENT_ID" },
        "AZURE_CLIENT_ID is not set (AZURESUBSCRIPTION_SERVICE_CONNECTION_ID, SYSTEM_OIDCREQUESTURI, SYSTEM_ACCESSTOKEN are "
          + "set)"
      ),
      (
        .azurePipelines, ["SYSTEM_ACCESSTOKEN": "s"],
        "AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURESUBSCRIPTION_SERVICE_CONNECTION_ID, SYSTEM_OIDCREQUESTURI are not set "
          + "(SYSTEM_ACCESSTOKEN is set)"
      ),
    ] as [(CredentialSource, [String: String], String)])
  func missingVariablesMakeTheCredentialUnavailable(
    source: CredentialSource, environment: [String: String], expected: String
  ) async throws {
    let client = Self.honest()
    #expect(try await reason(source, environment, client) == expected)
    #expect(client.requests.isEmpty)
  }

  @Test(arguments: [
    (
      "ACTIONS_ID_TOKEN_REQUEST_URL", "http://run.example/id?k=hidden",
      "ACTIONS_ID_TOKEN_REQUEST_URL uses plain http, which exposes secrets on the network. Use https, or a loopback address "
        + "(127.0.0.0/8, ::1, localhost)."
    ),
    (
      "ACTIONS_ID_TOKEN_REQUEST_URL", "run.example/id?k=hidden",
      "ACTIONS_ID_TOKEN_REQUEST_URL is not a valid server address. Use 'https://' and a host."
    ),
    (
      "ACTIONS_ID_TOKEN_REQUEST_URL", "https://user@run.example/id",
      "ACTIONS_ID_TOKEN_REQUEST_URL is not a valid server address. Use 'https://' and a host."
    ),
    (
      "ACTIONS_ID_TOKEN_REQUEST_URL", "https://run.example/id#hidden",
      "ACTIONS_ID_TOKEN_REQUEST_URL is not a valid server address. Use 'https://' and a host."
    ),
    (
      "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "job s3cret\r\nX: y",
      "ACTIONS_ID_TOKEN_REQUEST_TOKEN is not a valid token. Add 'permissions: { id-token: write }' to the job, and run the "
        + "command in that job."
    ),
    (
      "SYSTEM_OIDCREQUESTURI", "http://dev.azure.example/x",
      "SYSTEM_OIDCREQUESTURI uses plain http, which exposes secrets on the network. Use https, or a loopback address "
        + "(127.0.0.0/8, ::1, localhost)."
    ),
    (
      "SYSTEM_ACCESSTOKEN", "two words",
      "SYSTEM_ACCESSTOKEN is not a valid token. Add 'SYSTEM_ACCESSTOKEN: $(System.AccessToken)' to 'env' of the step."
    ),
    (
      "AZURESUBSCRIPTION_TENANT_ID", "../x",
      "AZURESUBSCRIPTION_TENANT_ID is not a valid tenant ID or domain. Use the one that 'az account show' prints."
    ),
  ])
  func invalidVariablesSendNothing(name: String, value: String, expected: String) async throws {
    let client = Self.honest()
    let (source, environment): (CredentialSource, _) =
      name.hasPrefix("ACTIONS") ? (.gitHub, Self.gitHub) : (.azurePipelines, Self.azurePipelines)
    #expect(
      try await reason(source, environment.merging([name: value]) { $1 }, client) == "badSettings: \(expected)")
    #expect(client.requests.isEmpty)
  }

  private static let permission = "Add 'permissions: { id-token: write }' to the job, and run the command in that job."
  private static let step = "Add 'SYSTEM_ACCESSTOKEN: $(System.AccessToken)' to 'env' of the step."
  private static let connection =
    "Check AZURESUBSCRIPTION_SERVICE_CONNECTION_ID, and that the pipeline may use this service connection."

  @Test(arguments: [
    (
      CredentialSource.gitHub, 403, #"{"message":"No such job. Sorry."}"#,
      "GitHub Actions responded with status 403: No such job. Sorry. \(permission)"
    ),
    (
      .gitHub, 404, "",
      "GitHub Actions responded with status 404 and no readable reason. Use the "
        + "ACTIONS_ID_TOKEN_REQUEST_URL that GitHub Actions sets in the job."
    ),
    (
      .gitHub, 401, #"{"message":"bad job-s3cret at /81/idtoken/plan?api-version=2.0"}"#,
      "GitHub Actions responded with status 401: bad … at …. \(permission)"
    ),
    (.azurePipelines, 401, "<html>", "Azure DevOps responded with status 401 and no readable reason. \(step)"),
    (.azurePipelines, 302, "", "Azure DevOps responded with status 302 and no readable reason. \(step)"),
    (
      .azurePipelines, 404,
      #"{"$id":"1","message":"No connection eyJhbGciOiJub25lIn0.eyJzIjoxfQ.c2ln.","typeKey":"x"}"#,
      "Azure DevOps responded with status 404: No connection …. \(connection)"
    ),
    (
      .azurePipelines, 503, #"{"message":"Busy."}"#,
      "Azure DevOps responded with status 503: Busy. Run the command again."
    ),
    (
      .gitHub, 200, #"{"count":0}"#,
      "GitHub Actions responded without an OIDC token. Use the "
        + "ACTIONS_ID_TOKEN_REQUEST_URL that GitHub Actions sets in the job."
    ),
    (.azurePipelines, 200, #"{"oidcToken":"a b"}"#, "Azure DevOps responded without an OIDC token. \(connection)"),
  ])
  func refusalSaysWhatToDo(source: CredentialSource, status: Int, body: String, expected: String) async throws {
    let client = ScriptedClient { _, _ in
      json(status, body, fields: HTTPField("Location", "https://evil.example/signin"))
    }
    let environment = source == .gitHub ? Self.gitHub : Self.azurePipelines
    #expect(
      try await reason(source, environment, client) == "failed: cannot get a token for Azure: \(expected)")
    #expect(Set(client.requests.map(\.url)).count == 1)
    #expect(client.requests.count == 1 || status == 503)
  }

  @Test func assertionIsRedactedInTheRefusalOfMicrosoftEntra() async throws {
    let client = ScriptedClient { number, _ in
      number == 0
        ? json(200, #"{"value":"oidc-s3cret"}"#)
        : json(
          401,
          #"{"error":"invalid_client","error_description":"AADSTS70021: No match for oidc-s3cret. Trace ID: x"}"#)
    }
    #expect(
      try await reason(.gitHub, Self.gitHub, client)
        == "failed: cannot get a token for Azure: 'login.microsoftonline.com' refused the client 'c' of the tenant 't': "
        + "AADSTS70021: No match for …")
  }

  @Test(arguments: [gitHub, azurePipelines])
  func jobOfAPipelineIsUsedBeforeAManagedIdentity(environment: [String: String]) async throws {
    let client = Self.honest()
    let results = await (try chain(.automatic, environment, client)).tryCredentials()
    let used = results.compactMap { result in
      if case .used = result.status { result.source } else { nil }
    }
    #expect(used == [environment["SYSTEM_ACCESSTOKEN"] == nil ? .gitHub : .azurePipelines])
    #expect(client.requests.allSatisfy { !$0.url.contains("/metadata/") })
  }

  @Test func credentialThatIsNotTriedNamesItsVariables() async throws {
    let environment = Self.gitHub.merging(["AZURE_CLIENT_SECRET": "s", "SYSTEM_ACCESSTOKEN": "s"]) { $1 }
    let results = await (try chain(.automatic, environment, Self.honest())).tryCredentials()
    let notes = results.map { result in
      if case .notTried(let note) = result.status { note ?? "-" } else { "tried" }
    }
    #expect(
      notes == [
        "tried", "-", "ACTIONS_ID_TOKEN_REQUEST_URL, ACTIONS_ID_TOKEN_REQUEST_TOKEN are set",
        "SYSTEM_ACCESSTOKEN is set",
        "-", "-",
      ])
  }
}

import APIManagement
import Foundation
import HTTPTransport
import ProgramExecution
import Reconciliation
import ResourceManager
import TestSupport
import Testing

/// Which credential is used, and which requests each of them sends.
@Suite struct CredentialChainTests {
  private static let nothing: [String: String] = ["AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://127.0.0.1:1"]
  private static let token = json(200, #"{"access_token":"t","expires_in":"3599","expires_on":"784115376"}"#)
  private static let noLogin = ProgramOutput(
    status: 1, output: [], errors: Array("ERROR: Please run 'az login' to setup account.\n".utf8))

  private func chain(
    _ source: CredentialSource, _ environment: [String: String], _ client: any HTTPClient,
    _ programs: any ProgramRunner = NoPrograms(), _ time: TestTime = TestTime()
  ) throws -> CredentialChain {
    try CredentialChain(
      source, cloud: .global, environment: environment, client: client, programs: programs, time: time.systemTime)
  }

  private func words(_ chain: CredentialChain) async -> [String] {
    await chain.tryCredentials().map { result in
      switch result.status {
      case .used(let token): "\(result.source.rawValue): used \(token.account ?? "-") \(token.tenant ?? "-")"
      case .unavailable(let reason): "\(result.source.rawValue): \(reason)"
      case .failed(let error): "\(result.source.rawValue) failed: \(error)"
      case .notTried: "\(result.source.rawValue): not asked"
      }
    }
  }

  @Test func credentialsAreTriedInTheOrderOfAzureIdentity() async throws {
    let nobody = ScriptedClient { _, _ in .failure(HTTPClientError(code: .cannotConnect, description: "no way")) }
    let programs = ScriptedPrograms { _, _ in .success(Self.noLogin) }
    #expect(
      await words(try chain(.automatic, Self.nothing, nobody, programs)) == [
        "environment: AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET are not set",
        "workload-identity: AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_FEDERATED_TOKEN_FILE are not set",
        "github-oidc: AZURE_TENANT_ID, AZURE_CLIENT_ID, ACTIONS_ID_TOKEN_REQUEST_URL, ACTIONS_ID_TOKEN_REQUEST_TOKEN are not "
          + "set",
        "azure-pipelines: AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURESUBSCRIPTION_SERVICE_CONNECTION_ID, SYSTEM_OIDCREQUESTURI, "
          + "SYSTEM_ACCESSTOKEN are not set",
        "managed-identity: the metadata service of Azure virtual machines does not respond",
        "azure-cli: no account is signed in to the Azure CLI (run 'az login')",
      ])
    await #expect(
      throws: BackendError(
        .failed,
        "no Azure credential is available (azure-cli: az is not on PATH). Run 'apim-dns auth' for details.")
    ) { try await chain(.azureCLI, [:], nobody).newToken() }
  }

  @Test(arguments: [
    (nil, ["environment", "workload-identity", "github-oidc", "azure-pipelines", "managed-identity", "azure-cli"]),
    ("prod", ["environment", "workload-identity", "github-oidc", "azure-pipelines", "managed-identity"]),
    ("DEV", ["azure-cli"]), ("AzurePipelinesCredential", ["azure-pipelines"]),
    ("EnvironmentCredential", ["environment"]), ("workloadidentitycredential", ["workload-identity"]),
    ("ManagedIdentityCredential", ["managed-identity"]), ("AzureCliCredential", ["azure-cli"]),
  ])
  func variableChoosesTheCredentials(value: String?, sources: [String]) async throws {
    let nobody = ScriptedClient { _, _ in json(400, "{}") }
    var environment = Self.nothing
    environment["AZURE_TOKEN_CREDENTIALS"] = value
    let results = await (try chain(.automatic, environment, nobody)).tryCredentials()
    #expect(results.map(\.source.rawValue) == sources)
  }

  @Test func unknownChoiceIsAnError() {
    #expect(
      throws: BackendError(
        .badSettings,
        "'azd' is not a valid value of AZURE_TOKEN_CREDENTIALS. Use dev, prod, EnvironmentCredential, "
          + "WorkloadIdentityCredential, AzurePipelinesCredential, ManagedIdentityCredential or AzureCliCredential.")
    ) { try chain(.automatic, ["AZURE_TOKEN_CREDENTIALS": "azd"], ScriptedClient { _, _ in Self.token }) }
  }

  @Test func configuredCredentialThatFailsEndsTheChain() async throws {
    let client = ScriptedClient { _, _ in
      json(401, #"{"error":"invalid_client","error_description":"AADSTS7000215: No."}"#)
    }
    let environment = ["AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c", "AZURE_CLIENT_SECRET": "s"]
    #expect(
      await words(try chain(.automatic, environment, client)) == [
        "environment failed: cannot get a token for Azure: 'login.microsoftonline.com' refused the client 'c' of the "
          + "tenant 't': AADSTS7000215: No",
        "workload-identity: not asked", "github-oidc: not asked", "azure-pipelines: not asked",
        "managed-identity: not asked", "azure-cli: not asked",
      ])
  }

  @Test func firstWorkingCredentialIsKept() async throws {
    let client = ScriptedClient { _, request in
      request.url.contains("/metadata/") ? Self.token : json(500, "")
    }
    // The one-second limit is long here, so that a slow machine does not matter.
    let slow = SystemTime(now: { 784_111_777 }) { _ in try await Task.sleep(for: .seconds(60)) }
    let chain = try CredentialChain(
      .automatic, cloud: .global, environment: [:], client: client, programs: NoPrograms(), time: slow)
    _ = try await chain.newToken()
    let before = client.requests.count
    _ = try await chain.newToken()
    #expect(client.requests.count == before + 1)
    #expect(
      client.requests.last?.url
        == "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&"
        + "resource=https%3A%2F%2Fmanagement.azure.com")
    #expect(client.requests.last?.fields.contains(HTTPField("Metadata", "true")) == true)
    // The check whether the service exists has no such field.
    #expect(client.requests.first?.fields == [])
  }

  @Test func workloadIdentityReadsTheFileForEachToken() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("token", text: "first.jwt\n")
    let client = ScriptedClient { _, _ in Self.token }
    let environment = [
      "AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c", "AZURE_FEDERATED_TOKEN_FILE": file,
    ]
    let chain = try chain(.automatic, environment, client)
    _ = try await chain.newToken()
    try folder.write("token", text: "second.jwt")
    _ = try await chain.newToken()
    #expect(
      client.requests.map { String(decoding: $0.content, as: UTF8.self) }.map { $0.contains("first.jwt") } == [
        true, false,
      ])
    #expect(
      String(decoding: client.requests.last?.content ?? [], as: UTF8.self)
        == "client_id=c&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&"
        + "client_assertion=second.jwt&grant_type=client_credentials&scope=https%3A%2F%2Fmanagement.azure.com%2F.default"
    )
    let missing = try self.chain(
      .workloadIdentity, environment.merging(["AZURE_FEDERATED_TOKEN_FILE": "/nowhere"]) { $1 }, client)
    #expect(
      await words(missing) == [
        "workload-identity failed: cannot get a token for Azure: cannot read '/nowhere', the file in "
          + "AZURE_FEDERATED_TOKEN_FILE"
      ])
    let large = try folder.write("large", [UInt8](repeating: 1, count: 1 << 20 + 1))
    let endless = try self.chain(
      .workloadIdentity, environment.merging(["AZURE_FEDERATED_TOKEN_FILE": large]) { $1 }, client)
    #expect(
      await words(endless) == [
        "workload-identity failed: cannot get a token for Azure: '\(large)', the file in AZURE_FEDERATED_TOKEN_FILE, "
          + "is larger than 1 MiB. Use the right file."
      ])
  }

  @Test(arguments: [
    (404, [1.6, 3.2, 6.4, 12.8]), (429, [1.6, 3.2, 6.4, 12.8]), (500, [1.6, 3.2, 6.4, 12.8]), (410, [5, 10, 20, 40]),
    (401, []),
  ])
  func metadataServiceIsRetried(status: Int, waits: [Double]) async throws {
    let time = TestTime()
    let client = ScriptedClient { _, _ in json(status, "{}") }
    #expect(
      await words(try chain(.managedIdentity, [:], client, NoPrograms(), time)) == [
        "managed-identity failed: cannot get a token for Azure: the metadata service responded with status \(status): "
          + "{}"
      ])
    #expect(time.waits == waits)
  }

  @Test func noTokenIsRequestedAfterTheTimeLimit() async throws {
    let busy = ScriptedClient { _, _ in json(503, "{}") }
    let application = ["AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c", "AZURE_CLIENT_SECRET": "s3cret-word"]
    for (source, variables) in [(CredentialSource.managedIdentity, [:]), (.environment, application)] {
      let time = TestTime()
      let chain = try CredentialChain(
        source, cloud: .global, environment: variables, client: busy, programs: NoPrograms(), timeout: 5,
        time: time.systemTime)
      #expect(await words(chain).count == 1)
      #expect(time.waits.reduce(0, +) < 5)
    }
  }

  /// A token without an expiry is an error: it is unknown when to renew it.
  @Test(arguments: [
    #""expires_on":"nan""#, #""expires_on":"-inf""#, #""expires_on":"1e999""#, #""expires_on":1e999"#,
    #""expires_in":"infinity""#, #""expires_on":{}"#, #""expires_on":"""#, #""expires_in":null"#,
  ])
  func tokenWithAnInvalidLifetimeIsAnError(time: String) async throws {
    let answer = #"{"access_token":"t","accessToken":"t",\#(time)}"#
    let client = ScriptedClient { _, _ in json(200, answer) }
    #expect(
      await words(try chain(.managedIdentity, [:], client)) == [
        "managed-identity failed: cannot get a token for Azure: the metadata service responded without a token"
      ])
    let secret = ["AZURE_TENANT_ID": "t-1", "AZURE_CLIENT_ID": "c-1", "AZURE_CLIENT_SECRET": "s"]
    #expect(
      await words(try chain(.environment, secret, client)) == [
        "environment failed: cannot get a token for Azure: 'login.microsoftonline.com' responded with status 200 and "
          + "no readable reason"
      ])
    guard time.contains("expires_on") else { return }
    let programs = ScriptedPrograms { _, _ in
      .success(ProgramOutput(status: 0, output: Array(answer.utf8), errors: []))
    }
    #expect(
      await words(try chain(.azureCLI, [:], client, programs)) == [
        "azure-cli failed: cannot get a token for Azure: az did not print a token. Check that 'az account "
          + "get-access-token' prints JSON and nothing else, or run 'az login' again."
      ])
  }

  @Test func missingManagedIdentityIsUnavailable() async throws {
    let client = ScriptedClient { _, _ in json(400, #"{"error":"invalid_request"}"#) }
    #expect(
      await words(try chain(.managedIdentity, [:], client)) == [
        #"managed-identity: the metadata service has no such identity: {"error":"invalid_request"}"#
      ])
    let docker = ScriptedClient { _, _ in json(403, "A socket operation was attempted to an unreachable network") }
    #expect(
      await words(try chain(.managedIdentity, [:], docker)) == [
        "managed-identity: the metadata service is unreachable: A socket operation was attempted to an "
          + "unreachable network"
      ])
  }

  @Test(arguments: [
    (["IDENTITY_ENDPOINT": "http://x", "IDENTITY_SERVER_THUMBPRINT": "1"], "Service Fabric"),
    (["IDENTITY_ENDPOINT": "http://x", "IMDS_ENDPOINT": "1"], "Azure Arc"),
    (["MSI_ENDPOINT": "http://x"], "Cloud Shell or Azure ML"),
  ])
  func otherManagedIdentitiesAreUnsupported(environment: [String: String], name: String) async throws {
    let client = ScriptedClient { _, _ in Self.token }
    let words = await words(try chain(.managedIdentity, environment, client))
    #expect(words.first?.hasPrefix("managed-identity: a managed identity of \(name) is not supported") == true)
    #expect(client.requests.isEmpty)
  }

  @Test(.timeLimit(.minutes(5))) func managedIdentitiesWorkWithTheEmulator() async throws {
    let emulator = try RunningEmulator()
    let client = LibcurlClient(connectTimeout: 5, totalTimeout: 30)
    let places: [[String: String]] = [
      ["AZURE_POD_IDENTITY_AUTHORITY_HOST": emulator.endpoint],
      ["IDENTITY_ENDPOINT": "\(emulator.endpoint)/msi/token", "IDENTITY_HEADER": "h"],
    ]
    for place in places {
      let chain = try CredentialChain(
        .managedIdentity, cloud: .global, environment: place, client: client, programs: NoPrograms())
      let token = try await chain.newToken()
      #expect(token.end > Date.now.timeIntervalSince1970 + 3000)
      let check = try TokenCheck(
        cloud: .global, endpoint: emulator.endpoint, subscription: "s", resourceGroup: "g", client: client,
        token: token, timeout: 60)
      #expect(
        try await check.run() == "'\(emulator.endpoint)' accepts this token and lists 0 private DNS zones")
    }
    let unknown = try CredentialChain(
      .managedIdentity, cloud: .global,
      environment: places[0].merging(["AZURE_CLIENT_ID": "no-such-identity"]) { $1 }, client: client,
      programs: NoPrograms())
    #expect(
      await words(unknown) == [
        "managed-identity: the metadata service has no such identity: "
          + #"{"error":"invalid_request","error_description":"Identity not found"}"#
      ])
  }

  @Test func unusableOutputOfAzIsAnError() async throws {
    let nobody = ScriptedClient { _, _ in json(500, "") }
    // {"tid":"t-9","upn":"ann@contoso.example"}
    let jwt = "e30.eyJ0aWQiOiJ0LTkiLCJ1cG4iOiJhbm5AY29udG9zby5leGFtcGxlIn0.c2ln"
    let programs = ScriptedPrograms { _, _ in
      let text = #"{"accessToken":"\#(jwt)","expires_on":2000000000,"expiresOn":"x","tenant":"t-1"}"#
      return .success(ProgramOutput(status: 0, output: Array(text.utf8), errors: []))
    }
    let chain = try chain(.azureCLI, ["AZURE_TENANT_ID": "t-1"], nobody, programs)
    #expect(await words(chain) == ["azure-cli: used ann@contoso.example t-9"])
    #expect(
      programs.runs == [
        [
          "az", "account", "get-access-token", "--output", "json", "--resource", "https://management.azure.com",
          "--tenant", "t-1",
        ]
      ])
    let broken = ScriptedPrograms { _, _ in
      .success(ProgramOutput(status: 1, output: [], errors: Array("ERROR: AADSTS700082: expired. az login\n".utf8)))
    }
    #expect(
      await words(try self.chain(.azureCLI, [:], nobody, broken)) == [
        "azure-cli failed: cannot get a token for Azure: az failed: ERROR: AADSTS700082: expired. az login"
      ])
    #expect(
      await words(try self.chain(.automatic, Self.nothing, nobody, broken)).last?.contains("AADSTS700082") == true)
  }

  @Test("az is asked for a token of the subscription's tenant, unless AZURE_TENANT_ID chooses one")
  func tokenOfTheSubscription() async throws {
    let nobody = ScriptedClient { _, _ in json(500, "") }
    let programs = ScriptedPrograms { _, _ in
      .success(
        ProgramOutput(
          status: 1, output: [],
          errors: Array("ERROR: Subscription 's-1' not found. Check the spelling and casing and try again.\n".utf8)))
    }
    func words(_ environment: [String: String]) async throws -> [String] {
      let chain = try CredentialChain(
        .azureCLI, cloud: .global, subscription: "s-1", environment: environment, client: nobody, programs: programs,
        time: TestTime().systemTime)
      return await self.words(chain)
    }
    #expect(
      try await words([:]) == [
        "azure-cli failed: cannot get a token for Azure: the account that is signed in to the Azure CLI has no subscription 's-1'. "
          + "Run 'az login --tenant' with the tenant of the subscription, or check --subscription."
      ])
    _ = try await words(["AZURE_TENANT_ID": "t-1"])
    let start = ["az", "account", "get-access-token", "--output", "json", "--resource", "https://management.azure.com"]
    #expect(programs.runs == [start + ["--subscription", "s-1"], start + ["--tenant", "t-1"]])
  }

  /// A token that is not valid in a header field is rejected when it is read, not when it is sent.
  @Test(arguments: [#"a\r\nb"#, #"a\u0000b"#, #"a\u007Fb"#, "a b", "é"])
  func tokenWithInvalidCharactersIsAnError(token: String) async throws {
    let nobody = ScriptedClient { _, _ in json(500, "") }
    let programs = ScriptedPrograms { _, _ in
      let text = #"{"accessToken":"\#(token)","expires_on":2000000000}"#
      return .success(ProgramOutput(status: 0, output: Array(text.utf8), errors: []))
    }
    #expect(
      await words(try chain(.azureCLI, [:], nobody, programs)) == [
        "azure-cli failed: cannot get a token for Azure: az did not print a token. Check that 'az account "
          + "get-access-token' prints JSON and nothing else, or run 'az login' again."
      ])
    let server = ScriptedClient { _, _ in json(200, #"{"access_token":"\#(token)","expires_in":3600}"#) }
    #expect(
      await words(try chain(.managedIdentity, [:], server)) == [
        "managed-identity failed: cannot get a token for Azure: the metadata service responded without a token"
      ])
  }

  @Test(arguments: [
    "e30.eyJ0aWQiOiJ0LTkifQ.c2ln", "Aa8Q~0123456789abcdefghijklmnopqrstuvwxy",
    "key=0aB" + String(repeating: "x", count: 40),
    String(repeating: "q", count: 38) + "Z9+/==",
  ])
  func secretsInOutputOfAzAreRedacted(secret: String) async throws {
    let nobody = ScriptedClient { _, _ in json(500, "") }
    let path = "/subscriptions/00000000-0000-0000-0000-00000000000a/resourceGroups/rg-Dns1"
    let programs = ScriptedPrograms { _, _ in
      .success(ProgramOutput(status: 1, output: [], errors: Array("ERROR: \(path) \(secret) odd\n".utf8)))
    }
    #expect(
      await words(try chain(.azureCLI, [:], nobody, programs)) == [
        "azure-cli failed: cannot get a token for Azure: az failed: ERROR: \(path) … odd"
      ])
  }
}

import APIManagement
import HTTPTransport
import Reconciliation
import ResourceManager
import TestSupport
import Testing

struct CredentialTests {
  static let environment = ["AZURE_TENANT_ID": "t-1", "AZURE_CLIENT_ID": "c 1", "AZURE_CLIENT_SECRET": "p&ss wörd"]

  private func failure(_ work: () async throws -> Any) async -> BackendError? {
    do {
      _ = try await work()
      return nil
    } catch {
      return error as? BackendError
    }
  }

  private func credential(
    _ client: any HTTPClient, _ time: TestTime = TestTime(), _ more: [String: String] = [:], cloud: Cloud = .global
  ) throws(BackendError) -> CredentialChain {
    try CredentialChain(
      .environment, cloud: cloud, environment: Self.environment.merging(more) { $1 }, client: client,
      programs: NoPrograms(), time: time.systemTime)
  }

  @Test func tokenRequestHasTheFormOfTheProtocol() async throws {
    let client = ScriptedClient { _, _ in
      json(200, "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"the-token\"}")
    }
    let token = try await credential(client, cloud: .china).newToken()
    let request = try #require(client.requests.first)
    #expect(request.method == "POST")
    #expect(request.url == "https://login.chinacloudapi.cn/t-1/oauth2/v2.0/token")
    #expect(
      String(decoding: request.content, as: UTF8.self) == "client_id=c%201&client_secret=p%26ss%20w%C3%B6rd&"
        + "grant_type=client_credentials&scope=https%3A%2F%2Fmanagement.chinacloudapi.cn%2F.default")
    #expect("\(token) \(String(reflecting: token))" == "(a token) (a token)")
    var text = ""
    dump(token, to: &text)
    dump(try credential(client), to: &text)
    print(try credential(client), to: &text)
    #expect(!text.contains("the-token"))
    #expect(!text.contains("p&ss"))
  }

  @Test(arguments: [
    ("login.example", "https://login.example/t-1/oauth2/v2.0/token"),
    ("https://login.example/", "https://login.example/t-1/oauth2/v2.0/token"),
    ("http://127.0.0.1:80", "http://127.0.0.1:80/t-1/oauth2/v2.0/token"),
  ])
  func authorityIsTheHostOfTheTokenRequest(_ host: String, _ url: String) async throws {
    let client = ScriptedClient { _, _ in json(200, "{\"expires_in\":1,\"access_token\":\"x\"}") }
    _ = try await credential(client, TestTime(), ["AZURE_AUTHORITY_HOST": host]).newToken()
    #expect(client.requests.map(\.url) == [url])
  }

  @Test func invalidVariablesAreErrors() async {
    let nobody = ScriptedClient { _, _ in json(500, "") }
    #expect(
      await failure {
        try await credential(nobody, TestTime(), ["AZURE_AUTHORITY_HOST": "http://login.example"]).newToken()
      }
        == BackendError(
          .badSettings,
          "AZURE_AUTHORITY_HOST 'http://login.example' uses plain http, which exposes secrets on the network. Use "
            + "https, or a loopback address (127.0.0.0/8, ::1, localhost)."))
    #expect(
      await failure { try await credential(nobody, TestTime(), ["AZURE_TENANT_ID": "../x"]).newToken() }
        == BackendError(
          .badSettings, "AZURE_TENANT_ID is not a valid tenant ID or domain. Use the one that 'az account show' prints."
        ))
  }

  @Test func refusalsContainNoSecret() async {
    let client = ScriptedClient { _, _ in
      json(
        401,
        """
        {"error":"invalid_client","error_description":"AADSTS7000215: Invalid secret 'p&ss wörd' given. Trace ID: 1 \
        Correlation ID: 2"}
        """)
    }
    #expect(
      await failure { try await credential(client).newToken() }
        == BackendError(
          .failed,
          "cannot get a token for Azure: 'login.microsoftonline.com' refused the client 'c 1' of the tenant 't-1': "
            + "AADSTS7000215: Invalid secret '…' given"))
    let proxy = ScriptedClient { _, _ in json(407, "<html>") }
    #expect(
      await failure { try await credential(proxy).newToken() }
        == BackendError(
          .failed,
          "cannot get a token for Azure: 'login.microsoftonline.com' responded with status 407 and no readable reason"))
    let nowhere = ScriptedClient { _, _ in .failure(HTTPClientError(code: .cannotConnect, description: "no way")) }
    #expect(
      await failure { try await credential(nowhere).newToken() }
        == BackendError(
          .failed,
          "cannot get a token for Azure: no way"))
    #expect(nowhere.requests.count == 3)
  }

  @Test(.timeLimit(.minutes(5))) func emulatorRefusesAWrongSecret() async throws {
    let emulator = try RunningEmulator()
    let host = "127.0.0.1:\(emulator.port)"
    let error = await failure {
      let environment = [
        "AZURE_TENANT_ID": "contoso.example", "AZURE_CLIENT_ID": "app-1", "AZURE_CLIENT_SECRET": "wrong-secret",
        "AZURE_AUTHORITY_HOST": emulator.endpoint,
      ]
      let client = LibcurlClient(connectTimeout: 5, totalTimeout: 30)
      return try await CredentialChain(
        .environment, cloud: .global, environment: environment, client: client, programs: NoPrograms()
      ).newToken()
    }
    #expect(error?.code == .failed)
    #expect(
      error?.description
        == "cannot get a token for Azure: '\(host)' refused the client 'app-1' of the tenant 'contoso.example': "
        + "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client "
        + "secret value, not the client secret ID, for a secret added to app 'app-1'"
    )
  }
}

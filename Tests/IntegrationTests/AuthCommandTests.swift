import Foundation
import TestSupport
import Testing

/// `apim-dns auth` against the emulator, with a program `az` that a test wrote.
@Suite(.timeLimit(.minutes(5))) struct AuthCommandTests {
  private let emulator: RunningEmulator
  private let folder: TemporaryFolder

  init() throws {
    emulator = try RunningEmulator()
    folder = try TemporaryFolder()
  }

  private func run(_ words: [String], _ more: [String: String]) async throws -> Program.Result {
    var environment = ["PATH": "\(folder.path):/usr/bin:/bin", "AZURE_AUTHORITY_HOST": emulator.endpoint]
    // Nobody answers there, as on a machine outside of Azure.
    environment["AZURE_POD_IDENTITY_AUTHORITY_HOST"] = "http://127.0.0.1:1"
    return try await Program.built("apim-dns").run(
      ["auth", "--endpoint", emulator.endpoint] + words, environment: environment.merging(more) { $1 }, in: folder.path)
  }

  /// The output with the time of the token's end left out.
  private func withoutTime(_ text: String) -> String {
    text.split(separator: "\n").filter { !$0.hasPrefix("  expires  20") }.joined(separator: "\n")
  }

  private func makeAz(_ script: String) throws {
    try folder.writeProgram("az", text: "#!/bin/sh\n\(script)\n")
  }

  @Test func secretInTheEnvironmentIsUsed() async throws {
    let result = try await run(
      ["--subscription", "s"],
      ["AZURE_TENANT_ID": "tenant", "AZURE_CLIENT_ID": "client", "AZURE_CLIENT_SECRET": "s3cret-word"])
    #expect(
      withoutTime(result.output) == """
        environment        used
          account  client
          tenant   tenant
        workload-identity  not tried
        github-oidc        not tried
        azure-pipelines    not tried
        managed-identity   not tried
        azure-cli          not tried
        '\(emulator.endpoint)' accepts this token and lists 0 private DNS zones
        """)
    #expect(result.output.contains("  expires  20"))
    #expect(result.errors == "")
    #expect(result.status == 0)
    #expect(!(result.output + result.errors).contains("s3cret-word"))
  }

  @Test func variablesOfAPipelineAreNamedWhateverIsUsed() async throws {
    let service = ["AZURE_TENANT_ID": "tenant", "AZURE_CLIENT_ID": "client", "AZURE_CLIENT_SECRET": "s3cret-word"]
    let job = [
      "ACTIONS_ID_TOKEN_REQUEST_URL": "https://x.example/?k=s3cret-key", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "s3cret-job",
    ]
    let used = try await run([], service.merging(job) { $1 })
    #expect(
      used.output.contains(
        "github-oidc        not tried (ACTIONS_ID_TOKEN_REQUEST_URL, ACTIONS_ID_TOKEN_REQUEST_TOKEN are set)\n"))
    let alone = try await run([], job)
    #expect(
      alone.output.contains(
        "github-oidc        not available: AZURE_TENANT_ID, AZURE_CLIENT_ID are not set (ACTIONS_ID_TOKEN_REQUEST_URL, "
          + "ACTIONS_ID_TOKEN_REQUEST_TOKEN are set)\n"))
    #expect(![used, alone].contains { ($0.output + $0.errors).contains("s3cret") })
  }

  @Test func everyMissingCredentialIsReported() async throws {
    try makeAz("echo 'ERROR: Please run az login to setup account.' >&2; exit 1")
    let result = try await run([], [:])
    #expect(
      result.output == """
        environment        not available: AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET are not set
        workload-identity  not available: AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_FEDERATED_TOKEN_FILE are not set
        github-oidc        not available: AZURE_TENANT_ID, AZURE_CLIENT_ID, ACTIONS_ID_TOKEN_REQUEST_URL, ACTIONS_ID_TOKEN_REQUEST_TOKEN are not set
        azure-pipelines    not available: AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURESUBSCRIPTION_SERVICE_CONNECTION_ID, SYSTEM_OIDCREQUESTURI, SYSTEM_ACCESSTOKEN are not set
        managed-identity   not available: the metadata service of Azure virtual machines does not respond
        azure-cli          not available: no account is signed in to the Azure CLI (run 'az login')

        """)
    #expect(
      result.errors
        == "apim-dns: no credential provides a token for Azure. Run 'az login', or configure another credential.\n")
    #expect(result.status == 1)
  }

  @Test(.needs("curl")) func azureCLIProvidesAToken() async throws {
    // The script is as good as its token, which the emulator gave.
    try makeAz(
      """
      test "$*" = 'account get-access-token --output json --resource https://management.azure.com --subscription s' || exit 9
      test "$AZURE_CORE_NO_COLOR" = true || exit 8
      test "$IDENTITY_HEADER.$AZURE_CLIENT_SECRET" = header. || exit 7
      exec sed 's/access_token/accessToken/' '\(folder.path("token.json"))'
      """)
    let client = try #require(
      URL(string: "\(emulator.endpoint)/msi/token?api-version=2019-08-01&resource=x"))
    _ = try await Program(path: "/usr/bin/env").run(
      ["curl", "-s", "-o", folder.path("token.json"), "-H", "X-IDENTITY-HEADER: h", client.absoluteString])
    let result = try await run(
      ["--auth", "azure-cli", "--subscription", "s"], ["IDENTITY_HEADER": "header", "AZURE_CLIENT_SECRET": "secret"])
    #expect(result.output.hasPrefix("azure-cli  "))
    #expect(result.output.contains("used\n"))
    #expect(result.status == 0)
  }

  @Test func wrongSecretIsAFailure() async throws {
    let result = try await run(
      [], ["AZURE_TENANT_ID": "tenant", "AZURE_CLIENT_ID": "client", "AZURE_CLIENT_SECRET": "wrong-secret"])
    #expect(result.output.contains("environment        failed: cannot get a token for Azure: '127.0.0.1:"))
    #expect(result.output.contains("AADSTS7000215"))
    #expect(!(result.output + result.errors).contains("wrong-secret"))
    #expect(result.status == 1)
  }

  @Test(arguments: [["--timeout", "soon"], ["--request-timeout", "0"]])
  func invalidTimeIsAUsageError(words: [String]) async throws {
    let result = try await run(words, [:])
    #expect(
      result.errors
        == "apim-dns: \(words[0]): '\(words[1])' is not a valid time. Use seconds, or 30s, 5m or 2h.\n")
    #expect(result.status == 64)
  }

  @Test func quietPrintsOnlyFailures() async throws {
    var variables = ["AZURE_TENANT_ID": "tenant", "AZURE_CLIENT_ID": "client", "AZURE_CLIENT_SECRET": "secret"]
    let good = try await run(["-q", "--auth", "environment"], variables)
    #expect(good.output == "" && good.errors == "" && good.status == 0)
    variables["AZURE_CLIENT_SECRET"] = "wrong-secret"
    let bad = try await run(["-q", "--auth", "environment"], variables)
    #expect(bad.output == "")
    #expect(bad.errors.hasPrefix("apim-dns: environment: cannot get a token for Azure: '"))
    #expect(
      bad.errors.hasSuffix(
        "\napim-dns: no credential provides a token for Azure. Run 'az login', or configure another credential.\n"))
    #expect(bad.status == 1)
  }
}

import Foundation
import TestSupport
import Testing

/// Every command that signs in, with every credential, against a server that repeats all that it is told: no secret may
/// come out again.
@Suite(.timeLimit(.minutes(10)), .needs("python3", "openssl", "curl")) struct SecrecyTests {
  enum Kind: String, CaseIterable {
    case secret, certificate, workloadIdentity, gitHub, azurePipelines, virtualMachine, appService, azureCLI
  }
  enum Mode: String, CaseIterable {
    case honest, token, page, read, write, poll, failed, elsewhere
  }

  private let folder: TemporaryFolder
  private let emulator: RunningEmulator

  init() throws {
    folder = try TemporaryFolder()
    emulator = try RunningEmulator()
  }

  /// What is secret on this machine, whoever is told of it.
  private static let secrets = [
    "s3cr/t &w+rd\"é", "c3rtificate-w0rd", "federated-w0rd", "h3ader-w0rd", "eyJhbGciOiJub25lIn0.eyJzIjoxfQ.c2lnbmVk",
    "j0b-w0rd", "url-w0rd", "0idc-w0rd",
  ]

  /// The variables that make a credential, and the word that chooses it.
  private func environment(_ kind: Kind, _ server: String, isRefused: Bool) async throws -> [String: String] {
    var variables = [
      "PATH": "\(folder.path):/usr/bin:/bin", "AZURE_AUTHORITY_HOST": server, "AZURE_TENANT_ID": "tenant",
      "AZURE_CLIENT_ID": "client", "AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://127.0.0.1:1",
    ]
    switch kind {
    case .secret: variables["AZURE_CLIENT_SECRET"] = Self.secrets[0]
    case .certificate:
      let openssl = try Program.required("openssl")
      for line in [
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=client -keyout key.pem -out own.pem",
        "pkcs12 -export -inkey key.pem -in own.pem -passout pass:\(Self.secrets[1]) -out own.pfx",
      ] {
        #expect(try await openssl.run(line.split(separator: " ").map(String.init), in: folder.path).status == 0)
      }
      // openssl runs in another folder than the program.
      variables["AZURE_CLIENT_CERTIFICATE_PATH"] = "own.pfx"
      variables["AZURE_CLIENT_CERTIFICATE_PASSWORD"] = Self.secrets[1]
      variables["AZURE_CLIENT_SEND_CERTIFICATE_CHAIN"] = "true"
    case .workloadIdentity:
      variables["AZURE_FEDERATED_TOKEN_FILE"] = try folder.write("federated", text: Self.secrets[2])
    case .gitHub:
      variables["ACTIONS_ID_TOKEN_REQUEST_URL"] = "\(server)/id/\(Self.secrets[6])/token?k=\(Self.secrets[6])"
      variables["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = Self.secrets[5]
    case .azurePipelines:
      variables["SYSTEM_OIDCREQUESTURI"] = "\(server)/id/\(Self.secrets[6])/token"
      variables["SYSTEM_ACCESSTOKEN"] = Self.secrets[5]
      variables["AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"] = "connection"
    case .virtualMachine: variables["AZURE_POD_IDENTITY_AUTHORITY_HOST"] = server
    case .appService:
      variables["IDENTITY_ENDPOINT"] = "\(server)/msi/token"
      variables["IDENTITY_HEADER"] = Self.secrets[3]
    case .azureCLI:
      let get = "curl -s -H 'X-IDENTITY-HEADER: h' '\(server)/msi/token?api-version=2019-08-01&resource=x'"
      let script =
        isRefused
        ? "echo 'ERROR: AADSTS1: \(Self.secrets[4]) is no token.' >&2; exit 1"
        : "\(get) | sed 's/access_token/accessToken/'"
      try folder.writeProgram("az", text: "#!/bin/sh\n\(script)\n")
    }
    return variables
  }

  /// Runs the program with what names the place, and gives all that it wrote.
  private func run(
    _ words: [String], _ server: String, _ kind: Kind, _ environment: [String: String], instance: String
  ) async throws -> Program.Result {
    let place =
      ["auth", "discover"].contains(words[0])
      ? ["--subscription", "s"]
      : [
        "azure", "--subscription", "s", "--resource-group", "rg-dns", "--name", instance, "--region", "westus", "--vip",
        "10.1.0.5", "--hostnames", "regional",
      ]
    let choice =
      switch kind {
      case .secret, .certificate: "environment"
      case .workloadIdentity: "workload-identity"
      case .gitHub: "github-oidc"
      case .azurePipelines: "azure-pipelines"
      case .virtualMachine, .appService: "managed-identity"
      case .azureCLI: "azure-cli"
      }
    return try await Program.built("apim-dns").run(
      words + place + ["--verbose", "--endpoint", server, "--auth", choice, "--timeout", "20s"],
      environment: environment,
      in: folder.path)
  }

  @Test(arguments: Kind.allCases, Mode.allCases)
  func noOutputHasASecret(kind: Kind, mode: Mode) async throws {
    // There is something to delete, and something to make.
    let plain = try await environment(.secret, emulator.endpoint, isRefused: false)
    #expect(try await run(["apply"], emulator.endpoint, .secret, plain, instance: "contoso-apim").status == 0)

    let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "scripts/peers/indiscreet.py").path
    let server = try RunningProgram(
      .required("python3"), [script, "\(emulator.port)", mode.rawValue], log: folder.path("secrets"))
    let endpoint = "http://127.0.0.1:\(server.firstLine())"
    let environment = try await environment(kind, endpoint, isRefused: mode == .token || mode == .page)
    var outputs: [String] = []
    for words in [
      ["auth"], ["discover"], ["plan", "--out", "plan.json"], ["apply", "--format", "json"], ["remove", "--yes"],
    ] {
      let result = try await run(words, endpoint, kind, environment, instance: "fabrikam-apim")
      outputs += [result.output, result.errors]
      let onlyReads = ["auth", "discover", "plan"].contains(words[0])
      let succeeds = mode == .honest || onlyReads && ![.token, .page, .read].contains(mode)
      #expect((result.status == 0) == succeeds, "\(words): \(result.output)\(result.errors)")
    }
    if let saved = try? folder.text(of: "plan.json") { outputs.append(saved) }
    server.stop()
    var secrets = Set(Self.secrets)
    for secret in try folder.text(of: "secrets").split(separator: "\n").map(String.init) {
      secrets.insert(secret)
      // The last part of an assertion is what signs it.
      if let signature = secret.split(separator: ".").last, signature.count > 40 { secrets.insert(String(signature)) }
    }
    // The server saw tokens, and signatures where something was written.
    #expect(secrets.count > Self.secrets.count || mode == .page || mode == .token)
    for secret in secrets where secret.count > 1 {
      let encoded = secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? secret
      for output in outputs {
        #expect(!output.contains(secret) && !output.contains(encoded), "\(secret) in \(output)")
      }
    }
  }
}

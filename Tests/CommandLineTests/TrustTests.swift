import Foundation
import TestSupport
import Testing

/// Who gets a token, and who inherits a secret.
@Suite struct TrustTests {
  private static let evil = "https://management.azure.com.evil.example"
  /// What is said where no credential is there, before anybody is asked.
  private static let noCredential =
    "no Azure credential is available (environment: AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET are not "
    + "set). Run 'apim-dns auth' for details."

  /// A sandbox with an inventory that names a Resource Manager.
  private static func sandbox(endpoint: String? = nil, cloud: String = "public") throws -> Sandbox {
    let id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/contoso"
    let sandbox = try Sandbox()
    try sandbox.folder.write(
      "apim-dns.json5",
      text: """
        { cloud: "\(cloud)", instances: [{ resourceId: "\(id)" }], backends: { azure: {
          subscription: "s", resourceGroup: "g", auth: "environment"\(endpoint.map { ", endpoint: '\($0)'" } ?? "") } } }
        """)
    return sandbox
  }

  @Test(arguments: [
    ["plan"], ["apply", "--yes"], ["remove", "--yes"], ["records"], ["verify"], ["auth"],
    ["discover", "--compare", "apim-dns.json5"],
  ])
  func endpointThatOnlyTheInventoryNamesGetsNoToken(words: [String]) async throws {
    let result = try await Self.sandbox(endpoint: Self.evil).run(words)
    #expect(
      result.errors.hasSuffix(
        "only the inventory sets the endpoint '\(Self.evil)', which is not the Resource Manager of the cloud 'public' "
          + "('https://management.azure.com') and would get a token. If you trust the endpoint, add --endpoint "
          + "\(Self.evil).\n"
      )
    )
    #expect(result.output == "")
    #expect(result.status == 64)
  }

  @Test(arguments: [
    ("public", "https://management.azure.com:443/"), ("usgovernment", "https://management.usgovcloudapi.net"),
    ("china", "https://Management.ChinaCloudAPI.cn"),
  ])
  func resourceManagerOfTheCloudGetsAToken(cloud: String, endpoint: String) async throws {
    let result = try await Self.sandbox(endpoint: endpoint, cloud: cloud).run("records", "--cloud", cloud)
    #expect(result.errors == "apim-dns: \(Self.noCredential)\n")
  }

  @Test(arguments: [
    ("china", "https://management.azure.com"), ("public", "https://management.usgovcloudapi.net"),
    ("public", "https://management.azure.com:8443"), ("public", "https://management.azure.com."),
    ("public", "http://127.0.0.1:1"), ("china", "https://[::1]:1"),
  ])
  func anotherCloudOrPortIsAnotherServer(cloud: String, endpoint: String) async throws {
    let result = try await Self.sandbox(endpoint: endpoint, cloud: cloud).run("records", "--cloud", cloud)
    #expect(
      result.errors.hasPrefix(
        "apim-dns: only the inventory sets the endpoint '\(endpoint)', which is not the Resource Manager of the cloud ")
    )
    #expect(result.status == 64)
  }

  @Test func endpointOnTheCommandLineIsTrusted() async throws {
    let sandbox = try Self.sandbox(endpoint: Self.evil)
    #expect(try await sandbox.run("records", "--endpoint", Self.evil).errors == "apim-dns: \(Self.noCredential)\n")
  }

  @Test(arguments: [
    ("china", "https://login.chinacloudapi.cn"), ("usgovernment", "https://login.microsoftonline.us"),
  ])
  func cloudThatOnlyTheInventoryNamesGetsNoCredentials(cloud: String, authority: String) async throws {
    var sandbox = try Self.sandbox(cloud: cloud)
    let refusal =
      "apim-dns: only the inventory sets the cloud '\(cloud)', and the Microsoft Entra ID of that cloud ('\(authority)') would "
      + "get your credentials. If you trust it, add --cloud \(cloud), or set AZURE_AUTHORITY_HOST to that address.\n"
    #expect(try await sandbox.run("records").errors == refusal)
    #expect(try await sandbox.run("auth").errors == refusal)
    #expect(try await sandbox.run("records", "--cloud", cloud).errors == "apim-dns: \(Self.noCredential)\n")
    sandbox.environment["AZURE_AUTHORITY_HOST"] = "https://login.microsoftonline.com"
    #expect(try await sandbox.run("records").errors == refusal)
    for host in [authority, String(authority.dropFirst(8)), authority + "/"] {
      sandbox.environment["AZURE_AUTHORITY_HOST"] = host
      #expect(try await sandbox.run("records").errors == "apim-dns: \(Self.noCredential)\n")
    }
  }

  /// A plan in a file counts for as little as an inventory.
  @Test(arguments: [
    (
      "--cloud", "china", "chinaeast2",
      "sets the cloud 'china', and the Microsoft Entra ID of that cloud ('https://login.chinacloudapi.cn') would get your "
        + "credentials."
    ),
    (
      "--endpoint", "http://127.0.0.1:9", "westus",
      "sets the endpoint 'http://127.0.0.1:9', which is not the Resource Manager of the cloud "
    ),
  ])
  func savedPlanAloneSendsNoSecret(option: String, value: String, region: String, refusal: String) async throws {
    let sandbox = try Sandbox()
    let options: [String: [String]] = [
      "name": ["contoso-apim"], "region": [region], "vip": ["10.1.0.5"], "subscription": ["s"], "resource-group": ["g"],
      "auth": ["environment"], String(option.dropFirst(2)): [value],
    ]
    let place: [String: Any] = [
      "backend": "azure", "target": "/subscriptions/s/resourceGroups/g", "changes": [String](), "conflicts": [String](),
      "unchanged": 0, "warnings": [String](),
    ]
    let plan: [String: Any] = [
      "version": 1, "owner": "apim-dns", "inSync": true, "backends": [place], "errors": [String](),
      "run": ["backends": ["azure"], "folder": sandbox.folder.path, "options": options],
    ]
    try sandbox.folder.write("plan.json", text: SavedPlanText.of(plan))
    let result = try await sandbox.run("apply", "--plan", "plan.json")
    #expect(result.errors.contains("apim-dns: only the saved plan \(refusal)"), "\(result.errors)")
    #expect(result.status == 64)
    let typed = try await sandbox.run("apply", "--plan", "plan.json", option, value)
    #expect(typed.errors.contains(Self.noCredential), "\(typed.errors)")
  }

  /// The variables of a child that wrote them into a file.
  private func names(_ folder: TemporaryFolder, _ file: String) throws -> Set<String> {
    Set(try folder.text(of: file).split(separator: "\n").compactMap { $0.split(separator: "=").first.map(String.init) })
  }

  @Test func noCommandAndNoSSHInheritsASecret() async throws {
    var sandbox = try Sandbox()
    try sandbox.folder.writeProgram("ssh", text: "#!/bin/sh\nenv >\(sandbox.folder.path)/ssh.txt\nexit 255\n")
    let secrets = [
      "AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PASSWORD", "AZURE_PASSWORD", "IDENTITY_HEADER", "MSI_SECRET",
      "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SYSTEM_ACCESSTOKEN",
    ]
    sandbox.environment = ["PATH": "\(sandbox.folder.path):/usr/bin:/bin", "AZURE_CLIENT_ID": "client"]
    for name in secrets { sandbox.environment[name] = "s3cret" }
    #expect(
      try await sandbox.runInstance(
        "apply", "zones", "--yes", "--check", "env >check.txt", "--reload", "env >reload.txt"
      ).status == 0)
    #expect(try await sandbox.runInstance("plan", "hosts", "--machine", "vm1").status == 1)
    for file in ["check.txt", "reload.txt", "ssh.txt"] {
      let names = try names(sandbox.folder, file)
      #expect(names.isDisjoint(with: secrets), "\(file)")
      #expect(names.isSuperset(of: ["PATH", "AZURE_CLIENT_ID"]), "\(file)")
    }
  }

  /// The shell's parent is the program, whose memory of its first environment the system shows.
  @Test(.enabled(if: access("/proc/self/environ", R_OK) == 0)) func systemShowsNoSecretOfTheProgram() async throws {
    var sandbox = try Sandbox()
    sandbox.environment = ["PATH": "/usr/bin:/bin", "AZURE_CLIENT_ID": "client"]
    for name in ["AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PASSWORD", "IDENTITY_HEADER", "SYSTEM_ACCESSTOKEN"] {
      sandbox.environment[name] = "s3cret"
    }
    let result = try await sandbox.runInstance(
      "apply", "zones", "--yes", "--check", "cat /proc/$PPID/environ >environ.txt")
    #expect(result.status == 0)
    let shown = try sandbox.folder.text(of: "environ.txt")
    #expect(shown.contains("AZURE_CLIENT_ID=client"))
    #expect(!shown.contains("s3cret"))
  }
}

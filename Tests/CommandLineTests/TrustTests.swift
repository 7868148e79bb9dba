import Foundation
import TestSupport
import Testing

/// Who gets a token, and who inherits a secret.
@Suite struct TrustTests {
  private static let evil = "https://management.azure.com.evil.example"
  /// What is said where no credential is there, before anybody is asked.
  private static let noCredential =
    "there is no credential for Azure (environment: AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET are not set): "
    + "'apim-dns auth' says more"

  /// A sandbox with an inventory that names a Resource Manager.
  private static func sandbox(endpoint: String, cloud: String = "public") throws -> Sandbox {
    let id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/contoso"
    let sandbox = try Sandbox()
    try sandbox.folder.write(
      "apim-dns.json5",
      text: """
        { cloud: "\(cloud)", instances: [{ resourceId: "\(id)" }], backends: { azure: {
          subscription: "s", resourceGroup: "g", auth: "environment", endpoint: "\(endpoint)" } } }
        """)
    return sandbox
  }

  @Test(arguments: [
    ["plan"], ["apply", "--yes"], ["remove", "--yes"], ["records"], ["verify"], ["auth"],
    ["discover", "--compare", "apim-dns.json5"],
  ])
  func anEndpointOfTheInventoryAloneGetsNoToken(words: [String]) async throws {
    let result = try await Self.sandbox(endpoint: Self.evil).run(words)
    #expect(
      result.errors.hasSuffix(
        "the inventory's endpoint '\(Self.evil)' would get a token, and is neither "
          + "'https://management.azure.com', the Resource Manager of the cloud 'public', nor on this machine: if you trust "
          + "it, give it as --endpoint too\n"))
    #expect(result.output == "")
    #expect(result.status == 64)
  }

  @Test(arguments: [
    ("public", "https://management.azure.com:443/"), ("usgovernment", "https://management.usgovcloudapi.net"),
    ("china", "https://Management.ChinaCloudAPI.cn"), ("public", "http://127.0.0.1:1"), ("china", "https://[::1]:1"),
  ])
  func theCloudsOwnAndThisMachineGetOne(cloud: String, endpoint: String) async throws {
    let result = try await Self.sandbox(endpoint: endpoint, cloud: cloud).run("records")
    #expect(result.errors == "apim-dns: \(Self.noCredential)\n")
  }

  @Test(arguments: [
    ("china", "https://management.azure.com"), ("public", "https://management.usgovcloudapi.net"),
    ("public", "https://management.azure.com:8443"), ("public", "https://management.azure.com."),
  ])
  func anotherCloudOrPortIsAnotherServer(cloud: String, endpoint: String) async throws {
    let result = try await Self.sandbox(endpoint: endpoint, cloud: cloud).run("records")
    #expect(result.errors.hasPrefix("apim-dns: the inventory's endpoint '\(endpoint)' would get a token, and is "))
    #expect(result.status == 64)
  }

  @Test func theCommandLineIsTrusted() async throws {
    let sandbox = try Self.sandbox(endpoint: Self.evil)
    #expect(try await sandbox.run("records", "--endpoint", Self.evil).errors == "apim-dns: \(Self.noCredential)\n")
  }

  /// The variables of a child that wrote them into a file.
  private func names(_ folder: TemporaryFolder, _ file: String) throws -> Set<String> {
    Set(try folder.text(of: file).split(separator: "\n").compactMap { $0.split(separator: "=").first.map(String.init) })
  }

  @Test func noCommandAndNoSSHInheritsASecret() async throws {
    var sandbox = try Sandbox()
    try sandbox.folder.writeProgram("ssh", text: "#!/bin/sh\nenv >${0%/*}/ssh.txt\nexit 255\n")
    let secrets = [
      "AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PASSWORD", "AZURE_PASSWORD", "IDENTITY_HEADER", "MSI_SECRET",
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
}

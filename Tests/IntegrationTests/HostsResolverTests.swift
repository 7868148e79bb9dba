import Foundation
import TestSupport
import Testing

/// The C library reads the hosts file that we patched, bind-mounted over /etc/hosts where nobody else sees it.
@Suite struct HostsResolverTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// The names that `getent` finds, each with its address, while the file is this process tree's /etc/hosts.
  private func resolve(_ name: String) async throws -> [String] {
    let script = "mount --bind \"$1\" /etc/hosts && getent ahostsv4 \"$2\""
    // Whoever is not root becomes it in a user namespace of their own.
    let namespaces = getuid() == 0 ? ["--mount"] : ["--user", "--map-root-user", "--mount"]
    let result = try await Program.required("unshare").run(
      namespaces + ["sh", "-c", script, "sh", folder.path("hosts"), name])
    #expect(result.errors == "")
    return result.output.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
  }

  @Test(.needs("unshare", "getent")) func theCLibraryFindsBothNames() async throws {
    try folder.write("hosts", bytes(of: "/etc/hosts"))
    let applied = try await Program.built("apim-dns").run([
      "apply", "hosts", "--file", folder.path("hosts"), "--name", "contoso-apim", "--region", "westus",
      "--vip", "10.1.0.5",
    ])
    #expect(applied.status == 0)
    for name in ["contoso-apim.westus.azure-api.net", "CONTOSO-APIM.portal.azure-api.net"] {
      #expect(try await Set(resolve(name)) == ["10.1.0.5"])
    }
    #expect(try await resolve("localhost").contains("127.0.0.1"))

    let removed = try await Program.built("apim-dns").run([
      "remove", "hosts", "--file", folder.path("hosts"), "--owner", "apim-dns", "--no-backup",
    ])
    #expect(removed.status == 0)
    #expect(try folder.bytes(of: "hosts") == bytes(of: "/etc/hosts"))
  }

  private func bytes(of path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }
}

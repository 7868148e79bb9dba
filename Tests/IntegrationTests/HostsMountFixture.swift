import Foundation
import TestSupport

/// A folder with a hosts file, and scripts that mount things there where nobody else sees it.
struct HostsMountFixture {
  let folder: TemporaryFolder
  /// The hosts file's path.
  var path: String { folder.path("hosts") }

  static let original = "127.0.0.1 localhost\n10.9.9.9 db"
  static let patched =
    original + """

      # BEGIN apim-dns owner=apim-dns (managed: edits inside are lost; the line end before this line came with it)
      10.1.0.5\tcontoso-apim.westus.azure-api.net
      10.1.0.5\tcontoso-apim.portal.azure-api.net
      # END apim-dns owner=apim-dns

      """

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("hosts", text: Self.original)
  }

  /// The words that give a program a mount namespace of its own; whoever is not root becomes it in a user namespace.
  static let namespaces = getuid() == 0 ? ["--mount"] : ["--user", "--map-root-user", "--mount"]

  /// Runs a script in a mount namespace, with the program as `$program` and the folder as working folder.
  func run(_ script: String) async throws -> Program.Result {
    let instance = ["--name", "contoso-apim", "--region", "westus", "--vip", "10.1.0.5", "--hostnames", "regional"]
    let prelude = """
      program=$1; shift
      apply() { "$program" apply hosts --file "$PWD/hosts" "$@"; }
      remove() { "$program" remove hosts --yes --file "$PWD/hosts" --owner apim-dns "$@"; }

      """
    return try await Program.required("unshare").run(
      Self.namespaces + ["sh", "-c", prelude + script, "sh", Program.built("apim-dns").path] + instance, in: folder.path
    )
  }
}

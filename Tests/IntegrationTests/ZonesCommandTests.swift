import Foundation
import TestSupport
import Testing

/// What `plan`, `apply` and `remove` of zone files do with modes, paths and instances that the command line does not name.
@Suite struct ZonesCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Runs `apim-dns` for one instance on the command line.
  private func run(_ command: String, _ name: String, _ more: [String] = [], umask: String = "022") async throws
    -> Program.Result
  {
    try await Program.required("sh").run(
      [
        "-c", "umask \(umask); cd '\(folder.path)'; exec \"$@\"", "sh", Program.built("apim-dns").path, command,
        "zones", "--name",
        name, "--region", "westus", "--vip", "10.1.0.5", "--hostnames", "v2", "--yes",
      ] + more)
  }

  @Test("Folders are 0755 and files 0644 whatever the umask", arguments: ["077", "027", "000"])
  func modes(umask: String) async throws {
    let done = try await run("apply", "contoso-apim", ["--directory", "a/b", "--reload", "exit 1"], umask: umask)
    #expect(done.status == 1, "the reload fails, so that its mark stays")
    var modes: [String: Int] = [:]
    for name in ["a", "a/b"]
      + (try FileManager.default.contentsOfDirectory(atPath: folder.path("a/b"))).map({ "a/b/\($0)" })
    {
      modes[name] = try FileManager.default.attributesOfItem(atPath: folder.path(name))[.posixPermissions] as? Int
    }
    #expect(
      modes == [
        "a": 0o755, "a/b": 0o755, "a/b/contoso-apim.azure-api.net.zone": 0o644,
        "a/b/contoso-apim.developer.azure-api.net.zone": 0o644, "a/b/named.conf.apim-dns": 0o644,
        "a/b/reload-due.apim-dns": 0o644,
      ])
  }

  @Test("The include file has the same paths through a link and through its target")
  func pathsDoNotFlip() async throws {
    try FileManager.default.createDirectory(atPath: folder.path("real"), withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: "real")
    #expect(try await run("apply", "contoso-apim", ["--directory", "link/zones"]).status == 0)
    let text = try folder.text(of: "real/zones/named.conf.apim-dns")
    #expect(text.contains("file \"\(folder.path)/real/zones/contoso-apim.azure-api.net.zone\""))
    for directory in ["real/zones", folder.path("link/zones")] {
      let plan = try await run("plan", "contoso-apim", ["--directory", directory, "--detailed-exitcode"])
      #expect(plan.status == 0, "\(plan.output)\(plan.errors)")
    }
  }

  @Test("With --server-directory, the include file has the paths as the server sees them")
  func serverDirectory() async throws {
    let more = [
      "--server-directory", "/srv/zones/", "--zone-option", "allow-query { lan; };", "--negative-ttl", "10",
      "--apex-ttl", "5m",
    ]
    #expect(try await run("apply", "contoso-apim", more).status == 0)
    let text = try folder.text(of: "zones/named.conf.apim-dns")
    #expect(text.contains("// in named.conf: include \"/srv/zones/named.conf.apim-dns\";\n"))
    #expect(text.contains(" file \"/srv/zones/contoso-apim.azure-api.net.zone\"; "))
    #expect(text.contains("; allow-query { lan; }; };\n"))
    let zone = try folder.text(of: "zones/contoso-apim.azure-api.net.zone")
    #expect(
      zone.contains("$TTL 300\n@ 300 IN SOA ") && zone.contains("  10 ; minimum") && zone.contains("@ 300 IN NS "))
    let wrong = try await run("apply", "contoso-apim", ["--server-directory", "zones"])
    #expect(wrong.status == 64)
    #expect(
      wrong.errors.contains(
        "--server-directory: 'zones' is a relative path, and the name server needs an absolute one. Start it with '/'.")
    )
  }

  @Test("A run for one instance does not delete another instance's zones")
  func secondInstance() async throws {
    #expect(try await run("apply", "contoso-apim").status == 0)
    let before = try folder.contents()
    let reason =
      "zones: this would delete contoso-apim.azure-api.net and 1 more of owner apim-dns, which the command line does not name. To "
      + "keep both, put all instances into one inventory ('apim-dns init' writes one), or give this instance another --owner and "
      + "--directory. To delete them, use --force."
    let second = try await run("apply", "fabrikam-apim")
    #expect(second.status == 3)
    #expect(second.errors.contains("refused: \(reason)\n"), "\(second.errors)")
    #expect(try folder.contents() == before)
    #expect(try await run("plan", "fabrikam-apim").errors.contains("note: apply will refuse this: \(reason)\n"))
    // Another layout moves the same names, and an inventory means what it leaves out.
    #expect(try await run("apply", "contoso-apim", ["--layout", "parent"]).status == 0)
    #expect(try await run("apply", "fabrikam-apim", ["--force"]).status == 0)
    #expect(!(try folder.text(of: "zones/named.conf.apim-dns").contains("contoso")))
    #expect(try await run("remove", "contoso-apim", ["--yes"]).status == 0, "remove is for all records of the owner")
  }
}

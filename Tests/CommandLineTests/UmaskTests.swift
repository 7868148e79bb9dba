import Foundation
import TestSupport
import Testing

/// Servers with a strict umask: what other programs must read is readable, whatever the umask is.
@Suite struct UmaskTests {
  let sandbox: Sandbox
  private static let masks = ["077", "027"]

  init() throws {
    sandbox = try Sandbox()
    try sandbox.folder.write("hosts", text: "127.0.0.1 localhost\n")
    chmod(sandbox.folder.path("hosts"), 0o644)
  }

  /// Runs commands with a umask; `apim-dns` is the program, `$instance` the options of the instance.
  private func run(_ mask: String, _ commands: String) async throws -> Program.Result {
    let prelude = """
      umask \(mask)
      apim() { '\(Program.built("apim-dns").path)' "$@"; }
      instance='\(Sandbox.instance.joined(separator: " "))'

      """
    return try await Program.required("sh").run(["-c", prelude + commands], in: sandbox.folder.path)
  }

  private func mode(_ name: String) throws -> String {
    let mode = try FileManager.default.attributesOfItem(atPath: sandbox.folder.path(name))[.posixPermissions] as? Int
    return String(try #require(mode), radix: 8)
  }

  @Test(arguments: masks) func hostsFilesAndBackupsKeepTheirMode(mask: String) async throws {
    let result = try await run(
      mask,
      "apim apply hosts --file hosts $instance && apim apply hosts --file new-hosts $instance --metrics-file m.prom")
    #expect(result.status == 0, "\(result.errors)")
    for name in ["hosts", ".hosts.apim-dns.bak", "new-hosts", "m.prom"] { #expect(try mode(name) == "644", "\(name)") }
  }

  @Test(arguments: masks) func foldersOfZoneFilesAreOpenToTheServer(mask: String) async throws {
    let result = try await run(mask, "mkdir -m 700 closed; apim apply zones --directory closed/a/zones $instance")
    #expect(result.status == 0, "\(result.errors)")
    #expect(try mode("closed") == "700", "a folder that is there stays as it is")
    for name in ["closed/a", "closed/a/zones"] { #expect(try mode(name) == "755", "\(name)") }
    for name in ["named.conf.apim-dns", "contoso-apim.westus.azure-api.net.zone"] {
      #expect(try mode("closed/a/zones/\(name)") == "644", "\(name)")
    }
  }

  /// A set-group-ID folder gives its group to the folders in it.
  @Test func newFolderKeepsTheBitsOfItsParent() async throws {
    let result = try await run("077", "mkdir -m 2755 shared; apim apply zones --directory shared/zones $instance")
    #expect(result.status == 0, "\(result.errors)")
    #expect(try mode("shared/zones") == "2755")
  }

  @Test(
    .enabled(if: Program.areRequiredOrInstalled(["dash", "busybox", "mksh", "ksh93"])), arguments: masks,
    ["dash", "busybox sh", "mksh", "ksh93"])
  func scriptKeepsModesToo(mask: String, shell: String) async throws {
    let result = try await run(
      mask, "apim apply hosts --print-script $instance >s.sh && \(shell) s.sh hosts && \(shell) s.sh new-hosts")
    #expect(result.output == "hosts: changed\nnew-hosts: changed\n", "\(result.errors)")
    for name in ["hosts", ".hosts.apim-dns.bak", "new-hosts"] { #expect(try mode(name) == "644", "\(name)") }
  }

  @Test(.needs("unshare"), .enabled(if: getuid() == 0), arguments: masks)
  func backupOfAMountedFileHasItsMode(mask: String) async throws {
    let result = try await run(
      mask,
      """
      cp hosts source && chmod 644 source && unshare --mount sh -c '
        mount --bind source hosts && "$@"' sh '\(Program.built("apim-dns").path)' apply hosts --file hosts $instance
      """)
    #expect(result.status == 0, "\(result.errors)")
    for name in ["source", ".hosts.apim-dns.bak"] { #expect(try mode(name) == "644", "\(name)") }
  }
}

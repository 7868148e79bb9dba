import TestSupport
import Testing

/// `--on-conflict skip`: what conflicts is left out and named, the rest is done, and the run ends with 1.
@Suite struct OnConflictTests {
  let sandbox: Sandbox
  private static let gateway = "contoso-apim.westus.azure-api.net"
  private static let portal = "contoso-apim.portal.azure-api.net"

  init() throws {
    sandbox = try Sandbox()
  }

  @Test("In a hosts file, a name with a conflict keeps its lines") func namesOfAHostsFile() async throws {
    let line = "10.9.9.9\t\(Self.portal)\n"
    try sandbox.folder.write("hosts", text: line)
    let words = ["hosts", "--file", "hosts", "--on-conflict", "skip"] + Sandbox.instance
    let message =
      "apim-dns: left out: hosts:1: this unmanaged line maps \(Self.portal) to 10.9.9.9 and comes before the managed "
      + "block, so it takes precedence where the first match wins. Remove the name from this line, or use --force to add "
      + "the block anyway.\n"
    let plan = try await sandbox.run(["plan", "--detailed-exitcode"] + words)
    #expect(plan.errors == message)
    #expect(plan.output.hasSuffix("1 to create, 0 to update, 0 to delete, 1 left out\n"))
    #expect(plan.status == 2)
    let applied = try await sandbox.run(["apply"] + words)
    #expect(applied.errors == message)
    #expect(applied.output.hasSuffix("1 created, 0 updated, 0 deleted, 1 left out\n"))
    #expect(applied.status == 1)
    let block = """
      # BEGIN apim-dns owner=apim-dns (managed: edits inside are lost)
      10.1.0.5\t\(Self.gateway)
      # END apim-dns owner=apim-dns

      """
    #expect(try sandbox.folder.text(of: "hosts") == line + block)
    let json = try await sandbox.run(["plan", "--format", "json"] + words)
    #expect(json.output.contains(#""conflicts":[{"leftOut":true,"name":"contoso-apim.portal.azure-api.net""#))
    #expect(json.output.contains(#""inSync":false"#))

    // A name that the block has already stays in it, with its old address.
    try sandbox.folder.write("hosts", text: block)
    #expect(try await sandbox.runInstance("apply", "hosts", "--file", "hosts").status == 0)
    let before = try sandbox.folder.text(of: "hosts")
    try sandbox.folder.write("hosts", text: line + before)
    let moved = ["--name", "contoso-apim", "--region", "westus", "--vip", "10.1.0.6", "--hostnames", "regional"]
    let kept = try await sandbox.run(["apply", "hosts", "--file", "hosts", "--on-conflict", "skip", "--yes"] + moved)
    #expect(kept.status == 1)
    #expect(
      try sandbox.folder.text(of: "hosts")
        == line + before.replacing("10.1.0.5\t\(Self.gateway)", with: "10.1.0.6\t\(Self.gateway)"))

    // Conflicts that --force overrides are not left out.
    #expect(try await sandbox.run(["apply", "--force"] + words).status == 0)
    #expect(try sandbox.folder.text(of: "hosts") == line + before)
  }

  @Test("A zone with a conflict is left out as a whole, and stays in the include file if it was there")
  func zonesOfADirectory() async throws {
    #expect(try await sandbox.runInstance("apply", "zones").status == 0)
    let include = try sandbox.folder.text(of: "zones/named.conf.apim-dns")
    let lost = "; edited by hand\n$ORIGIN .\n"
    try sandbox.folder.write("zones/\(Self.portal).zone", text: lost)
    let moved = ["--name", "contoso-apim", "--region", "westus", "--vip", "10.1.0.6", "--hostnames", "regional"]
    #expect(try await sandbox.run(["apply", "zones"] + moved).status == 3)
    let result = try await sandbox.run(["apply", "zones", "--on-conflict", "skip"] + moved)
    #expect(
      result.errors
        == "apim-dns: left out: zones/\(Self.portal).zone: line 1 is not '; apim-dns owner=apim-dns', so the file is "
        + "unmanaged. Choose another directory, or move the file away and apply with --serial-from so that the serial does not "
        + "decrease. If named rewrote a managed file, put that line back on top instead.\n")
    #expect(result.output.hasSuffix("0 created, 1 updated, 0 deleted, 1 left out\n"))
    #expect(result.status == 1)
    #expect(try sandbox.folder.text(of: "zones/\(Self.gateway).zone").contains("10.1.0.6"))
    #expect(try sandbox.folder.text(of: "zones/\(Self.portal).zone") == lost)
    #expect(try sandbox.folder.text(of: "zones/named.conf.apim-dns") == include)

    // A zone that was never managed does not come into the include file.
    try sandbox.folder.write("other/\(Self.portal).zone", text: lost)
    let new = try await sandbox.run(
      ["apply", "zones", "--directory", "other", "--on-conflict", "skip", "--format", "json"] + moved)
    #expect(new.status == 1)
    #expect(new.output.contains(#""leftOut":true"#))
    let listed = try sandbox.folder.text(of: "other/named.conf.apim-dns")
    #expect(listed.contains(Self.gateway) && !listed.contains(Self.portal))
  }

  @Test func unknownReactionIsRefused() async throws {
    let result = try await sandbox.runInstance("plan", "hosts", "--file", "hosts", "--on-conflict", "ignore")
    #expect(result.errors == "apim-dns: --on-conflict: unknown reaction 'ignore'. Use 'refuse' or 'skip'.\n")
    #expect(result.status == 64)
  }
}

import TestSupport
import Testing

/// `--reload` and `hosts.reload`: a command that makes a program such as dnsmasq read the hosts file again.
@Suite struct HostsReloadTests {
  let sandbox: Sandbox
  private static let original = "127.0.0.1\tlocalhost\n"

  init() throws {
    sandbox = try Sandbox()
    try sandbox.folder.write("hosts", text: Self.original)
  }

  private func apply(_ words: String...) async throws -> Program.Result {
    try await sandbox.run(["apply", "hosts", "--file", "hosts"] + words + Sandbox.instance)
  }

  /// Writes an inventory with settings of the hosts file and of zone files.
  private func writeInventory(_ hosts: String, zones: String? = nil) throws {
    let zones = zones.map { ", zones: { \($0) }" } ?? ""
    try sandbox.folder.write(
      "i.json5",
      text: #"""
        { hostnames: "regional", instances: [{ name: "contoso-apim", region: "westus", vip: "10.1.0.5" }],
          backends: { hosts: { file: "hosts", \#(hosts) }\#(zones) } }
        """#)
  }

  @Test(.needs("flock")) func reloadRunsAfterTheFileChangedAndWithoutTheLock() async throws {
    let reload = "flock -n . cat hosts >>seen"
    #expect(try await apply("--reload", reload).status == 0)
    #expect(try sandbox.folder.text(of: "seen") == sandbox.folder.text(of: "hosts"))
    #expect(try await apply("--reload", reload).output == "hosts  hosts  in sync, 2 record sets\nnothing to do\n")
    #expect(try sandbox.folder.text(of: "seen") == sandbox.folder.text(of: "hosts"), "nothing changed, so nothing ran")
    let removed = try await sandbox.run(
      "remove", "hosts", "--yes", "--owner", "apim-dns", "--file", "hosts", "--reload", "cp hosts seen")
    #expect(removed.status == 0)
    #expect(try sandbox.folder.text(of: "seen") == Self.original)
  }

  @Test func failedReloadIsAFailureAndTheFileStays() async throws {
    let result = try await apply("--reload", "echo no dnsmasq; exit 7")
    #expect(
      result.errors
        == "apim-dns: hosts: hosts: the reload command 'echo no dnsmasq; exit 7' ended with status 7. The file is written. "
        + "Correct the cause; the next apply runs the command again. It printed: no dnsmasq\n")
    #expect(result.status == 1)
    #expect(try sandbox.folder.text(of: "hosts").contains("10.1.0.5\tcontoso-apim.westus.azure-api.net\n"))
    let silent = try await sandbox.run(
      "remove", "hosts", "--yes", "--owner", "apim-dns", "--file", "hosts", "--reload", "kill -9 $$")
    #expect(
      silent.errors
        == "warning: \(sandbox.folder.path(".hosts.apim-dns.reload-due.apim-dns")): a reload is still due from an earlier run, so "
        + "apply runs 'kill -9 $$'\napim-dns: hosts: hosts: the reload command 'kill -9 $$' was ended by signal 9. The file is written. Correct "
        + "the cause; the next apply runs the command again. It printed: nothing\n")
  }

  @Test func failedReloadIsDue() async throws {
    let mark = sandbox.folder.path(".hosts.apim-dns.reload-due.apim-dns")
    #expect(try await apply("--reload", "exit 7").status == 1)
    #expect(
      try sandbox.folder.text(of: ".hosts.apim-dns.reload-due.apim-dns")
        == "# The file was changed, and the reload command has not worked since.\n")
    #expect(try await apply().output == "hosts  hosts  in sync, 2 record sets\nnothing to do\n", "there is no command")
    let plan = try await sandbox.run(
      ["plan", "hosts", "--file", "hosts", "--reload", "touch ran", "--detailed-exitcode"] + Sandbox.instance)
    #expect(plan.status == 2)
    #expect(
      plan.output
        == "hosts  hosts\n  ~ configuration \(mark)\n  also runs at the end: touch ran\n0 to create, 1 to update, 0 to delete\n"
    )
    #expect(
      plan.errors == "warning: \(mark): a reload is still due from an earlier run, so apply runs 'touch ran'\n")
    let failed = try await apply("--reload", "exit 8")
    #expect(
      failed.errors.hasSuffix(
        "apim-dns: hosts: hosts: the reload command 'exit 8' ended with status 8. The file is written. Correct the cause; the "
          + "next apply runs the command again. It printed: nothing\n"))
    #expect(failed.status == 1)
    #expect(try await apply("--reload", "touch ran").status == 0)
    #expect(sandbox.folder.exists("ran"))
    #expect(!sandbox.folder.exists(".hosts.apim-dns.reload-due.apim-dns"))
    #expect(try await apply("--reload", "exit 7").output == "hosts  hosts  in sync, 2 record sets\nnothing to do\n")
  }

  @Test func fileThatIsNotWrittenLeavesNoReload() async throws {
    try sandbox.folder.write("hosts", text: "10.9.9.9 contoso-apim.westus.azure-api.net\n")
    #expect(try await apply("--reload", "touch ran").status == 3)
    #expect(try sandbox.folder.contents().keys.sorted() == ["hosts"])
  }

  @Test func inventoryNamesTheCommand() async throws {
    try writeInventory("reload: 'touch ran'")
    let plan = try await sandbox.run("plan", "--inventory", "i.json5")
    #expect(plan.output.contains("  also runs at the end: touch ran\n"))
    #expect(!sandbox.folder.exists("ran"))
    #expect(try await sandbox.run("apply", "--inventory", "i.json5").status == 0)
    #expect(sandbox.folder.exists("ran"))
    #expect(try await !sandbox.run("plan", "--inventory", "i.json5").output.contains("also runs"), "nothing will run")
  }

  /// A saved plan never runs a command by itself.
  @Test func savedPlanBindsTheCommand() async throws {
    let words = ["plan", "hosts", "--file", "hosts", "--reload", "touch ran", "--out", "plan.json"] + Sandbox.instance
    #expect(
      try await sandbox.run(words).errors
        == "plan saved; to apply it, run: apim-dns apply --plan plan.json --reload 'touch ran'\n")
    for (command, reason) in [
      (
        [],
        "plan.json was made with the reload command 'touch ran', which a saved plan does not run by itself. Add --reload "
          + "'touch ran'."
      ), (["--reload", "touch other"], "plan.json is out of date: only in the saved plan: reload (touch ran)"),
    ] {
      let refused = try await sandbox.run(["apply", "--plan", "plan.json"] + command)
      #expect(refused.errors.hasPrefix("apim-dns: \(reason)\n"), "\(refused.errors)")
      #expect(refused.status == 3)
    }
    #expect(try sandbox.folder.text(of: "hosts") == Self.original)
    #expect(try await sandbox.run("apply", "--plan", "plan.json", "--reload", "touch ran").status == 0)
    #expect(sandbox.folder.exists("ran") && !sandbox.folder.exists("other"))
  }

  @Test func inARunWithZoneFilesTheOptionIsForThem() async throws {
    try writeInventory("reload: 'echo hosts >>ran'", zones: "")
    #expect(try await sandbox.run("apply", "--inventory", "i.json5", "--reload", "echo zones >>ran").status == 0)
    #expect(try sandbox.folder.text(of: "ran") == "zones\nhosts\n")
  }

  @Test(.needs("sh")) func printedScriptRunsTheCommand() async throws {
    let script = try await apply("--reload", "cat hosts >>seen", "--print-script").output
    let first = try await Program.required("sh").run(["-s"], in: sandbox.folder.path, input: script)
    #expect(first.errors == "" && first.output == "hosts: changed\n")
    #expect(try sandbox.folder.text(of: "seen") == sandbox.folder.text(of: "hosts"))
    let second = try await Program.required("sh").run(["-s"], in: sandbox.folder.path, input: script)
    #expect(second.output == "hosts: in sync\n")
    #expect(try sandbox.folder.text(of: "seen") == sandbox.folder.text(of: "hosts"))
  }
}

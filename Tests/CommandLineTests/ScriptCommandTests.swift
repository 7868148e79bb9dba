import TestSupport
import Testing

/// `apply hosts --print-script` and `remove hosts --print-script`.
@Suite struct ScriptCommandTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.folder.write("hosts", text: "127.0.0.1 localhost\n")
  }

  /// Runs a script as `ssh VM sudo sh -s` would: it comes through standard input.
  private func runScript(_ script: String) async throws -> Program.Result {
    try await Program.required("sh").run(["-s"], in: sandbox.folder.path, input: script)
  }

  @Test(.needs("sh")) func scriptMakesTheChangesAndPrintingItChangesNothing() async throws {
    let printed = try await sandbox.runInstance("apply", "hosts", "--file", "hosts", "--print-script")
    #expect(printed.status == 0)
    #expect(printed.output.hasPrefix("#!/bin/sh\n"))
    #expect(try sandbox.folder.text(of: "hosts") == "127.0.0.1 localhost\n")

    let script = try await runScript(printed.output)
    #expect(script.errors == "")
    #expect(script.output == "hosts: changed\n")
    let plan = try await sandbox.runInstance("plan", "hosts", "--file", "hosts")
    #expect(plan.output == "hosts  hosts  in sync, 2 record sets\neverything is in sync\n")

    let removal = try await sandbox.run("remove", "hosts", "--owner", "apim-dns", "--file", "hosts", "--print-script")
    #expect(try await runScript(removal.output).output == "hosts: changed\n")
    #expect(try sandbox.folder.text(of: "hosts") == "127.0.0.1 localhost\n")
  }

  @Test("The script has a help text, and creates no file for an unknown option", .needs("sh"))
  func scriptHasHelp() async throws {
    let apply = try await sandbox.runInstance("apply", "hosts", "--file", "hosts", "--print-script")
    let remove = try await sandbox.run("remove", "hosts", "--owner", "team", "--print-script")
    for (script, task, owner, file) in [
      (apply.output, "Writes", "apim-dns", "hosts"), (remove.output, "Removes", "team", "/etc/hosts"),
    ] {
      try sandbox.folder.write("s.sh", text: script)
      for option in ["--help", "-h"] {
        let help = try await Program.required("sh").run(["s.sh", option], in: sandbox.folder.path)
        #expect(
          help.output == """
            \(task) the managed block of owner \(owner) in a hosts file, on a machine without apim-dns.

            Usage: sh SCRIPT [FILE]

              FILE        the hosts file (default \(file))
              -h, --help  print this help

            Exit codes: 0 changed or in sync, 1 failed, 3 refused before any change.

            """)
        #expect(help.errors == "")
        #expect(help.status == 0)
      }
      let unknown = try await Program.required("sh").run(["s.sh", "--hlep"], in: sandbox.folder.path)
      #expect(
        unknown.errors
          == "apim-dns: refused: unknown option '--hlep'. Use --help, or ./--hlep for a file with this name.\n")
      #expect(unknown.status == 3)
    }
    #expect(try Set(sandbox.folder.contents().keys) == ["hosts", "s.sh"])
    #expect(try sandbox.folder.text(of: "hosts") == "127.0.0.1 localhost\n")
  }

  @Test(.needs("sh")) func scriptNeedsForceIfThereIsAnUnmanagedLine() async throws {
    let foreign = "10.9.9.9 contoso-apim.westus.azure-api.net\n"
    try sandbox.folder.write("hosts", text: foreign)
    let careful = try await sandbox.runInstance("apply", "hosts", "--file", "hosts", "--print-script")
    let refused = try await runScript(careful.output)
    #expect(refused.status == 3)
    #expect(refused.errors.hasPrefix("apim-dns: refused: hosts:1: this unmanaged line maps "))
    #expect(try sandbox.folder.text(of: "hosts") == foreign)
    let forced = try await sandbox.runInstance("apply", "hosts", "--file", "hosts", "--print-script", "--force")
    #expect(try await runScript(forced.output).status == 0)
    #expect(try sandbox.folder.text(of: "hosts").hasPrefix(foreign + "# BEGIN "))
  }

  @Test func scriptIsForHostsFilesOnly() async throws {
    let both = try await sandbox.runInstance("apply", "hosts", "zones", "--print-script")
    #expect(
      both.errors
        == "apim-dns: --print-script is only for the hosts backend. Use 'apim-dns apply hosts --print-script'.\n")
    #expect(both.status == 64)
    let json = try await sandbox.runInstance("apply", "hosts", "--print-script", "--format", "json")
    #expect(
      json.errors == "apim-dns: --print-script has only one format. Remove --format.\n")
    #expect(json.status == 64)
    #expect(json.output == "")
    try sandbox.folder.write("empty.json5", text: "{ owner: 'contoso', instances: [] }")
    let empty = try await sandbox.run("apply", "hosts", "--print-script", "--inventory", "empty.json5")
    #expect(
      empty.errors
        == "apim-dns: the inventory has no instances, so there are no records to write. Add an instance, or use "
        + "'apim-dns remove hosts --print-script' to remove the block.\n")
    #expect(empty.status == 64)
  }
}

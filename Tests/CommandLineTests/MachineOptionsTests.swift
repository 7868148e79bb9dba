import TestSupport
import Testing

@testable import apim_dns

/// `--machine`, `--parallel` and what goes with them, as far as no ssh is started.
@Suite struct MachineOptionsTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
  }

  @Test(arguments: [
    (
      ["--machine", "-oProxyCommand=x"],
      "--machine: '-oProxyCommand=x' is not a valid machine. Use [USER@]HOST[:PORT] with letters, digits, '.', '-', "
        + "'_', '/', '+' or '=', not starting with '-'; put an IPv6 address in brackets; use a port from 1 to 65535."
    ),
    (["--machine", "vm1", "--machine", "vm1"], "hosts: --machine: vm1 is given twice. Use it once."),
    (
      ["--machine", "vm1", "--file", "hosts"],
      "hosts: --file: 'hosts' is a relative path, and a path on another machine must be absolute. Start it with '/'."
    ),
    (
      ["--machine", "vm1", "--parallel", "0"],
      "--parallel: '0' is not a valid number of machines or connections. Use 1-256."
    ),
    (
      ["--machine", "vm1", "--parallel", "257"],
      "--parallel: '257' is not a valid number of machines or connections. Use 1-256."
    ),
    (
      ["--machine", "vm1", "--timeout", "x"],
      "--timeout: 'x' is not a valid time. Use seconds, or 30s, 5m or 2h."
    ),
    (
      ["--machine", "vm1", "--print-script"],
      "--print-script and --machine cannot be used together. Use one of them."
    ),
  ])
  func invalidMachineOptionsAreRefused(options: [String], message: String) async throws {
    let result = try await sandbox.run(["apply", "hosts"] + Sandbox.instance + options)
    #expect(result.errors == "apim-dns: \(message)\n")
    #expect(result.output == "")
    #expect(result.status == 64)
  }

  @Test func emptyInventoryIsRefusedBeforeAnyMachineIsAsked() async throws {
    var sandbox = sandbox
    try sandbox.folder.writeProgram("ssh", text: "#!/bin/sh\n: >'\(sandbox.folder.path("asked"))'\nexit 255\n")
    sandbox.environment = ["PATH": sandbox.folder.path]
    try sandbox.folder.write("apim-dns.json5", text: "{ backends: { hosts: { machines: ['vm1', 'vm2'] } } }")
    let result = try await sandbox.run("apply", "--format", "json")
    #expect(
      result.errors == """
        apim-dns: refused: the inventory has no instances, so all records of owner apim-dns would be deleted. Add the \
        instances, or use 'apim-dns remove' or --force to delete the records.
        apim-dns: nothing was written

        """)
    #expect(result.status == 3)
    #expect(result.output.contains(#""backends":[]"#), "\(result.output)")
    #expect(!sandbox.folder.exists("asked"))
    #expect(try await sandbox.run("apply", "--force").status == 1)
    #expect(sandbox.folder.exists("asked"), "with --force, the machines are asked")
  }

  @Test func missingSSHIsAnErrorForEachMachine() async throws {
    var sandbox = sandbox
    sandbox.environment = ["PATH": sandbox.folder.path]
    let result = try await sandbox.runInstance("plan", "hosts", "--machine", "vm1")
    #expect(result.errors == "apim-dns: hosts: vm1: the program ssh is not on PATH. Install it.\n")
    #expect(result.status == 1)
    try sandbox.folder.write(
      "apim-dns.json5", text: "{ owner: 'contoso', backends: { hosts: { machines: ['vm1', 'vm2'] } } }")
    let both = try await sandbox.run("remove", "--yes")
    #expect(both.errors.split(separator: "\n").count == 2)
    #expect(both.errors.hasSuffix("apim-dns: hosts: vm2: the program ssh is not on PATH. Install it.\n"))
    let script = try await sandbox.run("remove", "hosts", "--print-script")
    #expect(
      script.output.contains("\nstandard='/etc/hosts'\n"), "machines of the inventory do not matter to a script")
  }
}

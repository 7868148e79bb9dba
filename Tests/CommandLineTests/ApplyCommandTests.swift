import Foundation
import TestSupport
import Testing

/// `plan`, `apply` and `remove` on hosts files and zone files: files, messages and exit codes.
@Suite struct ApplyCommandTests {
  let sandbox: Sandbox

  static let original = "127.0.0.1\tlocalhost\n"
  static let block = """
    # BEGIN apim-dns owner=apim-dns (managed: edits inside are lost)
    10.1.0.5\tcontoso-apim.westus.azure-api.net
    10.1.0.5\tcontoso-apim.portal.azure-api.net
    # END apim-dns owner=apim-dns

    """

  init() throws {
    sandbox = try Sandbox()
    try sandbox.folder.write("hosts", text: Self.original)
  }

  private var hosts: String { get throws { try sandbox.folder.text(of: "hosts") } }

  @Test func planShowsChangesAndWritesNothing() async throws {
    let result = try await sandbox.runInstance("plan", "hosts", "--file", "hosts")
    #expect(
      result.output == """
        hosts  hosts
          + contoso-apim.westus.azure-api.net  10.1.0.5
          + contoso-apim.portal.azure-api.net  10.1.0.5
        --- hosts
        +++ hosts
        @@ -1 +1,5 @@
         127.0.0.1\tlocalhost
        +# BEGIN apim-dns owner=apim-dns (managed: edits inside are lost)
        +10.1.0.5\tcontoso-apim.westus.azure-api.net
        +10.1.0.5\tcontoso-apim.portal.azure-api.net
        +# END apim-dns owner=apim-dns
        2 to create, 0 to update, 0 to delete

        """)
    #expect(result.status == 0)
    #expect(try hosts == Self.original)
    #expect(try sandbox.folder.contents().count == 1)
  }

  @Test func applyThenPlanIsInSyncAndRemoveRestores() async throws {
    let applied = try await sandbox.runInstance("apply", "hosts", "--file", "hosts")
    #expect(applied.output.hasSuffix("10.1.0.5\n2 created, 0 updated, 0 deleted\n"))
    #expect(try hosts == Self.original + Self.block)
    #expect(try sandbox.folder.text(of: ".hosts.apim-dns.bak") == Self.original)

    let again = try await sandbox.runInstance("plan", "hosts", "--file", "hosts", "--detailed-exitcode")
    #expect(again.output == "hosts  hosts  in sync, 2 record sets\neverything is in sync\n")
    #expect(again.status == 0)
    let nothing = try await sandbox.runInstance("apply", "hosts", "--file", "hosts")
    #expect(nothing.output == "hosts  hosts  in sync, 2 record sets\nnothing to do\n")

    let removed = try await sandbox.run(
      "remove", "hosts", "--yes", "--owner", "apim-dns", "--file", "hosts", "--no-backup")
    #expect(removed.output.hasSuffix("0 created, 0 updated, 2 deleted\n"))
    #expect(removed.status == 0)
    #expect(try hosts == Self.original)
  }

  @Test func detailedExitcodeIsTwoIfThereAreChanges() async throws {
    #expect(try await sandbox.runInstance("plan", "hosts", "--file", "hosts", "--detailed-exitcode").status == 2)
  }

  @Test func jsonHasTheFormatOfVersionOne() async throws {
    let words = ["hosts", "--file", "hosts", "--format", "json", "--no-backup"] + Sandbox.instance
    let planned = """
      {"backends":[{"backend":"hosts","changes":[\
      {"action":"create","after":["10.1.0.5"],"before":null,"name":"contoso-apim.westus.azure-api.net",\
      "result":"planned","ttl":null,"zone":null},\
      {"action":"create","after":["10.1.0.5"],"before":null,"name":"contoso-apim.portal.azure-api.net",\
      "result":"planned","ttl":null,"zone":null}],\
      "conflicts":[],"target":"hosts","unchanged":0,"warnings":[]}],\
      "errors":[],"inSync":false,"owner":"apim-dns","version":1}

      """
    #expect(try await sandbox.run(["plan"] + words).output == planned)
    let applied = planned.replacing("planned", with: "applied")
    #expect(try await sandbox.run(["apply"] + words).output == applied)
    let inSync = """
      {"backends":[{"backend":"hosts","changes":[],"conflicts":[],"target":"hosts","unchanged":2,"warnings":[]}],\
      "errors":[],"inSync":true,"owner":"apim-dns","version":1}

      """
    #expect(try await sandbox.run(["plan"] + words).output == inSync)
  }

  @Test func unmanagedLineIsRefusedUnlessForced() async throws {
    let foreign = "10.9.9.9 contoso-apim.westus.azure-api.net\n"
    try sandbox.folder.write("hosts", text: foreign)
    let reason =
      "hosts:1: this unmanaged line maps contoso-apim.westus.azure-api.net to 10.9.9.9 and comes "
      + "before the managed block, so it takes precedence where the first match wins. Remove the name from this "
      + "line, or use --force to add the block anyway."
    let plan = try await sandbox.runInstance("plan", "hosts", "--file", "hosts")
    #expect(
      plan.output.hasSuffix("\nconflicts\n  ! \(reason)\n2 to create, 0 to update, 0 to delete, 1 conflict\n"))
    #expect(plan.errors == "")
    #expect(plan.status == 0)
    let planned = try await sandbox.runInstance("plan", "hosts", "--file", "hosts", "--format", "json")
    #expect(planned.errors == "note: apply will refuse this: \(reason)\n")
    #expect(planned.output.contains("\"refusals\":[\"\(reason)\"]"))

    let refused = try await sandbox.runInstance("apply", "hosts", "zones", "--file", "hosts")
    #expect(refused.errors == "apim-dns: refused: \(reason)\napim-dns: nothing was written\n")
    #expect(refused.status == 3)
    #expect(try sandbox.folder.contents() == ["hosts": Array(foreign.utf8)])

    let json = try await sandbox.runInstance("apply", "hosts", "--file", "hosts", "--format", "json")
    #expect(json.output.contains("\"error\":\"\(reason.dropFirst("hosts:1: ".count))\""))
    #expect(json.output.contains("\"result\":\"conflict\""))
    #expect(json.output.contains("\"result\":\"skipped\""))
    #expect(json.output.contains("\"refusals\":[\"\(reason)\"]"))

    let forced = try await sandbox.runInstance("apply", "hosts", "--file", "hosts", "--force")
    #expect(forced.status == 0)
    #expect(forced.output.contains("\noverridden by --force\n  ! \(reason)\n2 created"))
    #expect(try hosts == foreign + Self.block)
  }

  /// A failure to write the result is a failure of the run.
  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")),
    arguments: [
      "records", "plan hosts --file hosts --format json", "apply hosts --file hosts", "completions bash", "help --man",
    ])
  func resultThatCannotBeWrittenIsAFailure(command: String) async throws {
    try sandbox.folder.write("hosts", text: "")
    let words = command.hasPrefix("completions") || command.hasPrefix("help") ? [] : Sandbox.instance
    let line = "exec \"$0\" \(command) \(words.joined(separator: " ")) >/dev/full"
    let result = try await Program(path: "/bin/sh").run(
      ["-c", line, Program.built("apim-dns").path], in: sandbox.folder.path)
    #expect(
      result.errors.hasSuffix(
        "apim-dns: cannot write the result: No space left on device. Check where the output goes, then run again.\n"))
    #expect(result.status == 1)
    #expect(try hosts == (command.hasPrefix("apply") ? Self.block : ""))
  }

  @Test func planRefusesAnIncompleteBlockToo() async throws {
    try sandbox.folder.write("hosts", text: "# BEGIN apim-dns owner=apim-dns\n")
    let message =
      "apim-dns: hosts: hosts:1: the block of owner apim-dns starts here, but no END marker follows. Correct the "
      + "markers by hand, then run again.\n"
    for command in ["plan", "apply", "remove"] {
      let result = try await sandbox.runInstance(command, "hosts", "--yes", "--file", "hosts")
      #expect(result.errors == message)
      #expect(result.status == 3)
    }
  }

  @Test func backendThatCannotPlanStopsTheOthers() async throws {
    try sandbox.folder.write("zones/contoso-apim.portal.azure-api.net.zone", text: "; somebody else's\n")
    let result = try await sandbox.runInstance("apply", "hosts", "zones", "--file", "hosts")
    #expect(result.status == 3)
    #expect(try hosts == Self.original)
  }

  /// Conflicts of one target are reported even if another target failed before it.
  @Test func refusalIsNotHiddenByAFailure() async throws {
    let foreign = "10.9.9.9 contoso-apim.westus.azure-api.net\n"
    try sandbox.folder.write("hosts", text: foreign)
    let words = ["apply", "hosts", "zones", "--file", "hosts", "--directory", "hosts", "-q"] + Sandbox.instance
    let result = try await sandbox.run(words)
    #expect(
      result.errors == """
        apim-dns: zones: hosts: cannot read the folder: Not a directory. Make sure that it can be read, or choose another \
        directory.
        apim-dns: refused: hosts:1: this unmanaged line maps contoso-apim.westus.azure-api.net to 10.9.9.9 and comes \
        before the managed block, so it takes precedence where the first match wins. Remove the name from this line, \
        or use --force to add the block anyway.

        """)
    #expect(result.status == 3)
    #expect(try await sandbox.run(words + ["--force"]).status == 1)
    #expect(try hosts == foreign)
  }

  @Test func inventoryWithoutInstancesIsRefused() async throws {
    _ = try await sandbox.runInstance("apply", "hosts", "--file", "hosts", "--no-backup")
    try sandbox.folder.write("apim-dns.json5", text: "{}")
    let refused = try await sandbox.run("apply", "hosts", "--file", "hosts")
    #expect(
      refused.errors == """
        apim-dns: refused: the inventory has no instances, so all records of owner apim-dns would be deleted. Add \
        the instances, or use 'apim-dns remove' or --force to delete the records.
        apim-dns: nothing was written

        """)
    #expect(refused.status == 3)
    #expect(try hosts == Self.original + Self.block)
    #expect(try await sandbox.run("apply", "hosts", "--file", "hosts", "--force").status == 0)
    #expect(try hosts == Self.original)
  }

  @Test func moreDeletionsThanTheLimitAreRefused() async throws {
    let many = (1...7).map { "{ name: 'apim-\($0)', region: 'westus', vip: '10.1.0.\($0)' }" }.joined(separator: ",")
    try sandbox.folder.write("apim-dns.json5", text: "{ hostnames: 'regional', instances: [\(many)] }")
    #expect(try await sandbox.run("apply", "hosts", "--file", "hosts", "--no-backup").status == 0)
    let refused = try await sandbox.runInstance("apply", "hosts", "--file", "hosts")
    #expect(
      refused.errors == """
        apim-dns: refused: hosts: this would delete 14 record sets, but the limit is 10. Check the plan, then raise \
        --max-deletes or use --force.
        apim-dns: nothing was written

        """)
    #expect(refused.status == 3)
    let raised = try await sandbox.runInstance(
      "apply", "hosts", "--file", "hosts", "--max-deletes", "14", "--no-backup")
    #expect(raised.status == 0)
    #expect(try hosts == Self.original + Self.block)
  }

  @Test(arguments: [
    (
      ["plan"],
      "a backend is required. Add zones, hosts or azure to the command, or configure one under backends: in the "
        + "inventory."
    ),
    (["apply", "--max-deletes", "many"], "--max-deletes: 'many' is not a valid number. Use 0 or more."),
    (
      ["plan", "zones", "--layout", "perHost"],
      "--layout: unknown layout 'perHost'. Use 'perHostname', 'parent' or 'responsePolicy'."
    ),
    (
      ["plan", "zones", "--name-server", "a..b"],
      "--name-server: 'a..b' is not a valid domain name: it has an empty label"
    ),
    (
      ["plan", "azure"],
      "azure: a subscription is required. Set --subscription, or subscription: under backends: { azure } in the "
        + "inventory."
    ),
    (
      ["plan", "azure", "--subscription", "s"],
      "azure: a resource group is required. Set --resource-group, or resourceGroup: under backends: { azure } in the "
        + "inventory."
    ),
  ])
  func invalidSettingsEndTheRun(words: [String], message: String) async throws {
    let result = try await sandbox.run(words + Sandbox.instance)
    #expect(result.errors == "apim-dns: \(message)\n")
    #expect(result.output == "", "where no place could plan, nothing is counted")
    #expect(result.status == 64)
  }

  @Test("A missing credential is a failure, not wrong usage") func missingCredential() async throws {
    let message =
      "no Azure credential is available (workload-identity: AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_FEDERATED_TOKEN_FILE "
      + "are not set). Run 'apim-dns auth' for details."
    for command in ["plan", "apply"] {
      let words = [command, "azure", "--subscription", "s", "--resource-group", "g", "--auth", "workload-identity"]
      let result = try await sandbox.run(words + ["--format", "json", "--metrics-file", "m.prom"] + Sandbox.instance)
      #expect(result.errors == "apim-dns: azure: \(message)\n")
      #expect(result.output.contains(#""errors":[{"backend":"azure","message":"\#(message)""#))
      #expect(try sandbox.folder.text(of: "m.prom").contains(#"exit_code{owner="apim-dns",command="\#(command)"} 1"#))
      #expect(result.status == 1)
    }
  }

  /// All new files are written before the first one replaces an old one, whatever the limit of open files.
  @Test func moreZonesThanOpenFilesAreWritten() async throws {
    let instances = (0..<100).map { "{name:'a\($0)',region:'westus',vip:'10.1.0.5'}" }.joined(separator: ",")
    try sandbox.folder.write("inventory.json5", text: "{hostnames:'regional',instances:[\(instances)]}")
    for address in ["10.1.0.5", "10.1.0.6"] {
      let text = try sandbox.folder.text(of: "inventory.json5").replacing("10.1.0.5", with: address)
      try sandbox.folder.write("inventory.json5", text: text)
      let result = try await Program.required("sh").run(
        [
          "-c", "ulimit -n 32; exec \"$0\" apply zones --directory zones --inventory inventory.json5 --max-updates 400",
          Program.built("apim-dns").path,
        ], environment: [:], in: sandbox.folder.path)
      #expect(result.withoutTestValues.errors == "")
      #expect(result.status == 0)
    }
    let zones = try sandbox.folder.contents().filter { $0.key.hasPrefix("zones/") }
    #expect(zones.count == 201)
    #expect(zones.values.count { String(decoding: $0, as: UTF8.self).contains("\n@ 300 IN A 10.1.0.6 ; ") } == 200)
  }

  @Test func newDirectoryBehindALinkIsCreated() async throws {
    try FileManager.default.createDirectory(atPath: sandbox.folder.path("real"), withIntermediateDirectories: false)
    symlink("real", sandbox.folder.path("link"))
    let result = try await sandbox.runInstance("apply", "zones", "--directory", "link/../link/new/zones")
    #expect(result.errors == "")
    #expect(result.output.hasSuffix("\n2 created, 0 updated, 0 deleted\n"))
    #expect(try sandbox.folder.contents().keys.count { $0.hasPrefix("real/new/zones/") } == 3)
  }

  @Test func quietPrintsNothingAndVerbosePrintsEachStep() async throws {
    let quiet = try await sandbox.runInstance("apply", "hosts", "--file", "hosts", "--quiet")
    #expect(quiet.output == "" && quiet.errors == "" && quiet.status == 0)
    let unanswered = try await sandbox.runInstance("verify", "--server", "127.0.0.1:1", "--quiet")
    #expect(
      unanswered.errors == """
        apim-dns: contoso-apim.westus.azure-api.net: 127.0.0.1:1 did not answer: Connection refused
        apim-dns: contoso-apim.portal.azure-api.net: not queried: 127.0.0.1:1 did not answer: Connection refused

        """)
    #expect(unanswered.output == "" && unanswered.status == 1)
    let verbose = try await sandbox.runInstance("apply", "hosts", "--file", "hosts", "--verbose")
    #expect(verbose.errors == "apim-dns: planning hosts\napim-dns: writing hosts hosts\n")
  }

  @Test func colorIsForTerminalsOrOnRequest() async throws {
    let colored = try await sandbox.runInstance("plan", "hosts", "--file", "hosts", "--color", "always")
    #expect(colored.output.contains("  \u{1B}[32m+ contoso-apim.westus.azure-api.net  10.1.0.5\u{1B}[0m\n"))
    #expect(try await !sandbox.runInstance("plan", "hosts", "--file", "hosts").output.contains("\u{1B}"))
  }

  @Test func helpAndVersionAreWrittenToStandardOutput() async throws {
    #expect(try await sandbox.run("--version").output == "apim-dns 0.1.0\n")
    #expect(try await sandbox.run("help").output.hasPrefix("apim-dns keeps the DNS records"))
    let help = try await sandbox.run("help", "apply").output
    #expect(try await sandbox.run("apply", "--help").output == help)
    #expect(help.hasPrefix("Usage: apim-dns apply [zones|hosts|azure ...] [OPTIONS]\n"))
  }

  /// A file that an untrusted inventory names is neither shown nor broken.
  @Test func fileThatIsNotAHostsFileIsNeitherShownNorChanged() async throws {
    let sudoers = "# s3cret\nDefaults env_reset\nroot ALL=(ALL:ALL) ALL\n"
    try sandbox.folder.write("sudoers", text: sudoers)
    let refusal =
      "sudoers: this does not look like a hosts file: of 2 lines with content, 0 are hosts entries. Give the path "
      + "of the right file, or use --force to add the block anyway."
    let plan = try await sandbox.runInstance("plan", "hosts", "--file", "sudoers")
    #expect(plan.output.contains("! \(refusal)\n"))
    #expect(!plan.output.contains("s3cret") && !plan.output.contains("Defaults"))
    let apply = try await sandbox.runInstance("apply", "hosts", "--file", "sudoers", "--yes")
    #expect(apply.errors.contains(refusal))
    #expect(apply.status == 3)
    #expect(try sandbox.folder.text(of: "sudoers") == sudoers)
    let script = try await sandbox.runInstance("apply", "hosts", "--file", "sudoers", "--print-script")
    let printed = try await Program.required("sh").run(
      [sandbox.folder.write("s.sh", text: script.output)], in: sandbox.folder.path)
    #expect(printed.errors.hasSuffix(String(refusal.dropFirst("sudoers".count)) + "\n"))
    #expect(printed.status == 3)
    #expect(try await sandbox.runInstance("apply", "hosts", "--file", "sudoers", "--yes", "--force").status == 0)
    #expect(try sandbox.folder.text(of: "sudoers").hasPrefix(sudoers))
  }

  @Test(.enabled(if: access("/proc/self/environ", R_OK) == 0)) func fileOfTheKernelIsRefusedAndNotShown() async throws {
    var sandbox = sandbox
    sandbox.environment["AZURE_CLIENT_SECRET"] = "s3cret"
    sandbox.environment["OTHER"] = "s3cret"
    let result = try await sandbox.runInstance("plan", "hosts", "--file", "/proc/self/environ")
    #expect(!result.output.contains("s3cret"))
    #expect(
      result.errors
        == "apim-dns: hosts: /proc/self/environ: the file is in the kernel file system 'proc', not on a disk. Give "
        + "the path of a file on a disk.\n")
    #expect(result.status == 3)
  }
}

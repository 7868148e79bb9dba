import TestSupport
import Testing

/// `plan --out` and `apply --plan`: exactly what was saved, or nothing.
@Suite struct SavedPlanTests {
  let sandbox: Sandbox

  static let original = "127.0.0.1\tlocalhost\n"

  init() async throws {
    sandbox = try Sandbox()
    try sandbox.folder.write("hosts", text: Self.original)
    let saved = try await sandbox.runInstance("plan", "hosts", "--file", "hosts", "--out", "plan.json")
    #expect(saved.errors == "plan saved; to apply it, run: apim-dns apply --plan plan.json\n")
    #expect(saved.status == 0)
  }

  private var hosts: String { get throws { try sandbox.folder.text(of: "hosts") } }

  private func applySaved(_ words: String...) async throws -> Program.Result {
    try await sandbox.run(["apply", "--plan", "plan.json"] + words)
  }

  /// The file is the JSON of the plan with absolute targets and one more key.
  @Test func savedPlanIsTheJSONOfThePlanAndHowItWasMade() async throws {
    let json = try await sandbox.runInstance("plan", "hosts", "--file", "hosts", "--format", "json").output
    let run =
      #","run":{"backends":["hosts"],"folder":"\#(sandbox.folder.path)","options":{"file":["hosts"],"#
      + #""hostnames":["regional"],"name":["contoso-apim"],"region":["westus"],"vip":["10.1.0.5"]}}"#
    let target = #""target":"\#(sandbox.folder.path)/hosts""#
    #expect(
      try sandbox.folder.text(of: "plan.json")
        == json.replacing(#","version":1}"#, with: run + #","version":1}"#).replacing(
          #""target":"hosts""#, with: target))
  }

  /// What is printed is a plan to read, and does not say how it was made.
  @Test func printedPlanIsNotASavedPlan() async throws {
    let json = try await sandbox.runInstance("plan", "hosts", "--file", "hosts", "--format", "json").output
    try sandbox.folder.write("printed.json", text: json)
    let refused = try await sandbox.run("apply", "--plan", "printed.json")
    #expect(
      refused.errors
        == "apim-dns: printed.json is not a plan that 'apim-dns plan --out' saved. Plan again with --out.\n")
    #expect(refused.status == 64)
  }

  @Test func optionsOfThePlanMayBeGivenAgain() async throws {
    let applied = try await sandbox.runInstance("apply", "hosts", "--file", "hosts", "--plan", "plan.json", "--yes")
    #expect(applied.errors == "")
    #expect(applied.status == 0)
  }

  @Test func savedPlanIsAppliedWithoutOtherOptions() async throws {
    let applied = try await applySaved()
    #expect(applied.output.hasSuffix("2 created, 0 updated, 0 deleted\n"))
    #expect(applied.status == 0)
    #expect(try hosts.contains("10.1.0.5\tcontoso-apim.westus.azure-api.net\n"))
  }

  @Test func otherLinesMayChangeAfterThePlan() async throws {
    try sandbox.folder.write("hosts", text: Self.original + "10.9.9.9 other.example\n")
    #expect(try await applySaved().status == 0)
    #expect(try hosts.hasPrefix(Self.original + "10.9.9.9 other.example\n# BEGIN"))
  }

  @Test func differenceFromThePlanIsReportedAndNothingIsWritten() async throws {
    _ = try await sandbox.run(
      ["apply", "hosts", "--file", "hosts", "--no-backup"] + Sandbox.instance.map { $0 == "10.1.0.5" ? "10.1.0.9" : $0 }
    )
    let before = try hosts
    let refused = try await applySaved()
    #expect(
      refused.errors == """
        apim-dns: plan.json is out of date: only in the saved plan: create contoso-apim.westus.azure-api.net (10.1.0.5)
        apim-dns: plan.json is out of date: only in the saved plan: create contoso-apim.portal.azure-api.net (10.1.0.5)
        apim-dns: plan.json is out of date: only in this run: update contoso-apim.westus.azure-api.net (10.1.0.9 -> 10.1.0.5)
        apim-dns: plan.json is out of date: only in this run: update contoso-apim.portal.azure-api.net (10.1.0.9 -> 10.1.0.5)
        apim-dns: nothing was written. Plan again with --out and review the plan.

        """)
    #expect(refused.status == 3)
    #expect(try hosts == before)
  }

  @Test func hyphenIsStandardInput() async throws {
    let plan = try sandbox.folder.text(of: "plan.json")
    let words = ["apply", "--plan", "-"]
    let wrong = try await sandbox.run(words, input: "{}")
    #expect(wrong.errors == "apim-dns: stdin is not a plan that 'apim-dns plan --out' saved. Plan again with --out.\n")
    #expect(wrong.status == 64)
    let both = try await sandbox.run(words + ["--inventory", "-"], input: plan)
    #expect(
      both.errors
        == "apim-dns: --inventory and --plan cannot both be '-'. Use a file for one of them.\n")
    #expect(both.status == 64)
    #expect(try hosts == Self.original)
    let applied = try await sandbox.run(words, input: plan)
    #expect(applied.output.hasSuffix("2 created, 0 updated, 0 deleted\n"))
    #expect(applied.status == 0)
  }

  @Test(arguments: [("plan", "--out"), ("apply", "--metrics-file")])
  func planInAFileIsNotPrintedAsWell(command: String, option: String) async throws {
    let result = try await sandbox.runInstance(command, "hosts", "--file", "hosts", option, "-")
    #expect(result.errors == "apim-dns: \(option): '-' is not a valid output file. Use the name of a file.\n")
    #expect(result.status == 64)
    #expect(try sandbox.folder.contents().keys.sorted() == ["hosts", "plan.json"])
  }

  @Test(arguments: [
    (["--owner", "other"], "was made without --owner, but this command line has --owner other"),
    (["--file", "hosts2"], "was made with --file hosts, but this command line has --file hosts2"),
    (["--force"], "was made without --force, but this command line has --force"),
    (["--vip", "10.9.9.9"], "was made with --vip 10.1.0.5, but this command line has --vip 10.9.9.9"),
    (["hosts", "zones"], "is a plan for hosts, but this command line has hosts, zones"),
    (["--inventory", "i.json5"], "was made without an inventory, but this command line has --inventory i.json5"),
  ])
  func differentOptionOrBackendIsRefused(words: [String], difference: String) async throws {
    try sandbox.folder.write("hosts2", text: Self.original)
    let refused = try await sandbox.run(["apply", "--plan", "plan.json", "--format", "json"] + words)
    let subject = words[0] == "hosts" ? "backends" : "option"
    let sentence = "plan.json \(difference). Remove the \(subject), or plan again with --out."
    #expect(refused.errors == "apim-dns: \(sentence)\napim-dns: nothing was written\n")
    #expect(
      refused.output
        == #"{"backends":[],"errors":[],"inSync":false,"owner":"apim-dns","refusals":["\#(sentence)"],"version":1}"#
        + "\n")
    #expect(refused.status == 3)
    #expect(try hosts == Self.original)
  }

  @Test(arguments: [
    ("none.json", "cannot read the saved plan: none.json does not exist. Correct the path."),
    (".", "cannot read the saved plan: .: not a regular file. Give the path of the file itself."),
    ("hosts", "hosts is not a plan that 'apim-dns plan --out' saved. Plan again with --out."),
  ])
  func fileThatIsNotAPlanIsRefused(path: String, message: String) async throws {
    let result = try await sandbox.run("apply", "--plan", path)
    #expect(result.errors == "apim-dns: \(message)\n")
    #expect(result.status == 64)
    #expect(try hosts == Self.original)
  }

  /// What is typed as the remark says it works, whatever the names of the files are.
  @Test func shownApplyCommandWorksInAShell() async throws {
    try sandbox.folder.write("that's it", text: Self.original)
    let saved = try await sandbox.runInstance("plan", "hosts", "-yv", "--file", "that's it", "--out", "my plan")
    let line = try #require(saved.errors.split(separator: "\n").last?.split(separator: ": ").last.map(String.init))
    #expect(line == "apim-dns apply --plan 'my plan'")
    let program = Program.built("apim-dns").path
    let shell = Program(path: "/bin/sh")
    let applied = try await shell.run(
      ["-c", line.replacing("apim-dns apply", with: "'\(program)' apply")], in: sandbox.folder.path)
    #expect(applied.status == 0)
    #expect(try sandbox.folder.text(of: "that's it").contains("10.1.0.5\tcontoso-apim.westus.azure-api.net\n"))
  }

  @Test func planShowsThatApplyWouldRefuseIt() async throws {
    try sandbox.folder.write("hosts", text: Self.original + "10.1.0.9 contoso-apim.westus.azure-api.net\n")
    let saved = try await sandbox.runInstance("plan", "hosts", "--file", "hosts", "--out", "plan.json")
    #expect(
      saved.errors
        == "plan saved; to apply it after you resolve the refusals, run: apim-dns apply --plan plan.json\n")
    #expect(saved.status == 0)
    #expect(try await applySaved().status == 3)
    try sandbox.folder.write("hosts", text: Self.original)
    #expect(try await applySaved().status == 0)
  }

  @Test("A limit is a refusal to resolve, not a conflict")
  func lineOfAPlanOverALimitSpeaksOfRefusals() async throws {
    #expect(try await sandbox.runInstance("apply", "hosts", "--file", "hosts", "--yes").status == 0)
    let saved = try await sandbox.run(
      "plan", "hosts", "--file", "hosts", "--name", "contoso-apim", "--region", "westus", "--vip", "10.1.0.6",
      "--hostnames", "regional", "--max-updates", "0", "--out", "plan.json")
    #expect(
      saved.errors == """
        note: apply will refuse this: hosts: this would update 2 record sets, but the limit is 0. Check the plan, then \
        raise --max-updates or use --force.
        plan saved; to apply it after you resolve the refusals, run: apim-dns apply --plan plan.json

        """)
    #expect(saved.status == 0)
  }

  /// Only an older plan is written over, and an empty file such as mktemp makes.
  @Test func fileThatIsNotAPlanIsNotReplaced() async throws {
    let refused = try await sandbox.runInstance("plan", "hosts", "--file", "hosts", "--out", "hosts")
    #expect(
      refused.errors
        == "apim-dns: cannot save the plan: hosts is not a plan that 'apim-dns plan --out' saved. Use another file.\n"
    )
    #expect(refused.status == 1)
    #expect(try hosts == Self.original)
    try sandbox.folder.write("empty", text: "")
    for path in ["plan.json", "empty"] {
      #expect(try await sandbox.runInstance("plan", "hosts", "--file", "hosts", "--out", path).status == 0)
    }
    #expect(try sandbox.folder.text(of: "empty") == sandbox.folder.text(of: "plan.json"))
  }

  @Test func planThatCannotBeSavedIsAFailure() async throws {
    let result = try await sandbox.runInstance("plan", "hosts", "--file", "hosts", "--out", "none/plan.json")
    #expect(
      result.errors
        == "apim-dns: cannot save the plan: \(sandbox.folder.path("none")): the folder does not exist. Create it, "
        + "or give the path of another file.\n")
    #expect(result.status == 1)
  }
}

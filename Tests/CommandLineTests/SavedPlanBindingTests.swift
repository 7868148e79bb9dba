import Foundation
import TestSupport
import Testing

/// A saved plan binds all that is written and run: `apply --plan` alone repeats it, and nothing else can slip in.
@Suite struct SavedPlanBindingTests {
  let sandbox: Sandbox

  private static let instances = #"instances: [{ name: "contoso-apim", region: "westus", vip: "10.1.0.5" }]"#

  init() throws {
    sandbox = try Sandbox()
    try write()
  }

  /// Writes the inventory, with some settings of zone files.
  private func write(_ settings: String = "", to name: String = "i.json5") throws {
    try sandbox.folder.write(
      name, text: #"{ hostnames: "regional", \#(Self.instances), backends: { zones: { \#(settings) } } }"#)
  }

  private func plan(_ words: String...) async throws -> Program.Result {
    let saved = try await sandbox.run(["plan", "zones", "--inventory", "i.json5", "--out", "plan.json"] + words)
    try #require(saved.status == 0, "\(saved.errors)")
    return saved
  }

  private func applySaved(_ words: String...) async throws -> Program.Result {
    try await sandbox.run(["apply", "--plan", "plan.json"] + words)
  }

  /// Nothing is written, and the reasons are these.
  private func expectRefusal(_ result: Program.Result, _ reasons: String...) throws {
    #expect(result.errors.split(separator: "\n").map(String.init).starts(with: reasons.map { "apim-dns: \($0)" }))
    #expect(result.errors.contains("apim-dns: nothing was written"))
    #expect(result.status == 3)
    #expect(!sandbox.folder.exists("zones"))
    #expect(!sandbox.folder.exists("ran"))
  }

  @Test func planShowsAllThatIsWrittenAndRun() async throws {
    let shown = try await plan(
      "--name-server", "ns1.corp.example", "--contact", "dns@corp.example", "--catalog", "catalog.corp.example",
      "--check", "true {file}", "--reload", "rndc reload")
    #expect(
      shown.output == """
        zones  zones
          + contoso-apim.portal.azure-api.net  300 10.1.0.5
          + contoso-apim.westus.azure-api.net  300 10.1.0.5
          also writes SOA and NS of new zones: SOA ns1.corp.example dns@corp.example refresh 3600 retry 600 expire 1209600 \
        minimum 60; NS ns1.corp.example
          also writes catalog zone catalog.corp.example: 2 zones
          also writes named.conf.apim-dns: 3 zones
          also runs for each zone file: true {file}
          also runs at the end: rndc reload
        2 to create, 0 to update, 0 to delete

        """)
    let json = try await sandbox.run(
      "plan", "zones", "--inventory", "i.json5", "--catalog", "c.example", "--reload", "true", "--format", "json"
    ).output
    let soa = "SOA localhost hostmaster@localhost refresh 3600 retry 600 expire 1209600 minimum 60"
    #expect(
      json.contains(
        #""sideEffects":[{"contents":["\#(soa)","NS localhost"],"kind":"apex"},{"action":"create","contents":["\#(soa)","#
          + #""NS invalid","member contoso-apim.portal.azure-api.net","member contoso-apim.westus.azure-api.net"],"#
          + #""kind":"catalog","name":"c.example"},{"action":"create","contents":["zone contoso-apim.portal.azure-api.net","zone contoso-apim.westus.azure-api.net","zone c.example"],"kind":"include","#
          + #""name":"named.conf.apim-dns"},{"contents":["true"],"kind":"reload"}]"#), "\(json)")
    for format in ["markdown", "html"] {
      let text = try await sandbox.run("plan", "-i", "i.json5", "--reload", "rndc reload", "--format", format).output
      #expect(text.contains("also runs at the end: rndc reload"), "\(text)")
    }
  }

  @Test func planFileAloneIsEnoughToApply() async throws {
    #expect(
      try await plan("--name-server", "ns1.corp.example", "--contact", "dns@corp.example", "--catalog", "c.example")
        .status == 0)
    let applied = try await applySaved()
    #expect(applied.errors == "")
    #expect(applied.status == 0)
    #expect(try sandbox.folder.text(of: "zones/contoso-apim.westus.azure-api.net.zone").contains("ns1.corp.example."))
    #expect(sandbox.folder.exists("zones/c.example.zone"))
    #expect(
      try await sandbox.run(
        "plan", "-i", "i.json5", "--name-server", "ns1.corp.example", "--contact", "dns@corp.example", "--catalog",
        "c.example"
      ).output.contains("in sync"))
  }

  @Test(arguments: [
    "nameServers: ['evil.example']", "contact: 'evil@evil.example'", "catalog: 'c.example'", "reload: 'touch ran'",
    "check: 'touch ran'", "directory: 'elsewhere'",
  ])
  func changedInventoryIsRefused(settings: String) async throws {
    _ = try await plan()
    try write(settings)
    try await expectRefusal(
      applySaved(), "i.json5 changed since plan.json was saved. Plan again with --out.", "nothing was written")
  }

  @Test(arguments: [
    ("--name-server", "evil.example"), ("--contact", "evil@evil.example"), ("--catalog", "c.example"),
    ("--serial", "unixtime"), ("--layout", "parent"), ("--max-deletes", "1000"),
  ])
  func additionalOptionIsRefused(option: String, value: String) async throws {
    _ = try await plan()
    try await expectRefusal(
      applySaved(option, value),
      "plan.json was made without \(option), but this command line has \(option) \(value). Remove the option, or plan again with --out.",
      "nothing was written")
  }

  @Test(arguments: ["check", "reload"])
  func additionalCommandIsRefused(name: String) async throws {
    _ = try await plan()
    try await expectRefusal(
      applySaved("--\(name)", "touch ran"),
      "plan.json is out of date: only in this run: \(name) (touch ran)",
      "nothing was written. Plan again with --out and review the plan.")
  }

  /// Anyone can have edited the saved plan, so commands only run if they are typed or in the inventory.
  @Test(arguments: ["check", "reload"])
  func commandThatOnlyThePlanNamesDoesNotRun(name: String) async throws {
    let saved = try await plan("--\(name)", "touch ran")
    #expect(
      saved.errors == "plan saved; to apply it, run: apim-dns apply --plan plan.json --\(name) 'touch ran'\n")
    try await expectRefusal(
      applySaved(),
      "plan.json was made with the \(name) command 'touch ran', which a saved plan does not run by itself. Add --\(name) "
        + "'touch ran'.")
    let other = try await applySaved("--\(name)", "touch ran2")
    try expectRefusal(
      other, "plan.json is out of date: only in the saved plan: \(name) (touch ran)",
      "plan.json is out of date: only in this run: \(name) (touch ran2)")
    #expect(try await applySaved("--\(name)", "touch ran").status == 0)
    #expect(sandbox.folder.exists("ran"))
  }

  @Test func commandOfTheUnchangedInventoryRuns() async throws {
    try write("reload: 'touch ran'")
    _ = try await plan()
    #expect(try await applySaved().status == 0)
    #expect(sandbox.folder.exists("ran"))
  }

  /// Somebody who can write the plan's file could add an option, but none that runs or reads something else.
  @Test(arguments: [
    ("reload", ["touch ran"]), ("check", ["touch ran"]), ("inventory", ["evil.json5"]), ("yes", []), ("plan", ["x"]),
    ("unknown", ["x"]), ("directory", []), ("force", ["x"]), ("directory", ["a", "b"]), ("metrics-file", ["x"]),
    ("layout", ["sideways"]), ("help", []),
  ])
  func optionThatPlansDoNotSaveIsRefused(option: String, values: [String]) async throws {
    _ = try await plan()
    let text = try sandbox.folder.text(of: "plan.json")
    // What is written in the same way and changes nothing is a plan.
    #expect(try SavedPlanText.setting("directory", ["zones"], in: text) == text)
    try sandbox.folder.write("plan.json", text: SavedPlanText.setting(option, values, in: text))
    let refused = try await applySaved()
    #expect(
      refused.errors == "apim-dns: plan.json is not a plan that 'apim-dns plan --out' saved. Plan again with --out.\n")
    #expect(refused.status == 64)
    #expect(!sandbox.folder.exists("zones"))
  }

  /// The file of a plan could name any inventory of its writer, and so any command.
  @Test(.enabled(if: getuid() == 0, "only root has more to lose than whoever wrote the file"))
  func otherUsersInventoryThatOnlyThePlanNamesIsRefused() async throws {
    _ = try await plan()
    try #require(chown(sandbox.folder.path("i.json5"), 65534, 65534) == 0)
    let refused = try await applySaved()
    #expect(
      refused.errors.hasPrefix("apim-dns: i.json5 can set commands that root runs, and other users can change it: "))
    #expect(refused.errors.hasSuffix(". If you trust it, use '--inventory i.json5'.\n"))
    #expect(refused.status == 64)
    #expect(try await applySaved("--inventory", "i.json5").status == 0)
  }

  /// Applied from another folder, a plan still means the files that it was made for.
  @Test func pathsAreRelativeToTheFolderOfThePlan() async throws {
    _ = try await plan("--directory", "made")
    let elsewhere = try TemporaryFolder()
    let applied = try await Program.built("apim-dns").run(
      ["apply", "--plan", sandbox.folder.path("plan.json")], environment: [:], in: elsewhere.path)
    #expect(applied.withoutTestValues.errors == "")
    #expect(applied.status == 0)
    #expect(sandbox.folder.exists("made/named.conf.apim-dns"))
    #expect(try elsewhere.contents().isEmpty)
  }

  /// On another machine, the command line says where things are.
  @Test func missingFolderOfThePlanNeedsOptions() async throws {
    _ = try await plan("--directory", "made")
    let text = try sandbox.folder.text(of: "plan.json")
    try sandbox.folder.write(
      "plan.json", text: text.replacing(sandbox.folder.path, with: "/nowhere/at/all"))
    let refused = try await applySaved("--inventory", "i.json5")
    try expectRefusal(
      refused,
      "plan.json was made in the folder /nowhere/at/all, which does not exist on this machine. Add --directory made, "
        + "with a path relative to the working folder.", "nothing was written")
    let without = try await applySaved("--directory", "made")
    #expect(
      without.errors
        == "apim-dns: cannot read the inventory: /nowhere/at/all/i.json5 does not exist. Correct the path.\n")
    #expect(without.status == 64)
    try sandbox.folder.write("sub/i.json5", text: sandbox.folder.text(of: "i.json5"))
    #expect(try await applySaved("--inventory", "sub/i.json5", "--directory", "made").status == 0)
    #expect(sandbox.folder.exists("made/named.conf.apim-dns"))
  }

  @Test func pipedInventoryMustBePipedInAgain() async throws {
    let inventory = try sandbox.folder.text(of: "i.json5")
    let saved = try await sandbox.run(["plan", "--inventory", "-", "--out", "plan.json"], input: inventory)
    #expect(saved.errors == "plan saved; to apply it, run: apim-dns apply --plan plan.json --inventory -\n")
    let alone = try await applySaved()
    #expect(
      alone.errors
        == "apim-dns: plan.json was made from an inventory on stdin. Add --inventory with the same inventory.\n"
    )
    #expect(alone.status == 64)
    let other = try await sandbox.run(["apply", "--plan", "plan.json", "-i", "-"], input: inventory + " ")
    try expectRefusal(other, "stdin changed since plan.json was saved. Plan again with --out.")
    #expect(try await sandbox.run(["apply", "--plan", "plan.json", "-i", "-"], input: inventory).status == 0)
  }

  @Test func savingAPlanNeedsSha256sum() async throws {
    var sandbox = sandbox
    sandbox.environment["PATH"] = "/nowhere"
    let saved = try await sandbox.run("plan", "-i", "i.json5", "--out", "plan.json")
    #expect(
      saved.errors
        == "apim-dns: cannot hash the inventory for a saved plan: sha256sum is not on PATH. Install sha256sum "
        + "from GNU coreutils or BusyBox.\n")
    #expect(saved.status == 1)
    #expect(!sandbox.folder.exists("plan.json"))
  }

  @Test func printScriptRefusesASavedPlan() async throws {
    _ = try await plan()
    let refused = try await applySaved("--print-script")
    #expect(refused.errors == "apim-dns: --print-script and --plan cannot be used together. Use one of them.\n")
    #expect(refused.status == 64)
  }
}

import Foundation
import TestSupport
import Testing

/// A saved plan applies to the targets that it names, and nothing hidden in its file has an effect.
@Suite struct SavedPlanTargetTests {
  let sandbox: Sandbox

  private static let instances = #"instances: [{ name: "contoso-apim", region: "westus", vip: "10.1.0.5" }]"#

  init() throws {
    sandbox = try Sandbox()
    try write("i.json5")
  }

  private func write(_ name: String, _ settings: String = "") throws {
    try sandbox.folder.write(
      name, text: #"{ hostnames: "regional", \#(Self.instances), backends: { zones: { \#(settings) } } }"#)
  }

  private func plan(_ words: [String]) async throws -> Program.Result {
    let saved = try await sandbox.run(["plan"] + words + ["--out", "plan.json"])
    try #require(saved.status == 0, "\(saved.errors)")
    return saved
  }

  private func apply(_ words: String..., in folder: String? = nil) async throws -> Program.Result {
    try await Program.built("apim-dns").run(
      ["apply", "--plan", sandbox.folder.path("plan.json")] + words, environment: sandbox.environment,
      in: folder ?? sandbox.folder.path)
  }

  /// Edits the saved plan as an attacker could.
  private func edit(_ edits: (old: String, new: String)...) throws {
    var text = try sandbox.folder.text(of: "plan.json")
    for (old, new) in edits {
      try #require(text.contains(old), "\(text)")
      text = text.replacing(old, with: new)
    }
    try sandbox.folder.write("plan.json", text: text)
  }

  private func expect(_ result: Program.Result, _ sentence: String) {
    #expect(result.errors.contains("apim-dns: \(sandbox.folder.path("plan.json")) \(sentence)\n"), "\(result.errors)")
    #expect(result.errors.hasSuffix("apim-dns: nothing was written\n"), "\(result.errors)")
    #expect(result.status == 3)
  }

  /// The default directory starts at the folder of the plan, like one that is given.
  @Test(arguments: [["zones", "-i", "i.json5"], ["zones"] + Sandbox.instance])
  func defaultDirectoryIsRelativeToTheFolderOfThePlan(words: [String]) async throws {
    _ = try await plan(words)
    let elsewhere = try TemporaryFolder()
    let applied = try await apply(in: elsewhere.path)
    #expect(applied.withoutTestValues.errors == "")
    #expect(applied.status == 0)
    #expect(sandbox.folder.exists("zones/named.conf.apim-dns"))
    #expect(try elsewhere.contents().isEmpty)
  }

  @Test func directoryOtherThanTheShownOneIsRefused() async throws {
    _ = try await plan(["zones", "-i", "i.json5"])
    try edit((#""directory":["zones"]"#, #""directory":["/elsewhere"]"#))
    expect(
      try await apply(),
      "is a plan for zones \(sandbox.folder.path("zones")), but this run is for zones /elsewhere. Plan again with --out."
    )
  }

  /// Nobody is asked over ssh before it is known that the plan names the machine.
  @Test func machineThatThePlanDoesNotShowIsNotContacted() async throws {
    var sandbox = sandbox
    let folder = sandbox.folder.path
    try sandbox.folder.writeProgram("ssh", text: "#!/bin/sh\ntouch \(folder)/asked\nexit 255\n")
    sandbox.environment["PATH"] = "\(folder):/usr/bin:/bin"
    try sandbox.folder.write("hosts", text: "127.0.0.1 localhost\n")
    _ = try await plan(["hosts", "--file", folder + "/hosts"] + Sandbox.instance)
    try edit((#""name":["contoso-apim"]"#, #""machine":["vm1"],"name":["contoso-apim"]"#))
    let refused = try await sandbox.run("apply", "--plan", "plan.json")
    #expect(
      refused.errors
        == "apim-dns: plan.json is a plan for hosts \(folder)/hosts, but this run is for hosts vm1:\(folder)/hosts. "
        + "Plan again with --out.\napim-dns: nothing was written\n")
    #expect(refused.status == 3)
    #expect(!sandbox.folder.exists("asked"))
  }

  /// The same inventory may lie elsewhere, and what is relative to it goes with it.
  @Test func relativeTargetsMoveWithATypedInventory() async throws {
    try write("a/i.json5", "directory: 'out'")
    _ = try await plan(["zones", "-i", "a/i.json5"])
    try sandbox.folder.write("b/i.json5", text: sandbox.folder.text(of: "a/i.json5"))
    #expect(try await apply("--inventory", "b/i.json5").status == 0)
    #expect(sandbox.folder.exists("b/out/named.conf.apim-dns"))
    #expect(!sandbox.folder.exists("a/out"))
  }

  /// An inventory outside of the working folder that only the plan names has no command run.
  @Test func commandOfAnInventoryThatOnlyThePlanNamesDoesNotRun() async throws {
    let project = try TemporaryFolder()
    try write("i.json5", "directory: '\(project.path("zones"))', reload: 'touch ran'")
    let inventory = sandbox.folder.path("i.json5")
    let saved = try await Program.built("apim-dns").run(
      ["plan", "-i", inventory, "--out", sandbox.folder.path("plan.json")], environment: [:], in: project.path)
    #expect(saved.errors.hasSuffix(" apply --plan \(sandbox.folder.path("plan.json")) --inventory \(inventory)\n"))
    let alone = try await apply(in: project.path)
    #expect(
      alone.errors.contains(
        "was made with the reload command 'touch ran', which a saved plan does not run by itself. Add --reload "
          + "'touch ran'."
      ))
    #expect(alone.status == 3)
    #expect(try project.contents().isEmpty)
    #expect(try await apply("--inventory", inventory, in: project.path).status == 0)
    #expect(project.exists("ran"))
  }

  @Test func forceDoesNotOverrideAConflictThatThePlanDoesNotShow() async throws {
    try sandbox.folder.write("hosts", text: "127.0.0.1 localhost\n10.8.8.8 contoso-apim.westus.azure-api.net\n")
    let words = ["hosts", "--file", "hosts", "--force"] + Sandbox.instance
    _ = try await plan(words)
    let text = try sandbox.folder.text(of: "hosts") + "10.9.9.9 contoso-apim.portal.azure-api.net\n"
    try sandbox.folder.write("hosts", text: text)
    let refused = try await apply()
    #expect(
      refused.errors.contains(
        "is out of date: only in this run: conflict at hosts:3: this unmanaged line maps "
          + "contoso-apim.portal.azure-api.net to 10.9.9.9"))
    #expect(refused.status == 3)
    #expect(try sandbox.folder.text(of: "hosts") == text)
    _ = try await plan(words)
    #expect(try await apply().status == 0)
  }

  @Test func editedPlanWithRefusalsIsNotForced() async throws {
    try sandbox.folder.write("hosts", text: "10.8.8.8 contoso-apim.westus.azure-api.net\n")
    _ = try await plan(["hosts", "--file", "hosts"] + Sandbox.instance)
    try edit((#""hostnames":["regional"]"#, #""force":[],"hostnames":["regional"]"#))
    let refused = try await apply()
    #expect(
      refused.errors.contains(
        "plan.json has --force and refusals, and a plan with --force is applied only if it was saved without refusals. "
          + "Resolve the refusals, then plan again with --out.\n"))
    #expect(refused.status == 3)
  }

  @Test func ownerOtherThanTheShownOneIsRefused() async throws {
    _ = try await plan(["zones", "-i", "i.json5"])
    try edit((#""directory":["zones"]"#, #""directory":["zones"],"owner":["team-x"]"#))
    let refused = try await apply()
    #expect(
      refused.errors.contains(" is for owner apim-dns, but this run is for owner team-x. Plan again with --out.\n"))
    #expect(refused.status == 3)
    #expect(!sandbox.folder.exists("zones"))
  }

  /// What another program reads in the file could be something else than what we read.
  @Test(arguments: [
    (#""options":{"#, #""options":{"directory":["/elsewhere"],"#), (#","version":1}"#, #","version":1, "x":2}"#),
    (#""backends":["zones"]"#, #""backends":["zones","zones"]"#), (#""folder":"/"#, #""folder":"x/"#),
    (#""folder":"/"#, #""folder":"/\n"#), (#""path":"i.json5""#, #""path":"i.json5\u0000/x""#),
    (#""inSync":false"#, #""inSync": false"#),
  ])
  func editedFileIsNotASavedPlan(old: String, new: String) async throws {
    _ = try await plan(["zones", "-i", "i.json5"])
    try edit((old, new))
    let refused = try await apply()
    #expect(
      refused.errors
        == "apim-dns: \(sandbox.folder.path("plan.json")) is not a plan that 'apim-dns plan --out' saved. Plan "
        + "again with --out.\n")
    #expect(refused.status == 64)
    #expect(!sandbox.folder.exists("zones"))
  }

  /// Behind a pipe there is no folder, so paths of the inventory count from the working folder.
  @Test func pathsOfAPipedInventoryAreRelativeToTheWorkingFolder() async throws {
    try write("i.json5", "directory: 'out'")
    let program = Program.built("apim-dns").path
    let line = "cat i.json5 | '\(program)' plan zones -i /dev/stdin --out plan.json"
    let saved = try await Program.required("bash").run(["-c", line], environment: [:], in: sandbox.folder.path)
    #expect(
      saved.withoutTestValues.errors == "plan saved; to apply it, run: apim-dns apply --plan plan.json --inventory -\n")
    let applied = try await sandbox.run(
      ["apply", "--plan", "plan.json", "--inventory", "-"], input: sandbox.folder.text(of: "i.json5"))
    #expect(applied.status == 0, "\(applied.errors)")
    #expect(sandbox.folder.exists("out/named.conf.apim-dns"))
  }

  /// A path that is not typed does not move with one that is.
  @Test func onlyATypedTargetMoves() async throws {
    try sandbox.folder.write("hosts", text: "127.0.0.1 localhost\n")
    try sandbox.folder.write("etc/hosts", text: "127.0.0.1 localhost\n")
    let folder = sandbox.folder.path
    _ = try await plan(["hosts", "-i", "i.json5", "--file", "hosts"])
    try edit((#""file":["hosts"]"#, #""file":["\#(folder)/etc/hosts"]"#), (folder + "/hosts", "/srv/lab/hosts"))
    for words in [["--inventory", "i.json5"], ["--directory", "zones"], []] {
      let refused = try await sandbox.run(["apply", "--plan", "plan.json"] + words)
      #expect(refused.status == 3, "\(words)")
    }
    #expect(try sandbox.folder.text(of: "etc/hosts") == "127.0.0.1 localhost\n")
  }

  /// Two names that look the same are two targets, and a folder can have any name.
  @Test func targetsAreComparedByteByByte() async throws {
    let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
    for name in [composed, decomposed] { try sandbox.folder.write("\(name)/hosts", text: "127.0.0.1 localhost\n") }
    _ = try await plan(["hosts", "--file", "\(composed)/hosts"] + Sandbox.instance)
    try edit((#""file":["\#(composed)/hosts"]"#, #""file":["\#(decomposed)/hosts"]"#))
    #expect(try await apply().status == 3)
    #expect(try sandbox.folder.text(of: "\(decomposed)/hosts") == "127.0.0.1 localhost\n")
    // Typed again in another folder, the place moves with it.
    let program = Program.built("apim-dns")
    let words = ["plan", "hosts", "--file", "hosts", "--out", "../plan.json"] + Sandbox.instance
    #expect(try await program.run(words, environment: [:], in: sandbox.folder.path(composed)).status == 0)
    try sandbox.folder.write("plain/hosts", text: "127.0.0.1 localhost\n")
    let moved = try await apply("--file", "hosts", in: sandbox.folder.path("plain"))
    #expect(moved.status == 0, "\(moved.errors)")
    #expect(try sandbox.folder.text(of: "plain/hosts").contains("# BEGIN apim-dns"))
  }

  /// `/proc/self/cwd` is where the program runs, and not where the plan was made.
  @Test func processSpecificTargetIsNotSaved() async throws {
    let refused = try await sandbox.run(
      ["plan", "zones", "--directory", "/proc/self/cwd/zones", "--out", "plan.json"] + Sandbox.instance)
    #expect(
      refused.errors
        == "apim-dns: cannot save the plan: /proc/self/cwd/zones can be another file in each process, like every path below "
        + "/dev or /proc. Use its real path.\n")
    #expect(refused.status == 64)
    _ = try await plan(["zones"] + Sandbox.instance)
    try edit(
      (#""directory":["zones"]"#, #""directory":["/proc/self/cwd/zones"]"#),
      (sandbox.folder.path("zones"), "/proc/self/cwd/zones"))
    let applied = try await apply()
    #expect(
      applied.errors
        == "apim-dns: /proc/self/cwd/zones can be another file in each process, like every path below /dev or /proc. Plan "
        + "again with its real path.\n"
        + "apim-dns: nothing was written\n")
    #expect(applied.status == 3)
  }

  /// A link in the working folder leads out of it.
  @Test func linkIsNotInTheWorkingFolder() async throws {
    let outside = try TemporaryFolder()
    try outside.write(
      "i.json5",
      text: #"{ hostnames: "regional", \#(Self.instances), backends: { zones: { reload: "touch ran" } } }"#)
    try FileManager.default.createSymbolicLink(
      atPath: sandbox.folder.path("link"), withDestinationPath: outside.path)
    let saved = try await plan(["zones", "-i", "link/i.json5", "--directory", "zones"])
    #expect(saved.errors.hasSuffix("--plan plan.json --inventory link/i.json5\n"))
    let refused = try await apply()
    #expect(refused.errors.contains("which a saved plan does not run by itself"))
    #expect(refused.status == 3)
    #expect(!sandbox.folder.exists("ran"))
  }
}

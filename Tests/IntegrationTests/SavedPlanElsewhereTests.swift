import TestSupport
import Testing

/// `apply --plan FILE` alone, from another folder: all backends, other machines, with an inventory and with options.
@Suite struct SavedPlanElsewhereTests {
  private let emulator: RunningEmulator
  private let project: TemporaryFolder
  private let elsewhere: TemporaryFolder

  private static let instance = [
    "--name", "contoso-apim", "--region", "westus", "--vip", "10.1.0.5", "--hostnames", "regional",
  ]
  private static let azure = ["--subscription", "s", "--resource-group", "rg-dns"]

  init() throws {
    emulator = try RunningEmulator(["--retry-after", "0"])
    (project, elsewhere) = (try TemporaryFolder(), try TemporaryFolder())
    for name in ["hosts", "vm1-hosts"] { try project.write(name, text: "127.0.0.1\tlocalhost\n") }
    // An ssh that runs the script here.
    try project.writeProgram("bin/ssh", text: "#!/bin/sh\nexec sh -s\n")
  }

  private func run(_ words: [String], in folder: TemporaryFolder) async throws -> Program.Result {
    try await Program.built("apim-dns").run(
      words,
      environment: [
        "AZURE_AUTHORITY_HOST": emulator.endpoint, "AZURE_TENANT_ID": "tenant", "AZURE_CLIENT_ID": "client",
        "AZURE_CLIENT_SECRET": "any", "AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://127.0.0.1:1",
        "PATH": "\(project.path("bin")):/usr/bin:/bin",
      ], in: folder.path)
  }

  /// Saves a plan, applies it from elsewhere, and looks whether the same run then finds everything in sync.
  private func check(_ words: [String], _ more: [String], created: Int) async throws {
    let plan = try await run(["plan", "--out", "plan.json"] + words, in: project)
    #expect(plan.status == 0, "\(plan.errors)")
    let applied = try await run(["apply", "--plan", project.path("plan.json")] + more, in: elsewhere)
    #expect(applied.errors.split(separator: "\n").filter { !$0.hasPrefix("warning: ") } == [])
    #expect(applied.output.hasSuffix("\(created) created, 0 updated, 0 deleted\n"))
    #expect(try elsewhere.contents().isEmpty)
    let again = try await run(["plan", "--detailed-exitcode"] + words, in: project)
    #expect(again.status == 0, "\(again.output)")
  }

  @Test func optionsOfAllBackendsAreInTheFile() async throws {
    try await check(
      ["zones", "hosts", "azure", "--directory", "made", "--file", "hosts", "--endpoint", emulator.endpoint]
        + Self.instance
        + Self.azure, ["--endpoint", emulator.endpoint], created: 8)
    #expect(project.exists("made/named.conf.apim-dns"))
    #expect(try project.text(of: "hosts").contains("10.1.0.5\tcontoso-apim.westus.azure-api.net\n"))
  }

  @Test func inventoryIsFoundAgain() async throws {
    try project.write(
      "conf/i.json5",
      text: """
        { hostnames: "regional", instances: [{ name: "contoso-apim", region: "westus", vip: "10.1.0.5" }],
          backends: { zones: { directory: "made" }, hosts: { file: "../hosts" },
            azure: { subscription: "s", resourceGroup: "rg-dns", endpoint: "\(emulator.endpoint)" } } }
        """)
    try await check(
      ["--inventory", "conf/i.json5", "--endpoint", emulator.endpoint], ["--endpoint", emulator.endpoint], created: 8)
    #expect(project.exists("conf/made/named.conf.apim-dns"))
  }

  @Test(arguments: [true, false]) func machinesAreInTheFileOrTheInventory(hasInventory: Bool) async throws {
    let file = project.path("vm1-hosts")
    try project.write(
      "i.json5",
      text: """
        { hostnames: "regional", instances: [{ name: "contoso-apim", region: "westus", vip: "10.1.0.5" }],
          backends: { hosts: { file: "\(file)", machines: ["vm1"] } } }
        """)
    try await check(
      hasInventory ? ["--inventory", "i.json5"] : ["hosts", "--machine", "vm1", "--file", file] + Self.instance, [],
      created: 2)
    #expect(try project.text(of: "vm1-hosts").contains("10.1.0.5\tcontoso-apim.westus.azure-api.net\n"))
    #expect(try project.text(of: "hosts") == "127.0.0.1\tlocalhost\n")
  }

  @Test func inventoryThatChangedIsRefused() async throws {
    let text =
      "{ hostnames: 'regional', instances: [{ name: 'contoso-apim', region: 'westus', vip: '10.1.0.5' }], backends: { zones: {} } }"
    try project.write("i.json5", text: text)
    #expect(try await run(["plan", "--inventory", "i.json5", "--out", "plan.json"], in: project).status == 0)
    try project.write("i.json5", text: text.replacing("10.1.0.5", with: "10.1.0.6"))
    let refused = try await run(["apply", "--plan", project.path("plan.json")], in: elsewhere)
    #expect(
      refused.errors
        == "apim-dns: \(project.path("i.json5")) changed since \(project.path("plan.json")) was saved. Plan again with --out.\n"
        + "apim-dns: nothing was written\n")
    #expect(refused.status == 3)
    #expect(!project.exists("zones"))
  }
}

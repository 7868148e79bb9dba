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
    #expect(saved.errors == "the plan is saved: apim-dns apply --plan plan.json\n")
    #expect(saved.status == 0)
  }

  private var hosts: String { get throws { try sandbox.folder.text(of: "hosts") } }

  private func applySaved(_ words: String...) async throws -> Program.Result {
    try await sandbox.run(["apply", "--file", "hosts", "--plan", "plan.json"] + words + Sandbox.instance)
  }

  @Test func aSavedPlanIsTheJSONOfThePlan() async throws {
    let json = try await sandbox.runInstance("plan", "hosts", "--file", "hosts", "--format", "json").output
    #expect(try sandbox.folder.text(of: "plan.json") == json)
  }

  @Test func whatWasSavedIsAppliedWithoutAWordMore() async throws {
    let applied = try await applySaved()
    #expect(applied.output.hasSuffix("2 created, 0 updated, 0 deleted\n"))
    #expect(applied.status == 0)
    #expect(try hosts.contains("10.1.0.5\tcontoso-apim.westus.azure-api.net\n"))
  }

  @Test func whatThePlanDoesNotTouchMayChange() async throws {
    try sandbox.folder.write("hosts", text: Self.original + "10.9.9.9 other.example\n")
    #expect(try await applySaved().status == 0)
    #expect(try hosts.hasPrefix(Self.original + "10.9.9.9 other.example\n# BEGIN"))
  }

  @Test func whatMovedIsNamedAndNothingIsWritten() async throws {
    _ = try await sandbox.run(
      ["apply", "hosts", "--file", "hosts", "--no-backup"] + Sandbox.instance.map { $0 == "10.1.0.5" ? "10.1.0.9" : $0 }
    )
    let before = try hosts
    let refused = try await applySaved()
    #expect(
      refused.errors == """
        apim-dns: plan.json no longer holds: planned then: create contoso-apim.westus.azure-api.net (10.1.0.5)
        apim-dns: plan.json no longer holds: planned then: create contoso-apim.portal.azure-api.net (10.1.0.5)
        apim-dns: plan.json no longer holds: planned now: update contoso-apim.westus.azure-api.net (10.1.0.9 -> 10.1.0.5)
        apim-dns: plan.json no longer holds: planned now: update contoso-apim.portal.azure-api.net (10.1.0.9 -> 10.1.0.5)
        apim-dns: nothing was written

        """)
    #expect(refused.status == 3)
    #expect(try hosts == before)
  }

  @Test func anotherOwnerTargetOrBackendIsAnotherPlan() async throws {
    #expect(
      try await applySaved("--owner", "other").errors.hasPrefix(
        "apim-dns: plan.json no longer holds: the saved plan is of owner apim-dns, and this run of owner other\n"))
    try sandbox.folder.write("hosts2", text: Self.original)
    let target = try await sandbox.runInstance("apply", "--file", "hosts2", "--plan", "plan.json")
    #expect(
      target.errors == """
        apim-dns: plan.json no longer holds: this run is not about hosts hosts
        apim-dns: plan.json no longer holds: the saved plan is not about hosts hosts2
        apim-dns: nothing was written

        """)
    #expect(target.status == 3)
    let backend = try await applySaved("hosts", "zones")
    #expect(backend.errors.contains("the saved plan is not about zones zones\n"))
    #expect(backend.status == 3)
  }

  @Test(arguments: [
    ("none.json", "cannot read the saved plan: there is no file none.json; name another"),
    (".", "cannot read the saved plan: .: is no regular file"),
    ("hosts", "hosts: this is no plan that 'apim-dns plan --out' saved; save it anew"),
  ])
  func whatIsNoPlanIsRefused(path: String, message: String) async throws {
    let result = try await sandbox.runInstance("apply", "hosts", "--file", "hosts", "--plan", path)
    #expect(result.errors == "apim-dns: \(message)\n")
    #expect(result.status == 64)
    #expect(try hosts == Self.original)
  }

  @Test func aPlanThatCannotBeSavedIsAFailure() async throws {
    let result = try await sandbox.runInstance("plan", "hosts", "--file", "hosts", "--out", "none/plan.json")
    #expect(
      result.errors
        == "apim-dns: cannot save the plan: none: cannot find out where it leads: No such file or directory\n")
    #expect(result.status == 1)
  }
}

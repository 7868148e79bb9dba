import Foundation
import Reconciliation
import TestSupport
import Testing

@testable import apim_dns

/// Plans as a comment for a pull request.
@Suite struct PlanMarkdownTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.folder.write("hosts", text: "10.9.9.9 contoso-apim.westus.azure-api.net\n")
  }

  @Test func planShowsConflictsAndChanges() async throws {
    let result = try await sandbox.runInstance("plan", "hosts", "--file", "hosts", "--format", "markdown")
    #expect(
      result.output == """
        ### apim-dns plan: apply will refuse this: 2 to create, 0 to update, 0 to delete, 1 conflict

        Records of owner `apim-dns`.

        > [!CAUTION]
        > **1 conflict**
        > - hosts: `hosts:1`: this unmanaged line maps `contoso-apim.westus.azure-api.net` to `10.9.9.9` and comes \
        before the managed block, so it takes precedence where the first match wins. Remove the name from this line, or \
        use `--force` to add the block anyway.

        #### hosts `hosts`

        2 to create, 0 to update, 0 to delete; 0 record sets in sync.

        | change | name | before | after |
        | --- | --- | --- | --- |
        | \\+ create | `contoso-apim.westus.azure-api.net` |  | `10.1.0.5` |
        | \\+ create | `contoso-apim.portal.azure-api.net` |  | `10.1.0.5` |


        """)
    #expect(result.status == 0)
  }

  @Test func applyShowsTheResultOfEachChange() async throws {
    let words = ["hosts", "--file", "hosts", "--format", "markdown"] + Sandbox.instance
    let refused = try await sandbox.run(["apply"] + words)
    #expect(refused.output.hasPrefix("### apim-dns apply: refused, nothing was written\n"))
    #expect(refused.output.contains("| `10.1.0.5` | conflict: this unmanaged line maps "))
    #expect(refused.output.contains("| `10.1.0.5` | skipped |\n"))
    #expect(refused.status == 3)
    let applied = try await sandbox.run(["apply", "--force"] + words)
    #expect(applied.output.hasPrefix("### apim-dns apply: 2 created, 0 updated, 0 deleted\n"))
    #expect(applied.output.contains("`contoso-apim.portal.azure-api.net` |  | `10.1.0.5` | applied |\n"))
    try sandbox.folder.write(
      "hosts", text: try sandbox.folder.text(of: "hosts").replacing("10.9.9.9", with: "10.1.0.5"))
    let again = try await sandbox.run(["plan"] + words)
    #expect(
      again.output == """
        ### apim-dns plan: everything is in sync

        Records of owner `apim-dns`.

        #### hosts `hosts`

        In sync, 2 record sets.


        """)
  }

  @Test func backendThatCannotPlanIsTheHeadline() async throws {
    try sandbox.folder.write("hosts", text: "# BEGIN apim-dns owner=apim-dns\n")
    let words = ["hosts", "--file", "hosts", "--format", "markdown"] + Sandbox.instance
    let plan = try await sandbox.run(["plan"] + words)
    #expect(plan.output.hasPrefix("### apim-dns plan: planning failed for 1 backend\n"))
    #expect(plan.output.contains("> **1 error**\n> - hosts: `hosts:1`: the block of owner `apim-dns` starts here"))
    let apply = try await sandbox.run(["apply"] + words)
    #expect(apply.output.hasPrefix("### apim-dns apply: nothing was written: planning failed for 1 backend\n"))
  }

  @Test func longTableIsFolded() throws {
    let short = PlanMarkdown(OutputSamples.result([try plan(changes: 20)])).text
    #expect(!short.contains("<details>"))
    let long = PlanMarkdown(OutputSamples.result([try plan(changes: 21)])).text
    #expect(long.contains("\n\n<details><summary>21 changes</summary>\n\n| change |"))
    #expect(long.hasSuffix(" |\n\n</details>\n\n"))
  }

  @Test func commentIsNeverLongerThanGitHubAllows() throws {
    let conflicts = (1...600).map { Conflict(name: "c\($0)", place: "f:\($0)", reason: "taken", yieldsToForce: true) }
    let big = BackendPlan(
      backend: .hosts, target: String(repeating: "/folder", count: 2000), changes: try plan(changes: 3000).changes,
      conflicts: conflicts, unchanged: 0)
    let text = PlanMarkdown(OutputSamples.result([big, try plan(changes: 30)])).text
    #expect(text.utf8.count <= 65_536)
    #expect(text.utf8.count > 60_000)
    let shown = text.split(separator: "\n").count { $0.hasPrefix("| \\+ create") }
    #expect(shown < 3000)
    #expect(text.contains("\n\(3000 - shown) more changes not shown here; `--format text` shows all.\n"))
    #expect(text.contains("\n30 more changes not shown here; `--format text` shows all.\n"))
    #expect(text.contains("\n</details>\n"))
  }

  /// In the rendered page, every name is code, and outside of code there is no foreign text.
  @Test(.needs("cmark-gfm")) func hostileTextIsEscaped() async throws {
    let hostile = try OutputSamples.hostilePlan
    let text = PlanMarkdown(OutputSamples.result(of: .apply, [hostile], refusals: OutputSamples.hostile)).text
    let extensions = ["table", "autolink", "strikethrough", "tasklist"].flatMap { ["-e", $0] }
    let html = try await Program.required("cmark-gfm").run(extensions + ["--unsafe"], input: text).output
    #expect(html.components(separatedBy: "<tr>").count - 1 == OutputSamples.hostile.count + 1)
    #expect(html.components(separatedBy: "<td>").count - 1 == OutputSamples.hostile.count * 5)
    #expect(html.components(separatedBy: "<li>").count - 1 == OutputSamples.hostile.count * 6)
    let outside = html.replacing(/<code>[^<]*<\/code>/, with: "")
    for trace in ["octocat", "evil", "<img", "<script", "<a ", "<b>", "#1", "<em>", "&lt;", "javascript"] {
      #expect(!outside.contains(trace), "\(trace)")
    }
    let code = html.matches(of: /<code>([^<]*)<\/code>/).map { String($0.output.1) }
    for name in [
      "a|b", "back`tick", "``", "\\|", "\\", "@octocat", "two\\u{A}lines", "&lt;img src=x onerror=alert(1)&gt;",
    ] {
      #expect(code.contains(name), "\(name)")
    }
  }

  private func plan(changes count: Int) throws -> BackendPlan {
    let changes = try (0..<count).map { try OutputSamples.change(.create, "n\($0).example", after: ["10.1.0.5"]) }
    return BackendPlan(backend: .zones, target: "zones", changes: changes, unchanged: 0)
  }
}

import APIManagement
import DNSModel
import Foundation
import Reconciliation
import TestSupport
import Testing

@testable import apim_dns

/// Plans as a page.
@Suite struct PlanPageTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.folder.write("hosts", text: "10.9.9.9 contoso-apim.westus.azure-api.net\n")
  }

  /// The number of times that a text contains another.
  private func count(_ part: String, in text: String) -> Int { text.components(separatedBy: part).count - 1 }

  @Test func drawingConnectsInstancesWithTargets() async throws {
    let result = try await sandbox.runInstance("plan", "hosts", "zones", "--file", "hosts", "--format", "html")
    #expect(result.status == 0)
    let page = result.output
    #expect(page.hasPrefix("<!doctype html>\n<html lang=\"en\">\n"))
    #expect(page.contains("<h1>Apply will refuse this: 4 to create, 0 to update, 0 to delete, 1 conflict</h1>"))
    let hosts = "<span class=\"sort\">hosts</span> <span class=\"chip"
    let order = [
      "<h3>contoso-apim</h3>", "<p>westus</p>", "<code>contoso-apim.<wbr>westus.<wbr>azure-api.<wbr>net</code>",
      "<code>10.1.0.5</code>", "<span class=\"sort\">zones</span> <span class=\"chip add\">+ create</span>",
      "\(hosts) bad\">! conflict</span>", "<code>contoso-apim.<wbr>portal.<wbr>azure-api.<wbr>net</code>",
      "<code>10.1.0.5</code>", "+ create</span>", "\(hosts) add\">+ create</span>",
    ]
    var rest = page[...]
    for part in order {
      let range = try #require(rest.range(of: part), "\(part)")
      rest = rest[range.upperBound...]
    }
    #expect(page.contains("<li><code>hosts · hosts:1</code>: this unmanaged line maps contoso-apim.<wbr>westus."))
    #expect(page.contains("Remove the name from this line, or use --force to add the block anyway.</li>"))
  }

  @Test func applyShowsTheResultOfEachChange() async throws {
    let words = ["hosts", "--file", "hosts", "--format", "html"] + Sandbox.instance
    let refused = try await sandbox.run(["apply"] + words).output
    #expect(refused.contains("<h1>Refused, nothing was written</h1>"))
    #expect(refused.contains("<span class=\"chip bad\">! conflict</span><p>this unmanaged line maps "))
    let applied = try await sandbox.run(["apply", "--force"] + words).output
    #expect(applied.contains("<h1>2 created, 0 updated, 0 deleted</h1>"))
    #expect(count("<td><span class=\"chip good\">✓ created</span>", in: applied) == 2)
    let removed = try await sandbox.run(["remove", "--yes"] + words).output
    #expect(removed.contains("<h1>0 created, 0 updated, 2 deleted</h1>"))
    let again = try await sandbox.run(["remove", "--yes"] + words).output
    #expect(again.contains("<h1>Everything is in sync</h1>"))
    #expect(count(">absent</span>", in: again) == 2)
  }

  @Test func backendThatCannotPlanHasTheStateUnknown() async throws {
    try sandbox.folder.write("hosts", text: "# BEGIN apim-dns owner=apim-dns\n")
    let page = try await sandbox.runInstance("plan", "hosts", "--file", "hosts", "--format", "html").output
    #expect(page.contains("<h1>Planning failed for 1 backend</h1>"))
    #expect(page.contains("<h2>Errors (1)</h2>"))
    #expect(count(">? unknown</span>", in: page) == 2)
  }

  @Test func statesOfTargetsOfOneBackendAreCombined() throws {
    let records = try OutputSamples.records(instances: 1)
    let name = records[0].recordSet.name.text
    let zone = records[0].recordSet.name
    let plans = [
      BackendPlan(backend: .hosts, target: "vm1", changes: [], unchanged: 2),
      BackendPlan(
        backend: .hosts, target: "vm2",
        changes: [try OutputSamples.change(.update, name, before: ["10.1.0.9"], after: ["10.1.0.1"])], unchanged: 1),
      BackendPlan(
        backend: .azure, target: "rg", changes: [Change(.create, .link, name: "vnet1", zone: zone)], unchanged: 2),
    ]
    let board = PlanBoard(OutputSamples.result(plans), records: records)
    #expect(board.backends == ["hosts", "azure"])
    #expect(board.groups.count == 1)
    #expect(
      board.groups[0].rows.map { $0.states.map(\.label) } == [["~ update 1/2", "+ link"], ["✓ in sync", "✓ in sync"]])
  }

  @Test func hostnamesThatAreNoLongerInTheInventoryHaveTheirOwnGroup() throws {
    let plan = BackendPlan(
      backend: .zones, target: "zones",
      changes: [try OutputSamples.change(.delete, "old.example", before: ["10.1.0.9"])],
      unchanged: 0)
    let board = PlanBoard(OutputSamples.result([plan, plan]), records: [])
    #expect(board.groups.map(\.title) == ["not in inventory"])
    #expect(PlanPage(OutputSamples.result([plan, plan]), records: []).text.contains("<h3>not in inventory</h3>"))
    #expect(board.groups[0].rows.map(\.name) == ["old.example"])
    #expect(board.groups[0].rows[0].states.map(\.label) == ["− delete"])
  }

  @Test func addressesStayInOnePiece() {
    #expect(HTMLText.breakable("300 10.1.0.5, a.b") == "300 10.1.0.5, a.<wbr>b")
    #expect(HTMLText.breakable("/etc/hosts.") == "/<wbr>etc/<wbr>hosts.")
    #expect(HTMLText.breakable("<a>.&") == "&lt;a&gt;.<wbr>&amp;")
  }

  @Test func samePlanGivesTheSamePage() throws {
    let records = try OutputSamples.records(
      "{ instances: [{ name: 'a', hostnames: 'classic', locations: [{ region: 'westus', vip: ['10.1.0.1', '10.1.0.2'] }, "
        + "{ region: 'eastus', vip: '10.1.0.3' }] }] }")
    let result = OutputSamples.result([BackendPlan(backend: .hosts, target: "h", changes: [], unchanged: 7)])
    #expect(PlanPage(result, records: records).text == PlanPage(result, records: records).text)
    #expect(PlanPage(result, records: records).text.contains("<code>10.1.0.1</code> <code>10.1.0.2</code>"))
  }

  @Test(arguments: [(PageStyle.text, PageStyle.hash), (PageScript.text, PageScript.hash)])
  func hashesInThePolicyMatchStyleAndScript(text: String, hash: String) async throws {
    let file = try sandbox.folder.write("text", text: text)
    let digest = try await Program.required("openssl").run(["dgst", "-sha256", "-r", file]).output.prefix(64)
    let bytes = try #require(Data(base64Encoded: String(hash.dropFirst("sha256-".count))))
    #expect(bytes.map { String(format: "%02x", $0) }.joined() == digest)
  }

  /// WCAG 2.2, success criterion 1.4.3: 4.5 to 1 for text.
  @Test func everyTextHasEnoughContrast() throws {
    let themes = PageStyle.text.components(separatedBy: "@media (prefers-color-scheme: dark)")
    try #require(themes.count == 2)
    for theme in themes {
      let colors = Dictionary(
        theme.matches(of: /--([a-z-]+): #([0-9a-f]{6})/).map { (String($0.output.1), String($0.output.2)) },
        uniquingKeysWith: { first, _ in first })
      var pairs = TargetState.Tone.allCases.map { ("\($0.rawValue)-text", "\($0.rawValue)-back") }
      for back in ["page", "panel", "name-back"] { pairs += [("text", back), ("quiet", back)] }
      for (front, back) in pairs {
        let ratio = contrast(try #require(colors[front]), try #require(colors[back]))
        #expect(ratio >= 4.5, "\(front) on \(back)")
      }
    }
  }

  /// The ratio of contrast of two colours ([WCAG 2.2](https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)).
  private func contrast(_ first: String, _ second: String) -> Double {
    func luminance(_ color: String) -> Double {
      let value = Int(color, radix: 16) ?? 0
      func part(_ shift: Int) -> Double {
        let share = Double(value >> shift & 255) / 255
        return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
    }
    let (light, dark) = (max(luminance(first), luminance(second)), min(luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)
  }
}

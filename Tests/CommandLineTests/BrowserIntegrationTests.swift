import APIManagement
import DNSModel
import Foundation
import Reconciliation
import TestSupport
import Testing

@testable import apim_dns

/// The page in a real browser.
@Suite(.serialized, .needs("chromium")) struct BrowserIntegrationTests {
  let folder: TemporaryFolder
  let browser: Browser

  init() throws {
    folder = try TemporaryFolder()
    browser = try Browser(in: folder)
  }

  private func count(_ part: String, in text: String) -> Int { text.components(separatedBy: part).count - 1 }

  /// A page of so many instances, each with two hostnames, of which those of the first three have to be created.
  private func write(instances count: Int) throws {
    let records = try OutputSamples.records(instances: count)
    let changes = try records.prefix(6).map { record in
      try OutputSamples.change(
        .create, record.recordSet.name.text, after: record.recordSet.addresses.map(\.description))
    }
    let plan = BackendPlan(backend: .zones, target: "zones", changes: changes, unchanged: records.count - changes.count)
    try folder.write("plan.html", text: PlanPage(OutputSamples.result([plan]), records: records).text)
  }

  @Test func filterCountsHostnames() async throws {
    try write(instances: 500)
    let all = try await browser.open("plan.html")
    #expect(all.console == [])
    #expect(count(" hidden=\"\"", in: all.document) == 0, "the script shows the filter and hides nothing")
    #expect(all.document.contains("<output id=\"shown\"></output>"))

    let one = try await browser.open("plan.html#filter=apim-1001%20portal")
    #expect(one.document.contains("<output id=\"shown\">1 of 1000 hostnames</output>"))
    #expect(count("<li class=\"hostname\"", in: one.document) == 1000)
    #expect(count(" hidden=\"\"", in: one.document) == 999 + 499 + 5, "hostnames, instances and changes")
    let open = try await browser.open("plan.html#changes")
    #expect(open.document.contains("<output id=\"shown\">6 of 1000 hostnames</output>"))
    let none = try await browser.open("plan.html#filter=nobody")
    #expect(none.document.contains("<output id=\"shown\">No matches</output>"))
    #expect(one.console + open.console + none.console == [])
  }

  @Test func filterThatFindsAChangeAloneHasMatches() async throws {
    let records = try OutputSamples.records(instances: 1)
    let link = Change(.create, .link, name: "vnet-of-nobody-else", zone: records[0].recordSet.name)
    let plan = BackendPlan(backend: .azure, target: "rg", changes: [link], unchanged: 2)
    try folder.write("plan.html", text: PlanPage(OutputSamples.result([plan]), records: records).text)
    let page = try await browser.open("plan.html#filter=vnet-of-nobody-else")
    #expect(page.document.contains("<output id=\"shown\">0 of 2 hostnames</output>"))
    #expect(count("<tr data-find", in: page.document) == 1)
    #expect(count("hidden=\"\"", in: page.document) == 3)
  }

  @Test func hostileTextIsEscaped() async throws {
    var plan = try OutputSamples.hostilePlan
    plan.problems = OutputSamples.hostile
    let result = OutputSamples.result(of: .apply, [plan], refusals: OutputSamples.hostile)
    try folder.write("plan.html", text: PlanPage(result, records: []).text)
    let page = try await browser.open("plan.html")
    #expect(page.console == [])
    #expect(count("<script", in: page.document) == 1)
    #expect(count("<img", in: page.document) == 0)
    #expect(count("<tr", in: page.document) == OutputSamples.hostile.count + 1)
    #expect(count("<details", in: page.document) == 1)
    #expect(page.document.contains("<code>&lt;img src=x onerror=alert(1)&gt;</code>"))
    #expect(page.document.contains("<code>\\u{1B}[31mred</code>"))
  }

  /// Whatever got into the page in spite of all, the policy would stop it.
  @Test func policyBlocksOtherScriptsAndStyles() async throws {
    try write(instances: 1)
    let hostile =
      "<img src=\"http://127.0.0.1:1/x\"><style>h1{color:red}</style><script>document.title='broken'</script>"
      + "<p onclick=\"x()\" id=\"p\"></p></main>"
    try folder.write("hostile.html", text: try folder.text(of: "plan.html").replacing("</main>", with: hostile))
    let page = try await browser.open("hostile.html")
    #expect(!page.document.contains("<title>broken</title>"))
    for word in ["image", "style", "script"] {
      #expect(page.console.contains { $0.contains("Content Security Policy") && $0.contains(word) }, "\(word)")
    }
  }

  @Test func pageLoadsNothing() async throws {
    try write(instances: 2)
    try folder.write("control.html", text: "<img src=\"http://127.0.0.1:1/x\">")
    #expect(try await browser.requests(of: "control.html") != [])
    #expect(try await browser.requests(of: "plan.html") == [])
  }

  @Test func pageIsLightOrDarkAsTheBrowserPrefers() async throws {
    try write(instances: 3)
    let (light, dark) = (
      try await browser.picture(of: "plan.html", isDark: false),
      try await browser.picture(of: "plan.html", isDark: true)
    )
    for picture in [light, dark] { #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]) && picture.count > 10_000) }
    #expect(light != dark)
  }
}

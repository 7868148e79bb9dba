import Foundation
import PrivateDNS
import TestSupport
import Testing

/// The example of the guide, compiled and run, and compared with what stands there.
@Suite struct ReadmeExampleTests {
  /// Where the example stands in this file.
  private static let marks = (begin: "    // example begins", end: "    // example ends")

  @Test func exampleDerivesPlansAndApplies() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      "contoso.json5", text: "{ instances: [{ name: 'contoso-apim', region: 'westus', vip: '10.1.0.5' }] }")
    let hosts = try folder.write("hosts", text: "127.0.0.1 localhost\n10.9.9.9 contoso-apim.portal.azure-api.net\n")
    // example begins
    let bytes = Array(try Data(contentsOf: URL(filePath: file)))
    let reading = Inventory.read(bytes: bytes, file: file)
    guard let inventory = reading.inventory else { return print(reading.report) }
    let backend = HostsBackend(path: hosts, owner: inventory.owner)
    let work = try await backend.plan(.present(inventory.recordSets(for: .hosts)))
    for change in work.plan.changes { print(change.action, change.name, change.after?.contents ?? []) }
    for conflict in work.plan.conflicts { print(conflict.place, conflict.reason) }
    // Apply refuses a plan with conflicts, except those that you accept here.
    let accepted = work.plan.conflicts.filter { $0.name == "contoso-apim.portal.azure-api.net" }
    let done = try await work.apply(overriding: accepted)
    print(done.hasFailures ? "something failed" : "done")
    // example ends
    #expect(try folder.text(of: "hosts").contains("10.1.0.5\tcontoso-apim.westus.azure-api.net\n"))
  }

  @Test func exampleIsInTheGuide() throws {
    let source = try String(contentsOfFile: #filePath, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    let begin = try #require(source.firstIndex { $0 == Self.marks.begin })
    let end = try #require(source.firstIndex { $0 == Self.marks.end })
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/getting-started.md")
    let text = try String(contentsOf: file.standardizedFileURL, encoding: .utf8)
    let imports = ["    import Foundation", "    import PrivateDNS", ""]
    #expect(text.contains((imports + source[(begin + 1)..<end].map(String.init)).joined(separator: "\n")))
  }
}

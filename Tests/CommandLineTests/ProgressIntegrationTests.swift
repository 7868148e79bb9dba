import Foundation
import TestSupport
import Testing

/// The bar on a pseudo-terminal, while the emulator takes its time.
@Suite(.needs("python3")) struct ProgressIntegrationTests {
  let folder: TemporaryFolder
  let emulator: RunningEmulator

  init() throws {
    folder = try TemporaryFolder()
    emulator = try RunningEmulator(["--latency", "1000"])
  }

  private func run(_ words: [String], columns: Int, terminal: String = "xterm") async throws -> Program.Result {
    try await Program.built("apim-dns").runOnTerminal(
      words + settings, columns: columns, environment: environment(terminal), in: folder.path)
  }

  private var settings: [String] {
    ["azure", "--endpoint", emulator.endpoint, "--subscription", "s", "--resource-group", "g"]
      + Sandbox.instance
  }

  private func environment(_ terminal: String) -> [String: String] {
    [
      "TERM": terminal, "AZURE_AUTHORITY_HOST": emulator.endpoint, "AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c",
      "AZURE_CLIENT_SECRET": "s", "AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://127.0.0.1:1",
    ]
  }

  @Test(arguments: [(20, "0 of 4"), (200, "azure: writing  [----------------------------------------]  0 of 4")])
  func progressLineAppearsAfterASecondAndIsErasedAtTheEnd(columns: Int, line: String) async throws {
    let result = try await run(["apply", "--yes"], columns: columns)
    #expect(result.status == 0)
    #expect(result.output.contains("\r\u{1B}[K\(line)"))
    let parts = result.output.components(separatedBy: "\r\u{1B}[K")
    for part in parts where part.contains(" of 4") || part.contains("/4") {
      #expect(part.count < columns && !part.contains("\n"), "\(part)")
    }
    // The last thing that happens to the line is that it is erased, before the result is printed.
    #expect(parts.last == "4 created, 0 updated, 0 deleted\r\n")
  }

  @Test func progressLineNeedsATerminal() async throws {
    let quiet = try await run(["plan", "-q"], columns: 80)
    #expect(quiet.status == 0 && quiet.output == "")
    let dumb = try await run(["plan"], columns: 80, terminal: "dumb")
    #expect(dumb.status == 0 && !dumb.output.contains("\u{1B}") && dumb.output.hasSuffix("0 to delete\r\n"))
    let piped = try await Program.built("apim-dns").run(
      ["plan"] + settings, environment: environment("xterm"), in: folder.path)
    #expect(
      piped.errors == "warning: no virtual network is linked to 'contoso-apim.portal.azure-api.net', "
        + "'contoso-apim.westus.azure-api.net', so no network resolves these zones. Set --link, or links: under backends: "
        + "{ azure } in the inventory.\n")
    #expect(piped.status == 0 && !piped.output.contains("\r"))
  }

  @Test func readingShowsProgressToo() async throws {
    let result = try await run(["plan"], columns: 80)
    #expect(result.output.contains("\r\u{1B}[Kazure: listing zones"))
    #expect(result.output.hasSuffix("4 to create, 0 to update, 0 to delete\r\n"))
  }
}

import Foundation
import TestSupport
import Testing

/// The sample of docs/emulator.md for `--services`.
@Suite(.timeLimit(.minutes(5))) struct EmulatorGuideTests {
  @Test("The emulator serves the instance of the guide, and discover prints it") func services() async throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/emulator.md")
    let page = try String(contentsOf: file.standardizedFileURL, encoding: .utf8)
    let section = try #require(page.components(separatedBy: "\n## Serve API Management instances\n").last)
    let sample = section.components(separatedBy: "\n").drop { !$0.hasPrefix("    {") }.prefix { $0.hasPrefix("    ") }
    let folder = try TemporaryFolder()
    let path = try folder.write("services.json", text: sample.joined(separator: "\n"))
    let emulator = try RunningEmulator(["--services", path])
    let environment = [
      "AZURE_AUTHORITY_HOST": emulator.endpoint, "AZURE_TENANT_ID": "any", "AZURE_CLIENT_ID": "any",
      "AZURE_CLIENT_SECRET": "any",
    ]
    let words = ["discover", "--subscription", "00000000-0000-0000-0000-000000000000", "--endpoint", emulator.endpoint]
    let result = try await Program.built("apim-dns").run(words, environment: environment, in: folder.path)
    #expect(result.errors == "")
    #expect(result.output.contains(#"name: "contoso-apim""#), "\(result.output)")
    #expect(result.output.contains("10.1.0.5"))
    #expect(result.status == 0)
  }
}

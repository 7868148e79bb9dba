import TestSupport
import Testing

/// When results are coloured.
@Suite(.needs("python3")) struct ColorTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.folder.write("hosts", text: "127.0.0.1\tlocalhost\n")
  }

  private func output(_ environment: [String: String], _ words: [String] = [], command: String = "plan") async throws
    -> String
  {
    try await Program.built("apim-dns").runOnTerminal(
      [command] + (command == "plan" ? ["hosts", "--file", "hosts"] : []) + Sandbox.instance + words,
      environment: environment, in: sandbox.folder.path
    ).output
  }

  @Test func terminalOutputHasColor() async throws {
    let text = try await output(["TERM": "xterm"])
    #expect(text.contains("\u{1B}[1mhosts  hosts\u{1B}[0m\r\n"))
    #expect(text.contains("\u{1B}[32m+ contoso-apim.westus.azure-api.net  10.1.0.5\u{1B}[0m\r\n"))
    // https://no-color.org: an empty value counts for nothing.
    #expect(try await output(["TERM": "xterm", "NO_COLOR": ""]).contains("\u{1B}[32m"))
  }

  @Test(arguments: [["TERM": "xterm", "NO_COLOR": "1"], ["TERM": "dumb"]])
  func environmentTurnsColorOff(environment: [String: String]) async throws {
    for words in [[], ["--format", "markdown"], ["--format", "html"], ["--format", "json"]] {
      #expect(try await !output(environment, words).contains("\u{1B}"), "\(words)")
    }
    #expect(try await !output(environment, command: "records").contains("\u{1B}"))
    #expect(try await output(environment, ["--color", "always"]).contains("\u{1B}[32m"), "an option wins")
  }

  @Test func colorNeverTurnsColorOff() async throws {
    #expect(try await !output(["TERM": "xterm"], ["--color", "never"]).contains("\u{1B}"))
  }

  @Test(arguments: ["json", "markdown", "html"]) func jsonMarkdownAndHTMLNeverHaveColor(format: String) async throws {
    let result = try await sandbox.runInstance(
      "plan", "hosts", "--file", "hosts", "--format", format, "--color", "always")
    #expect(!result.output.contains("\u{1B}"))
  }
}

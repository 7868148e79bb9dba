import TestSupport
import Testing

/// Closed streams, readers that go away, and limits, which depend on how the program is started.
@Suite struct ProcessSetupTests {
  let sandbox: Sandbox
  private static let instance = Sandbox.instance.joined(separator: " ")

  init() throws { sandbox = try Sandbox() }

  /// Runs a script, with the program as `$program`.
  private func run(_ script: String) async throws -> Program.Result {
    try await Program.required("sh").run(
      ["-c", "program=$0; \(script)", Program.built("apim-dns").path], in: sandbox.folder.path)
  }

  @Test func outputOfACommandIsKeptIfStandardInputIsClosed() async throws {
    let apply = "$program apply zones --directory zones \(Self.instance) -q"
    let result = try await run(
      "\(apply) --reload 'echo no; false' <&-; echo $?; \(apply) --reload 'echo yes' <&-; echo $?")
    #expect(result.errors.contains(" ended with status 1. The new files are in place. "))
    #expect(result.errors.hasSuffix(" It printed: no\n"))
    #expect(result.output == "1\n0\n")
  }

  @Test func noFileGetsTheDescriptorOfAClosedStream() async throws {
    let result = try await run(
      "$program apply hosts --file hosts \(Self.instance) >&-; echo $?; $program check -i - <&-; echo $?")
    #expect(
      result.errors == """
        apim-dns: cannot write the result: Bad file descriptor. Check where the output goes, then run again.
        apim-dns: cannot read the inventory from stdin: Bad file descriptor. Use a file, or pipe the inventory in.

        """)
    #expect(result.output == "1\n64\n")
    #expect(try sandbox.folder.text(of: "hosts") == ApplyCommandTests.block)
  }

  /// The work is done, and the metrics are written; then the program ends as others do.
  @Test func closedPipeDoesNotInterruptTheWork() async throws {
    let result = try await run(
      """
      { $program apply zones --directory zones --check 'sleep 0.2' --metrics-file m.prom \(Self.instance); echo $? >status; } |
        true
      cat status; ls zones
      """)
    #expect(result.withoutTestValues.errors == "")
    #expect(
      result.output
        == "141\ncontoso-apim.portal.azure-api.net.zone\ncontoso-apim.westus.azure-api.net.zone\nnamed.conf.apim-dns\n")
    #expect(try sandbox.folder.text(of: "m.prom").contains("apim_dns_changes"))
  }

  @Test func fileSizeLimitIsAnError() async throws {
    let names = (0..<100).map { "{name:'a\($0)',region:'westus',vip:'10.1.0.5'}" }.joined(separator: ",")
    try sandbox.folder.write("inventory.json5", text: "{hostnames:'regional',instances:[\(names)]}")
    let result = try await run("ulimit -f 1; $program apply hosts --file hosts -i inventory.json5 -q; echo $?; ls -A")
    #expect(result.errors.hasPrefix("apim-dns: hosts: \(sandbox.folder.path)/.apim-dns."))
    #expect(result.errors.hasSuffix(".tmp: cannot write it: File too large\n"))
    #expect(result.output == "1\ninventory.json5\n")
  }

  @Test func argumentThatIsNotUTF8IsRefused() async throws {
    let result = try await run(
      "name=$(printf 'h\\377'); echo x >\"$name\"; $program apply hosts --file \"$name\" \(Self.instance); echo $?; ls | wc -l"
    )
    #expect(
      result.errors
        == "apim-dns: 'h\u{FFFD}' is not valid UTF-8. Use UTF-8; if this is the name of a file, rename the file.\n")
    #expect(result.output == "64\n1\n")
  }
}

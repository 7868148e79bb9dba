import TestSupport
import Testing

/// What `apply` and `remove` ask on a terminal, with `script` as the terminal.
@Suite(.needs("script")) struct ConfirmationTests {
  let sandbox: Sandbox

  init() async throws {
    sandbox = try Sandbox()
    try sandbox.folder.write("hosts", text: "127.0.0.1\tlocalhost\n")
  }

  /// Runs the program on a terminal with an answer typed in.
  private func run(_ words: String, answer: String) async throws -> Program.Result {
    let program = Program.built("apim-dns").path
    let instance = "--name contoso-apim --region westus --hostnames regional"
    return try await Program.required("script").run(
      ["-qec", "'\(program)' \(words) --file hosts \(instance)", "/dev/null"],
      environment: ["TERM": "dumb", "SHELL": "/bin/sh"], in: sandbox.folder.path, input: "\(answer)\n")
  }

  private var hosts: String { get throws { try sandbox.folder.text(of: "hosts") } }

  @Test func everyChangeNeedsOneConfirmation() async throws {
    let uncreated = try await run("apply hosts --vip 10.1.0.5", answer: "n")
    #expect(uncreated.output.contains("+ contoso-apim.westus.azure-api.net  10.1.0.5"))
    #expect(uncreated.output.contains("Make these changes? [y/N] "))
    #expect(uncreated.status == 3)
    #expect(try hosts == "127.0.0.1\tlocalhost\n")
    let created = try await run("apply hosts --vip 10.1.0.5", answer: "y")
    #expect(created.output.ranges(of: "Make these changes?").count == 1)
    #expect(created.status == 0)
    let before = try hosts
    let inSync = try await run("apply hosts --vip 10.1.0.5", answer: "n")
    #expect(!inSync.output.contains("Make these changes?"), "there is nothing to ask")
    #expect(inSync.status == 0)

    let refused = try await run("apply hosts --vip 10.1.0.6", answer: "n")
    #expect(refused.output.contains("~ contoso-apim.westus.azure-api.net  10.1.0.5 -> 10.1.0.6"))
    #expect(refused.output.contains("Make these changes? [y/N] "))
    #expect(refused.output.contains("apim-dns: nothing was written"))
    #expect(refused.status == 3)
    #expect(try hosts == before)

    let quiet = try await run("apply hosts -q --vip 10.1.0.6", answer: "")
    #expect(quiet.output.contains("-> 10.1.0.6"), "what is asked for is shown in any case")
    #expect(quiet.status == 3)

    let accepted = try await run("apply hosts --vip 10.1.0.6", answer: "y")
    #expect(accepted.status == 0)
    #expect(try hosts.contains("10.1.0.6"))

    let unasked = try await run("remove hosts --vip 10.1.0.6 --yes", answer: "n")
    #expect(!unasked.output.contains("Make these changes?"))
    #expect(try hosts == "127.0.0.1\tlocalhost\n")
  }

  @Test func removalWithoutATerminalNeedsYes() async throws {
    _ = try await run("apply hosts --vip 10.1.0.5 --yes", answer: "")
    let before = try hosts
    let words = ["remove", "hosts", "--file", "hosts", "--owner", "apim-dns"]
    let result = try await sandbox.run(words)
    #expect(
      result.errors
        == "apim-dns: remove deletes all records of owner apim-dns, and without a terminal it cannot ask first. Add --yes if "
        + "you mean it.\n")
    #expect(result.output == "")
    #expect(result.status == 64)
    #expect(try hosts == before)
    let script = try await sandbox.run(words + ["--print-script"])
    #expect(script.status == 0, "a script removes nothing by itself")
    #expect(try await sandbox.run(words + ["--yes"]).status == 0)
    #expect(try hosts == "127.0.0.1\tlocalhost\n")
  }

  @Test func controlCharactersOfAFileAreEscapedOnATerminal() async throws {
    let line = "10.9.9.9\tdb # \u{1B}[2J\u{07}gone\u{7F}\u{9B}2J\u{202E}"
    try sandbox.folder.write("hosts", Array("127.0.0.1\tlocalhost\n\(line)".utf8) + [0x9B, 0x0A])
    let result = try await run("plan hosts --vip 10.1.0.5", answer: "")
    #expect(result.output.contains(" 10.9.9.9\tdb # ?[2J?gone??2J?\u{FFFD}\r\n"))
    #expect(!result.output.contains("\u{1B}"))
    let piped = try await sandbox.run(
      "plan", "hosts", "--file", "hosts", "--name", "a", "--region", "westus", "--vip", "10.1.0.5")
    #expect(piped.output.contains(" \(line)"), "a patch must have the bytes")
  }

  @Test func controlCharactersInAMessageAreEscaped() async throws {
    let check = "printf 'bad \\033[2J\\302\\233line\\nnext\\n'; exit 1"
    let result = try await sandbox.run(
      "apply", "zones", "--directory", "zones", "--name", "a", "--region", "westus", "--vip", "10.1.0.5", "--check",
      check)
    #expect(result.errors.contains("bad \\u{1B}[2J\\u{9B}line"), "\(result.errors)")
    #expect(!result.errors.contains("\u{1B}") && !result.errors.contains("\u{9B}"))
  }

  /// Nobody answers: the input stays open. The signal arrives at the question, or before it on a slow machine.
  @Test func signalAtTheQuestionWritesNothing() async throws {
    _ = try await run("apply hosts --vip 10.1.0.5 --yes", answer: "")
    let before = try hosts
    let program = Program.built("apim-dns").path
    let words = "apply hosts --vip 10.1.0.6 --file hosts --name contoso-apim --region westus --hostnames regional"
    try sandbox.folder.writeProgram(
      "asked", text: "#!/bin/sh\n(sleep 1; kill -TERM $$) &\nexec '\(program)' \(words)\n")
    let result = try await Program.required("sh").run(
      ["-c", "mkfifo in; sleep 60 >in & script -qec ./asked /dev/null <in; echo $?; kill $! && echo open"],
      environment: ["TERM": "dumb", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"], in: sandbox.folder.path)
    #expect(
      result.output.hasSuffix("apim-dns: interrupted by SIGTERM, and nothing was written\r\n1\nopen\n"),
      "\(result.output)")
    #expect(try hosts == before)
  }
}

import Foundation
import TestSupport
import Testing

/// The built program where a pipeline reads what it writes: no command of others is in any output, and all means the same.
@Suite struct PipelineOutputTests {
  private static let pipelines = ["GITHUB_ACTIONS", "TF_BUILD"]

  private let sandbox: Sandbox
  /// A path with commands in it, which is in every message about its file.
  private let path = "##[error]a ::error::b's/##vso[task.complete result=Failed]hosts"

  init() throws {
    sandbox = try Sandbox()
    try sandbox.folder.write(path, text: Self.hosts)
  }

  private static let hosts = """
    10.9.9.9 contoso-apim.westus.azure-api.net # ##vso[task.setvariable variable=a]b
    ::1\tlocalhost
    ::add::fade name.example
    10.9.9.9 other # ##[error]x\r::warning::y

    """

  /// Runs the program, as it is run elsewhere or in a pipeline.
  private func run(_ pipeline: String?, _ words: [String], path: String? = nil) async throws -> Program.Result {
    var sandbox = sandbox
    if let path { sandbox.environment["PATH"] = path }
    if let pipeline { sandbox.environment[pipeline] = "true" }
    return try await sandbox.run(words)
  }

  /// The lines of an output that a runner would obey.
  private func commands(in result: Program.Result) -> [String] {
    let lines = "\(result.output)\n\(result.errors)".split { character in
      character.unicodeScalars.contains { "\n\r\u{B}\u{C}\u{85}\u{2028}\u{2029}".unicodeScalars.contains($0) }
    }
    return lines.map(String.init).filter { line in
      let start = line.trimmingCharacters(in: .whitespaces)
      let isCommand = start.hasPrefix("::") && start.dropFirst(2).contains("::")
      return isCommand || line.contains("##[") || line.lowercased().contains("##vso[")
    }
  }

  /// The output outside a pipeline.
  private func plain(_ text: String) -> String {
    text.replacing(#"\u{3A}"#, with: ":").replacing(#"\u{5B}"#, with: "[")
  }

  @Test(arguments: pipelines) func planAsTextHasNoCommands(pipeline: String) async throws {
    let words = ["plan", "hosts", "--file", path] + Sandbox.instance
    let (usual, piped) = (try await run(nil, words), try await run(pipeline, words))
    #expect(usual.output.contains("# ##[error]x\r::warning::y\n"))
    #expect(usual.output.contains("##vso[task.complete result=Failed]hosts:1: this unmanaged line maps"))
    #expect(
      piped.output.contains("\n ::1\tlocalhost\n (not shown: not a hosts entry)\n"), "an address is no command")
    #expect(piped.output.contains("# ##\\u{5B}error]x\r:\\u{3A}warning::y\n"))
    #expect(commands(in: usual).count > 5)
    #expect(commands(in: piped) == [])
    #expect(plain(piped.output) == usual.output)
    #expect(plain(piped.errors) == usual.errors)
    #expect(piped.status == usual.status)
  }

  @Test(arguments: pipelines) func planAsJSONAndAsAFileHasNoCommands(pipeline: String) async throws {
    let words = ["plan", "hosts", "--file", path, "--format", "json", "--out"] + ["saved"] + Sandbox.instance
    let usual = try await run(nil, words)
    let saved = try sandbox.folder.bytes(of: "saved")
    let piped = try await run(pipeline, words)
    #expect(commands(in: usual) != [] && commands(in: piped) == [])
    #expect(piped.output.contains(#"##\u005berror]a"#))
    func value(_ text: String) throws -> NSObject? {
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSObject
    }
    #expect(try value(piped.output) == value(usual.output))
    #expect(try sandbox.folder.bytes(of: "saved") == saved, "a file is no log")
  }

  @Test(arguments: ["markdown", "html"]) func planAsAPageHasNoCommands(format: String) async throws {
    let words = ["plan", "hosts", "--file", path, "--format", format] + Sandbox.instance
    let (usual, piped) = (try await run(nil, words), try await run("TF_BUILD", words))
    #expect(commands(in: usual) != [] && commands(in: piped) == [])
    let meant = format == "html" ? piped.output.replacing("&#91;", with: "[") : plain(piped.output)
    #expect(meant == usual.output.replacing("&#91;", with: "["))
  }

  /// The script of a pipeline does what the script does that is made elsewhere.
  @Test(arguments: pipelines) func scriptHasNoCommandsAndWorksTheSame(pipeline: String) async throws {
    let words = ["apply", "hosts", "--print-script", "--force", "--file", sandbox.folder.path(path)] + Sandbox.instance
    let (usual, piped) = (try await run(nil, words), try await run(pipeline, words))
    #expect(commands(in: usual) != [] && commands(in: piped) == [])
    #expect(piped.output.contains("##''[error]a ::error::b'\\''s/##vso''[task"))
    var results: [String] = []
    for script in [usual, piped] {
      try sandbox.folder.write(path, text: Self.hosts)
      let result = try await Program.required("sh").run(["-s"], input: script.output)
      #expect(result.status == 0)
      results.append(try sandbox.folder.text(of: path))
    }
    #expect(results[0] != Self.hosts && results[0] == results[1])
  }

  @Test(arguments: pipelines) func outputOfACheckCommandHasNoCommands(pipeline: String) async throws {
    let check = #"printf '::error::one\n \t::warning::two\n##[group]three\nfour ##vso[task.complete]\n'; exit 1"#
    let words = ["apply", "zones", "--directory", "zones", "--check", check] + Sandbox.instance
    let (usual, piped) = (try await run(nil, words), try await run(pipeline, words))
    #expect(commands(in: usual).count == 5)
    #expect(commands(in: piped) == [])
    #expect(plain(piped.errors) == usual.errors)
  }

  @Test(arguments: pipelines) func problemsOfAnInventoryHaveNoCommands(pipeline: String) async throws {
    try sandbox.folder.write("apim-dns.json5", text: "{ instances: [],\n  owner: '##[error]x',\n::add-mask::y\n}\n")
    for words in [["check"], ["check", "--format", "json"], ["records"]] {
      let (usual, piped) = (try await run(nil, words), try await run(pipeline, words))
      #expect(piped.status == 64)
      #expect(words.count > 1 || commands(in: usual) != [], "\(usual.errors)")
      #expect(commands(in: piped) == [])
      #expect(words.count > 1 || plain(piped.errors) == usual.errors)
    }
  }

  @Test(arguments: pipelines) func messageOfAMachineHasNoCommands(pipeline: String) async throws {
    try sandbox.folder.writeProgram(
      "ssh", text: "#!/bin/sh\necho '::error::output'\necho 'x ##vso[task.complete]y\r::error::z' >&2\nexit 255\n")
    let words = ["plan", "hosts", "--machine", "vm1"] + Sandbox.instance
    let path = "\(sandbox.folder.path):/usr/bin:/bin"
    let (usual, piped) = (try await run(nil, words, path: path), try await run(pipeline, words, path: path))
    #expect(
      usual.errors
        == "apim-dns: hosts: vm1: ssh: x ##vso[task.complete]y ::error::z. Check that 'ssh -o BatchMode=yes vm1 "
        + "true' works.\n"
    )
    #expect(
      piped.errors == "apim-dns: hosts: vm1: ssh: x ##vso\\u{5B}task.complete]y ::error::z. Check that 'ssh -o "
        + "BatchMode=yes vm1 true' works.\n")
  }

  /// A word of the command line is repeated, and pipelines put words of others there.
  @Test(arguments: pipelines) func usageErrorHasNoCommands(pipeline: String) async throws {
    let words = ["plan", "x\n::error::y", "--##[error]=z"]
    let (usual, piped) = (try await run(nil, words), try await run(pipeline, words))
    #expect(piped.status == 64)
    #expect(commands(in: usual) != [] && commands(in: piped) == [])
    #expect(plain(piped.errors) == usual.errors)
  }

  /// A colour behind two marks is no command.
  @Test func colorIsKept() async throws {
    var sandbox = sandbox
    sandbox.environment["GITHUB_ACTIONS"] = "true"
    let result = try await sandbox.run(["plan", "hosts", "--file", "x##", "--color", "always"] + Sandbox.instance)
    #expect(result.output.hasPrefix("\u{1B}[1mhosts  x##\u{1B}[0m\n"))
  }

  @Test func emptyVariableDoesNotMeanAPipeline() async throws {
    var sandbox = sandbox
    for name in Self.pipelines { sandbox.environment[name] = "" }
    let result = try await sandbox.run(["plan", "hosts", "--file", path] + Sandbox.instance)
    #expect(result.output.contains("\n (not shown: not a hosts entry)\n"))
  }
}

import Foundation
import TestSupport
import Testing

/// How the program is called.
@Suite("The emulator's command line") struct CommandLineTests {
  @Test(
    "An invalid command line is an error",
    arguments: [
      (["--prot", "1"], "unknown option '--prot'."),
      (["serve"], "unknown option 'serve'."),
      (["--port"], "--port requires a value."),
      (["--state", ""], "--state requires a value."),
      (["--port", "65536"], "'65536' is not a valid --port. Use a whole number from 0 to 65535."),
      (["--retry-after=-1"], "'-1' is not a valid --retry-after. Use a whole number from 0 to 3600."),
      (["--page-size=0"], "'0' is not a valid --page-size. Use a whole number from 1 to 1000."),
      (["--latency", "10001"], "'10001' is not a valid --latency. Use a whole number from 0 to 10000."),
      (
        ["--throttle", "200"],
        "'200' is not a valid --throttle. Use 'documented', or a burst and a rate, both above 0, such as 200,10."
      ),
      (
        ["--throttle", "+200,10"],
        "'+200,10' is not a valid --throttle. Use 'documented', or a burst and a rate, both above 0, such as 200,10."
      ),
      (
        ["--throttle", "0x10,10"],
        "'0x10,10' is not a valid --throttle. Use 'documented', or a burst and a rate, both above 0, such as 200,10."
      ),
      (
        ["--throttle", "1e2,10"],
        "'1e2,10' is not a valid --throttle. Use 'documented', or a burst and a rate, both above 0, such as 200,10."
      ),
      (
        ["--throttle", "Documented"],
        "'Documented' is not a valid --throttle. Use 'documented', or a burst and a rate, both above 0, such as 200,10."
      ),
      (["--tls=yes"], "unknown option '--tls=yes'."),
      (["--reserved-zones=yes"], "unknown option '--reserved-zones=yes'."),
      (["--port", "+80"], "'+80' is not a valid --port. Use a whole number from 0 to 65535."),
      (
        ["--throttle", "0,10"],
        "--throttle is out of range. Use 'documented', or a burst and a rate, both above 0, such as 200,10."
      ),
      (
        ["--faults", "x"],
        "'x' is not a valid --faults. Use a share from 0 to 1 and optionally a whole number as the seed, such as 0.3,7."
      ),
      (
        ["--faults", "2"],
        "--faults is out of range. Use a share from 0 to 1 and optionally a whole number as the seed, such as 0.3,7."
      ),
      (
        ["--faults", "0.1,1.5"],
        "--faults is out of range. Use a share from 0 to 1 and optionally a whole number as the seed, such as 0.3,7."
      ),
      (["--token-lifetime", "1h"], "'1h' is not a valid --token-lifetime. Use a whole number from 1 to 86400."),
    ])
  func wrongCall(arguments: [String], sentence: String) async throws {
    let result = try await Program.built("azure-emulator").run(arguments)
    #expect(result.status == 64)
    #expect(result.output == "")
    #expect(result.errors == "azure-emulator: \(sentence) Run 'azure-emulator --help' to list the options.\n")
  }

  @Test("--help prints the options and does nothing else", arguments: ["--help", "-h"])
  func help(argument: String) async throws {
    let result = try await Program.built("azure-emulator").run(["--port", "0", argument])
    #expect(result.status == 0)
    #expect(result.errors == "")
    let options = [
      "--port", "--state", "--retry-after", "--page-size", "--token-lifetime", "--latency", "--throttle", "--faults",
      "--reserved-zones", "--tls",
    ]
    for option in options {
      #expect(result.output.contains("  \(option) "))
    }
    for line in result.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    #expect(result.output.hasSuffix("\n\nExample:\n  azure-emulator --port 8080 --state azure.json\n"))
  }

  @Test("Every option is in the help and the manual page", .needs("mandoc"), .needs("man")) func manualPage()
    async throws
  {
    let folder = try TemporaryFolder()
    let result = try await Program.built("azure-emulator").run(["--man"])
    let page = try folder.write("azure-emulator.1", text: result.output)
    let remarks = try await Program.required("mandoc").run(["-Tlint", page])
    // mandoc also reports which other pages this machine does not have.
    let lines = (remarks.output + remarks.errors).split(separator: "\n").filter {
      !$0.contains("mandoc.db") && !$0.contains("referenced manual not found: Xr apim-dns 1")
    }
    #expect(lines == [])
    let shown = try await Program.required("man").run(
      ["--warnings", "-l", page], environment: ["MANWIDTH": "80", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"])
    #expect(shown.errors == "")
    let help = try await Program.built("azure-emulator").run(["--help"]).output
    for option in try Set(String(contentsOf: Self.parser, encoding: .utf8).matches(of: /"(--[a-z-]+)"/).map(\.output.1))
    {
      #expect(shown.output.contains("\(option)"), "\(option)")
      #expect(help.contains("\(option)"), "\(option)")
    }
    for words in ["(default 0: any free port)", "(default: keep them in memory)", "(default 3599)"] {
      #expect(shown.output.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(words))
    }
  }

  /// The source that parses the options.
  private static let parser = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Sources/azure-emulator/Options.swift").standardized

  @Test("The emulator has the version of apim-dns") func version() async throws {
    let result = try await Program.built("azure-emulator").run(["--version"])
    let other = try await Program.built("apim-dns").run(["--version"])
    #expect(result.status == 0)
    #expect(result.output == other.output.replacing("apim-dns", with: "azure-emulator"))
  }

  @Test("An error about a file contains the message of the system")
  func filesThatCannotBe() async throws {
    let folder = try TemporaryFolder()
    for (option, path, sentence) in [
      (
        "--state", "none/state.json",
        "cannot write none/state.json: No such file or directory. Use a file in an existing directory that you can write to."
      ),
      ("--state", ".", "cannot read .: Is a directory. Use a file that you can read."),
      ("--services", "none.json", "cannot read none.json: No such file or directory. Use a file that you can read."),
    ] {
      let result = try await Program.built("azure-emulator").run([option, path], in: folder.path)
      #expect(result.errors == "azure-emulator: \(sentence)\n")
      #expect(result.status == 1)
    }
  }

  @Test("A port that is taken is an error") func takenPort() async throws {
    let emulator = try RunningEmulator()
    let result = try await Program.built("azure-emulator").run(["--port", "\(emulator.port)"])
    #expect(result.status == 1)
    #expect(
      result.errors
        == "azure-emulator: cannot listen on port \(emulator.port) of 127.0.0.1: Address already in use\n")
  }
}

import Foundation
import TestSupport
import Testing

@testable import apim_dns

/// The manual page, read by the programs that show it.
@Suite struct ManPageTests {
  let folder: TemporaryFolder
  let page: String

  init() async throws {
    folder = try TemporaryFolder()
    let result = try await Program.built("apim-dns").run(["help", "--man"], environment: [:])
    #expect(result.status == 0)
    page = try folder.write("apim-dns.1", text: result.output)
  }

  @Test(.needs("mandoc")) func mandocReportsNothing() async throws {
    let result = try await Program.required("mandoc").run(["-Tlint", page])
    // What pages this machine has an index of is no matter of ours.
    let remarks = (result.output + result.errors).split(separator: "\n").filter { !$0.contains("mandoc.db") }
    #expect(remarks == [])
  }

  @Test(.needs("man")) func manShowsEveryCommandAndOption() async throws {
    let result = try await Program.required("man").run(
      ["--warnings", "-l", page], environment: ["MANWIDTH": "80", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"])
    #expect(result.errors == "")
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n").map { $0.drop { $0 == " " } }
    for option in Option.all {
      let value = option.value.map { " \($0.placeholder)" } ?? ""
      let item = (option.letter.map { "-\($0), " } ?? "") + option.name.flag + value
      #expect(lines.contains { $0 == item || $0.hasPrefix("\(item)  ") }, "\(item)")
    }
    for command in Command.allCases {
      #expect(lines.contains { $0.hasPrefix("apim-dns \(command.rawValue) [") }, "\(command)")
      #expect(lines.contains { $0.hasPrefix("\(command.rawValue) ") }, "\(command)")
    }
  }

  @Test func everyEnvironmentVariableIsInThePage() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources").standardized
    let files = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
      .compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" && !$0.path().contains("azure-emulator") }
    var variables: Set<String> = []
    for file in files {
      let source = try String(contentsOf: file, encoding: .utf8)
      for match in source.matches(of: /"([A-Z]+(_[A-Z]+)+)"|environment\["([A-Z]+)"\]/) {
        variables.insert(String(match.output.1 ?? match.output.3 ?? ""))
      }
    }
    // This one is given to az.
    variables.remove("AZURE_CORE_NO_COLOR")
    #expect(variables.isSuperset(of: ["TERM", "NO_COLOR", "AZURE_FEDERATED_TOKEN_FILE", "SSL_CERT_FILE"]))
    for variable in variables { #expect(ManPage.environment.contains("\(variable)"), "\(variable)") }
  }

  @Test func everyFileThatRunsLeaveIsInThePage() {
    for file in [
      "/etc/.hosts.apim-dns.bak", "/etc/.hosts.apim-dns.reload-due.OWNER", "zones/reload-due.apim-dns",
      "/etc/apim-dns/NAME.json5", "/etc/apim-dns/NAME.env",
    ] {
      #expect(ManPage.files.contains(".It Pa \(file)\n"))
    }
  }

  @Test func valuesAreAsTyped() {
    for option in Option.all {
      for command in Command.allCases.filter(option.commands.contains) {
        guard case .words(let values)? = option.value?.completion(command) else { continue }
        let summary = option.summary(at: command)
        #expect(!values.contains { summary.hasPrefix($0) }, "the manual page would capitalize it: \(summary)")
      }
    }
  }

  @Test func helpGivesTheDefaultOfEachOption() {
    // What is left out without these options: a file, a limit, a command.
    let withoutDefault: Set<Option.Name> = [
      .name, .region, .vip, .catalog, .serialFrom, .zoneOption, .check, .checkConfig, .reload, .machine, .subscription,
      .resourceGroup, .link, .out, .plan, .compare, .wait, .metricsFile,
    ]
    for option in Option.all where option.value != nil && !withoutDefault.contains(option.name) {
      for command in Command.allCases.filter(option.commands.contains) {
        let screen = HelpText.screen(of: command)
        let line = screen.split(separator: "\n").first { $0.contains(" \(option.name.flag) ") }
        #expect(line?.contains("default") == true, "\(line ?? "")")
      }
    }
  }
}

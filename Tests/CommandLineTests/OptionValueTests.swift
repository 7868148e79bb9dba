import TestSupport
import Testing

@testable import apim_dns

/// The values of options, which every command checks.
@Suite struct OptionValueTests {
  /// The options whose files are only checked when they are opened.
  static let files: Set<Option.Name> = [.inventory, .plan, .compare, .out, .metricsFile]

  /// A single blank is invalid for every option.
  @Test(arguments: Option.all.filter { $0.value != nil && !files.contains($0.name) }.map(\.name))
  func everyCommandRefusesAnInvalidValue(name: Option.Name) async throws {
    let sandbox = try Sandbox()
    let option = try #require(Option.named(name))
    for command in Command.allCases where option.isTaken(by: command) {
      let others: [Command: [String]] = [
        .completions: ["bash"], .renameOwner: ["a", "b"], .help: [], .auth: [],
        .discover: name == .subscription ? [] : ["--subscription", "s"],
      ]
      var words = others[command] ?? Sandbox.instance
      if let index = words.firstIndex(of: name.flag) { words.removeSubrange(index...index + 1) }
      let result = try await sandbox.run([command.rawValue] + words + [name.flag, " "])
      let line = result.errors.split(separator: "\n").first ?? ""
      #expect(line.hasPrefix("apim-dns: \(name.flag): "), "\(command): \(line)")
      #expect(result.output == "")
      #expect(result.status == 64, "\(command)")
    }
  }

  @Test(arguments: [
    ("--timeout", "0", "'0' is not a valid time. Use seconds, or 30s, 5m or 2h."),
    ("--request-timeout", "soon", "'soon' is not a valid time. Use seconds, or 30s, 5m or 2h."),
    (
      "--serial-from", "ns1",
      "'ns1' is not a valid name server. Use IP[:PORT], such as 10.0.0.4, 127.0.0.1:5353 or [2001:db8::4]:53."
    ),
    ("--max-updates", "-1", "'-1' is not a valid number. Use 0 or more."),
    ("--max-deletes", "+1", "'+1' is not a valid number. Use 0 or more."),
    ("--max-deletes", "-0", "'-0' is not a valid number. Use 0 or more."),
    ("--port", "0", "'0' is not a valid port. Use 1-65535."),
    ("--port", "65536", "'65536' is not a valid port. Use 1-65535."),
    ("--certificate-days", "-1", "'-1' is not a valid number. Use 0 or more."),
    ("--parallel", "+2", "'+2' is not a valid number of machines or connections. Use 1-256."),
    ("--parallel", "257", "'257' is not a valid number of machines or connections. Use 1-256."),
    ("--serial", "banana", "unknown serial policy 'banana'. Use 'date', 'unixtime' or 'increment'."),
    (
      "--auth", "banana",
      "unknown credential source 'banana'. Use 'auto', 'environment', 'workload-identity', 'github-oidc', "
        + "'azure-pipelines', 'managed-identity' or 'azure-cli'."
    ),
    ("--check", " ", "the command is empty. Set a command."),
    ("--directory", " ", "the path is empty. Set a path."),
  ])
  func messageNamesTheOptionAndItsValues(flag: String, value: String, message: String) {
    #expect(throws: UsageError("\(flag): \(message)")) { try Arguments(["plan", flag, value]) }
    #expect(throws: UsageError("\(flag): \(message)")) { try Arguments(["apply", "\(flag)=\(value)", "--help"]) }
  }

  /// A command that ignores an option accepts it, but does not list it in its help.
  @Test(arguments: [
    (Option.Name.force, [Command.plan, .apply, .remove]), (.yes, [.apply, .remove, .renameOwner, .adopt, .release]),
    (.layout, [.plan, .apply, .remove, .adopt]), (.onConflict, [.plan, .apply, .remove]),
    (.maxDeletes, [.plan, .apply]), (.maxUpdates, [.plan, .apply]),
    (.ttl, [.records, .check, .plan, .apply, .adopt, .verify, .initialize]),
    (.color, [.plan, .apply, .remove, .renameOwner, .adopt, .release, .verify, .discover]),
    (.format, [.records, .check, .plan, .apply, .remove, .renameOwner, .adopt, .release, .verify, .discover]),
    (.timeout, [.records, .plan, .apply, .remove, .renameOwner, .adopt, .release, .verify, .discover, .auth]),
    (
      .quiet,
      [
        .records, .check, .plan, .apply, .remove, .renameOwner, .adopt, .release, .verify, .discover, .auth,
        .initialize,
      ]
    ),
  ])
  func helpShowsOnlyTheOptionsThatTheCommandUses(name: Option.Name, commands: [Command]) {
    for command in Command.allCases {
      let isShown = HelpText.screen(of: command).contains("\(name.flag) ")
      #expect(isShown == commands.contains(command), "\(name.flag) at \(command)")
    }
  }

  @Test func helpDescribesAnOptionForItsCommand() {
    let discover = HelpText.screen(of: .discover)
    #expect(discover.contains("  --name NAME               only the instance with this name\n"))
    #expect(discover.contains("\nAzure:\n"))
    #expect(discover.contains("  --resource-group NAME     only instances in this resource group\n"))
    #expect(discover.contains("  --timeout TIME            time limit for Azure (default 10m)\n"))
    let apply = HelpText.screen(of: .apply)
    #expect(apply.contains("  --resource-group NAME     resource group of the zones\n"))
    #expect(apply.contains("  --timeout TIME            time limit (default: Azure 10m, each ssh 2m)\n"))
    #expect(apply.contains("  --hostnames SCHEME        hostname scheme: regional (default), v2 or classic\n"))
    #expect(apply.contains("  --layout LAYOUT           layout perHostname (default), parent, responsePolicy\n"))
    #expect(apply.contains("  --serial POLICY           serial policy: date (default), unixtime or increment\n"))
    #expect(apply.contains("  --force                   override safety limits and most conflicts\n"))
    #expect(
      HelpText.screen(of: .records).contains(
        "  --format FORMAT           format: text (default), json, markdown or csv\n")
    )
    #expect(
      HelpText.screen(of: .verify).contains(
        "  --format FORMAT           format: text (default), json, markdown or html\n"))
  }
}

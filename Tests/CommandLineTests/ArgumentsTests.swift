import Reconciliation
import TestSupport
import Testing

@testable import apim_dns

@Suite struct ArgumentsTests {
  @Test func optionsMayComeBeforeOrAfterTheCommand() throws(UsageError) {
    let arguments = try Arguments([
      "-q", "apply", "hosts", "--file=a b", "zones", "-iinv", "--vip", "10.0.0.1", "hosts",
    ])
    #expect(arguments.command == .apply)
    #expect(arguments.backends == [.hosts, .zones])
    #expect(arguments.has(.quiet))
    #expect(arguments.value(.file) == "a b")
    #expect(arguments.value(.inventory) == "inv")
    #expect(arguments.all(.vip) == ["10.0.0.1"])
    #expect(arguments.all(.link) == nil)
  }

  @Test func shortOptionsCanBeCombined() throws(UsageError) {
    let arguments = try Arguments(["records", "-vqi", "inv"])
    #expect(arguments.has(.verbose) && arguments.has(.quiet))
    #expect(arguments.value(.inventory) == "inv")
  }

  @Test func optionIsRepeatableIfItsHelpSaysSo() throws(UsageError) {
    let arguments = try Arguments(["plan", "--vip", "10.0.0.1", "--vip=10.0.0.2"])
    #expect(arguments.all(.vip) == ["10.0.0.1", "10.0.0.2"])
  }

  @Test(arguments: Command.allCases) func everyCommandTakesTheCommonOptions(command: Command) {
    let operands: [Command: [String]] = [.completions: ["bash"], .renameOwner: ["a", "b"]]
    let common = ["--layout", "parent", "--format", "json", "-qv", "--color", "never", "--force", "--yes"]
    #expect(throws: Never.self) { try Arguments([command.rawValue] + (operands[command] ?? []) + common) }
  }

  @Test func helpAndVersionNeedNoCommand() throws(UsageError) {
    #expect(try Arguments(["--help"]).has(.help))
    #expect(try Arguments(["plan", "-h"]).command == .plan)
    #expect(try Arguments(["--version"]).has(.version))
  }

  @Test(arguments: [
    ([], "a command is required. Run 'apim-dns help' to list the commands."),
    (["recrods"], "unknown command 'recrods'. Did you mean 'records'?"),
    (["frobnicate"], "unknown command 'frobnicate'. Run 'apim-dns help' to list the commands."),
    (
      ["help", "machines", "codes"],
      "unexpected argument 'codes' of 'apim-dns help'. Run 'apim-dns help help' to see its usage."
    ),
    (["rename-owner", "a"], "two owners are required. Use 'apim-dns rename-owner OLD NEW'."),
    (["rename-owner", "a", "a"], "the old and the new owner are the same, 'a'. Use two owners."),
    (["rename-owner", "a/b", "c"], "'a/b' is not a valid owner. Use 1-63 letters, digits, '-', '_' or '.'."),
    (
      ["rename-owner", "a", "b", "azure"],
      "rename-owner is only for zones and hosts. Use 'apim-dns release azure' with the old owner, then 'apim-dns adopt "
        + "azure' with the new one."
    ),
    (
      ["rename-owner", "a", "b", "--owner", "c"],
      "--owner is not an option of 'apim-dns rename-owner'. Run 'apim-dns help rename-owner' to list its options."
    ),
    (["destroy"], "unknown command 'destroy'. Use 'remove'."),
    (["delete"], "unknown command 'delete'. Use 'remove'."),
    (["validate"], "unknown command 'validate'. Use 'check'."),
    (["help", "diff"], "unknown command 'diff'. Use 'plan'."),
    (["import"], "unknown command 'import'. Use 'discover' for instances, or 'adopt' for records."),
    (["version"], "unknown command 'version'. Use '--version'."),
    (["-V"], "unknown option '-V'. Use '--version'."),
    (["help", "recrods"], "unknown command 'recrods'. Did you mean 'records'?"),
    (
      ["help", "plan", "apply"],
      "unexpected argument 'apply' of 'apim-dns help'. Run 'apim-dns help help' to see its usage."
    ),
    (["completions", "bsh"], "unknown shell 'bsh'. Use bash, zsh or fish."),
    (["-", "plan"], "unknown command '-'. Run 'apim-dns help' to list the commands."),
    (["records", "-qx"], "unknown option '-x'. Run 'apim-dns help COMMAND' to list the options."),
    (["records", "-qi"], "--inventory needs a value. Use --inventory FILE."),
    (["plan", "zone"], "unknown backend 'zone'. Did you mean 'zones'?"),
    (["plan", "route53"], "unknown backend 'route53'. Use zones, hosts or azure."),
    (
      ["records", "zones"],
      "unexpected argument 'zones' of 'apim-dns records'. Run 'apim-dns help records' to see its usage."
    ),
    (["records", "--inventroy", "x"], "unknown option '--inventroy'. Did you mean '--inventory'?"),
    (["records", "--frobnicate"], "unknown option '--frobnicate'. Run 'apim-dns help COMMAND' to list the options."),
    (["records", "-x"], "unknown option '-x'. Run 'apim-dns help COMMAND' to list the options."),
    (["records", "--name"], "--name needs a value. Use --name NAME."),
    (["records", "--name="], "--name has an empty value. Set a value, or remove the option."),
    (["apply", "--yes=no"], "--yes does not take a value. Remove the value."),
    (["records", "--name", "a", "--name", "b"], "--name is given twice. Use it once."),
    (
      ["records", "--file", "x"],
      "--file is not an option of 'apim-dns records'. Run 'apim-dns help records' to list its options."
    ),
    (
      ["discover", "x"],
      "unexpected argument 'x' of 'apim-dns discover'. Run 'apim-dns help discover' to see its usage."
    ),
    (["plan", "--", "--file"], "unknown backend '--file'. Use zones, hosts or azure."),
  ])
  func invalidCommandLineIsAnError(words: [String], message: String) {
    #expect(throws: UsageError(message)) { try Arguments(words) }
  }

  @Test func everyOptionIsInTheTableOnce() {
    #expect(Option.Name.allCases.allSatisfy { name in Option.all.count { $0.name == name } == 1 })
    let letters = Option.all.compactMap(\.letter)
    #expect(Set(letters).count == letters.count)
  }

  @Test func nothingAfterTwoHyphensIsAnOption() throws(UsageError) {
    #expect(try Arguments(["--", "plan", "hosts"]).backends == [.hosts])
    #expect(try Arguments(["plan", "-q", "--", "hosts"]).has(.quiet))
  }

  @Test func hyphenAloneIsAValue() throws(UsageError) {
    #expect(try Arguments(["check", "-i", "-"]).value(.inventory) == "-")
    #expect(try Arguments(["check", "-i-"]).value(.inventory) == "-")
    #expect(try Arguments(["check", "--inventory=-"]).value(.inventory) == "-")
  }

  @Test(arguments: Command.allCases) func everyHelpScreenEndsWithAValidExample(
    command: Command
  ) throws {
    let screen = HelpText.screen(of: command)
    let example = try #require(screen.split(separator: "Example:\n  ").last)
    #expect(screen.hasSuffix("\n\nExample:\n  \(command.example)\n") && example.contains("apim-dns"))
    let words = command.example.split { " ()<".contains($0) }.drop { $0 != "apim-dns" }.dropFirst().map(String.init)
    #expect(throws: Never.self) { try Arguments(words) }
  }

  @Test(arguments: [
    (["machines"], Guide.machines), (["inventory"], .inventory), (["exit", "codes"], .exitCodes),
    (["exit-codes"], .exitCodes),
  ])
  func guidesAreHelpTopics(words: [String], guide: Guide) async throws {
    #expect(try Arguments(["help"] + words).topic == .guide(guide))
    let result = try await Program.built("apim-dns").run(["help"] + words, environment: [:])
    #expect(result.output == guide.text && result.status == 0)
    #expect(HelpText.overview.contains("'apim-dns help \(guide.rawValue)'"))
  }

  @Test func inventoryOfTheGuideIsValid() async throws {
    let text = Guide.inventory.text
    let start = try #require(text.firstIndex(of: "{")), end = try #require(text.lastIndex(of: "}"))
    let result = try await Program.built("apim-dns").run(
      ["check", "--inventory", "-"], environment: [:], input: String(text[start...end]))
    #expect(result.errors == "" && result.status == 0)
  }

  @Test("The program alone prints the overview on stderr") func programAlonePrintsTheOverview() async throws {
    let result = try await Program.built("apim-dns").run([], environment: [:])
    #expect(result.errors == HelpText.overview)
    #expect(result.output == "" && result.status == 64)
  }

  @Test(arguments: Command.allCases) func everyHelpScreenFitsEightyColumns(command: Command) {
    for screen in [HelpText.overview, HelpText.screen(of: command)] + Guide.allCases.map(\.text) {
      for line in screen.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }
  }
}

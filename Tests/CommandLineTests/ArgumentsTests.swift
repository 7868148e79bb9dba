import Reconciliation
import Testing

@testable import apim_dns

@Suite struct ArgumentsTests {
  @Test func optionsStandBeforeAndBehindTheCommand() throws(UsageError) {
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

  @Test func lettersStandTogether() throws(UsageError) {
    let arguments = try Arguments(["records", "-vqi", "inv"])
    #expect(arguments.has(.verbose) && arguments.has(.quiet))
    #expect(arguments.value(.inventory) == "inv")
  }

  @Test func anOptionMayRepeatWhereItsHelpSaysSo() throws(UsageError) {
    let arguments = try Arguments(["plan", "--vip", "10.0.0.1", "--vip=10.0.0.2"])
    #expect(arguments.all(.vip) == ["10.0.0.1", "10.0.0.2"])
  }

  @Test(arguments: Command.allCases) func everyCommandTakesTheCommonOptions(command: Command) {
    let shell = command == .completions ? ["bash"] : []
    let common = ["--layout", "parent", "--format", "json", "-qv", "--color", "never", "--force", "--yes"]
    #expect(throws: Never.self) { try Arguments([command.rawValue] + shell + common) }
  }

  @Test func helpAndVersionNeedNoCommand() throws(UsageError) {
    #expect(try Arguments(["--help"]).has(.help))
    #expect(try Arguments(["plan", "-h"]).command == .plan)
    #expect(try Arguments(["--version"]).has(.version))
  }

  @Test(arguments: [
    ([], "no command; 'apim-dns help' lists them"),
    (["recrods"], "unknown command 'recrods'; did you mean 'records'?"),
    (["frobnicate"], "unknown command 'frobnicate'; 'apim-dns help' lists them"),
    (["plan", "zone"], "unknown backend 'zone'; did you mean 'zones'?"),
    (["plan", "route53"], "unknown backend 'route53'; use zones, hosts or azure"),
    (["records", "zones"], "'apim-dns records' does not take 'zones'; see 'apim-dns help records'"),
    (["records", "--inventroy", "x"], "unknown option '--inventroy'; did you mean '--inventory'?"),
    (["records", "--frobnicate"], "unknown option '--frobnicate'; 'apim-dns help COMMAND' lists them"),
    (["records", "-x"], "unknown option '-x'; 'apim-dns help COMMAND' lists them"),
    (["records", "--name"], "--name needs a value; write --name NAME"),
    (["records", "--name="], "--name has an empty value; give it one, or leave it out"),
    (["apply", "--yes=no"], "--yes takes no value; leave it out"),
    (["records", "--name", "a", "--name", "b"], "--name is given twice; give it once"),
    (["records", "--file", "x"], "--file is no option of 'apim-dns records'; 'apim-dns help records' lists those"),
    (["discover", "x"], "'apim-dns discover' does not take 'x'; see 'apim-dns help discover'"),
    (["plan", "--", "--file"], "unknown backend '--file'; use zones, hosts or azure"),
  ])
  func whatFitsNowhereIsNamed(words: [String], message: String) {
    #expect(throws: UsageError(message)) { try Arguments(words) }
  }

  @Test func everyOptionStandsInTheTableOnce() {
    #expect(Option.Name.allCases.allSatisfy { name in Option.all.count { $0.name == name } == 1 })
    let letters = Option.all.compactMap(\.letter)
    #expect(Set(letters).count == letters.count)
  }

  @Test(arguments: Command.allCases) func everyHelpScreenFitsEightyColumns(command: Command) {
    for screen in [HelpText.overview, HelpText.screen(of: command)] {
      for line in screen.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }
  }
}

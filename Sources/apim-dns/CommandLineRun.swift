import APIManagement
import Inventory

/// One run of the program, from the words of the command line to an exit code.
struct CommandLineRun {
  let words: [String]
  let environment: [String: String]

  /// Does what the command line says; the only place in which failures become messages and exit codes.
  func run() async -> ExitCode {
    do throws(Failure) {
      return try await result()
    } catch {
      Console().complain(error.message, namesItsPlace: error.namesItsPlace)
      return error.code
    }
  }

  private func result() async throws(Failure) -> ExitCode {
    let arguments: Arguments
    let console: Console
    let format: OutputFormat
    do throws(UsageError) {
      arguments = try Arguments(words)
      console = try Console(arguments, environment: environment)
      format = try OutputFormat(arguments)
    } catch {
      throw Failure(error)
    }
    guard let command = arguments.command, fixedText(arguments) == nil else {
      console.emit(fixedText(arguments) ?? "")
      return .done
    }
    let source = InventorySource(arguments, environment: environment, console: console)
    if command == .check {
      let reading = try source.reading()
      if let inventory = reading.inventory { remarkOnScheme(of: inventory, console) }
      return try CheckCommand(source: source, reading: reading, format: format, console: console).run()
    }
    let inventory = try source.read()
    if command == .records || command == .plan { remarkOnScheme(of: inventory, console) }
    let context = RunContext(
      arguments: arguments, environment: environment, inventory: inventory, format: format, console: console,
      progress: ProgressBar(isShown: console.showsProgress))
    switch command {
    case .records: return try RecordsCommand(context: context).run()
    case .apply, .remove:
      guard !arguments.has(.printScript) else { return try ScriptCommand(context: context).run() }
      return try await ApplyCommand(context: context).run()
    case .plan: return try await PlanCommand(context: context).run()
    case .verify: return try await VerifyCommand(context).run()
    case .auth: return try await AuthCommand(context: context).run()
    case .check, .discover, .completions, .help:
      throw Failure(.usage, "'apim-dns \(command.rawValue)' is not built yet in this version")
    }
  }

  /// What is printed without a look at any inventory; nothing where there is work to do.
  private func fixedText(_ arguments: Arguments) -> String? {
    if arguments.has(.version) { return "apim-dns \(HelpText.version)\n" }
    if arguments.has(.man) { return ManPage.text }
    if arguments.command == .help { return arguments.topic.map(HelpText.screen) ?? HelpText.overview }
    if arguments.has(.help) { return arguments.command.map(HelpText.screen) ?? HelpText.overview }
    return arguments.shell?.completions
  }

  /// Says that there is a choice of hostname schemes where nobody chose.
  private func remarkOnScheme(of inventory: Inventory, _ console: Console) {
    if !inventory.schemeIsChosen, !inventory.instances.isEmpty {
      console.remark(
        "note: nobody chose a hostname scheme, so '\(inventory.scheme.rawValue)' is used; v2 and classic are the others "
          + "(--hostnames, or hostnames: in the inventory), and 'apim-dns discover', not built yet, will read the truth from "
          + "Azure")
    }
  }
}

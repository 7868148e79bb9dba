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
    if arguments.has(.version) {
      console.emit("apim-dns \(HelpText.version)\n")
      return .done
    }
    if arguments.has(.man) {
      console.emit(ManPage.text)
      return .done
    }
    guard let command = arguments.command, command != .help, !arguments.has(.help) else {
      let topic = arguments.command == .help ? arguments.topic : arguments.command
      console.emit(topic.map(HelpText.screen) ?? HelpText.overview)
      return .done
    }
    if let shell = arguments.shell {
      console.emit(shell.completions)
      return .done
    }
    let source = InventorySource(arguments, environment: environment, console: console)
    if command == .check {
      let reading = try source.reading()
      if let inventory = reading.inventory { remarkOnScheme(of: inventory, console) }
      return try CheckCommand(source: source, reading: reading, format: format, console: console).run()
    }
    let inventory = try source.read()
    if command != .apply, command != .remove { remarkOnScheme(of: inventory, console) }
    switch command {
    case .records: return try RecordsCommand(inventory: inventory, format: format, console: console).run()
    case .plan, .apply, .remove:
      let report = RunReport(inventory.owner, format, console)
      let backends = Backends(arguments, inventory, environment: environment)
      if arguments.has(.printScript) {
        return try ScriptCommand(arguments: arguments, inventory: inventory, backends: backends, console: console).run()
      }
      let planning = try Planning(arguments, inventory, backends, report, console)
      guard command == .plan else {
        return try await ApplyCommand(
          arguments: arguments, inventory: inventory, planning: planning, report: report, console: console
        ).run()
      }
      return try await PlanCommand(
        arguments: arguments, inventory: inventory, planning: planning, report: report, console: console
      ).run()
    case .verify:
      return try await VerifyCommand(arguments, inventory, format, console).run()
    case .auth:
      return try await AuthCommand(
        backends: Backends(arguments, inventory, environment: environment), console: console
      ).run()
    case .check, .discover, .completions, .help:
      throw Failure(.usage, "'apim-dns \(command.rawValue)' is not built yet in this version")
    }
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

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
    guard let command = arguments.command, command != .help, !arguments.has(.help) else {
      let topic = arguments.command == .help ? arguments.topic : arguments.command
      console.emit(topic.map(HelpText.screen) ?? HelpText.overview)
      return .done
    }
    let inventory = try InventorySource(arguments, environment: environment, console: console).read()
    if !inventory.schemeIsChosen, !inventory.instances.isEmpty, command != .apply, command != .remove {
      console.remark(
        "note: nobody chose a hostname scheme, so '\(inventory.scheme.rawValue)' is used; v2 and classic are the others "
          + "(--hostnames, or hostnames: in the inventory), and 'apim-dns discover', not built yet, will read the truth from "
          + "Azure")
    }
    switch command {
    case .records: return try RecordsCommand(inventory: inventory, format: format, console: console).run()
    case .check: return try CheckCommand(inventory: inventory, format: format, console: console).run()
    case .plan, .apply, .remove:
      let backends = Backends(arguments, inventory, environment: environment)
      return try await PlannedRun(
        arguments: arguments, inventory: inventory, backends: backends, format: format, console: console
      ).run()
    case .auth:
      return try await AuthCommand(
        backends: Backends(arguments, inventory, environment: environment), console: console
      ).run()
    case .verify, .discover, .completions, .help:
      throw Failure(.usage, "'apim-dns \(command.rawValue)' is not built yet in this version")
    }
  }
}

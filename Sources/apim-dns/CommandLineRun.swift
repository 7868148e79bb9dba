import APIManagement
import Inventory
import Reconciliation

/// One run of the program, from the words of the command line to an exit code.
struct CommandLineRun {
  let words: [String]
  let environment: [String: String]

  /// Does what the command line says; the only place in which failures become messages and exit codes.
  func run() async -> ExitCode {
    let arguments: Arguments
    let console: Console
    let format: OutputFormat
    do throws(UsageError) {
      arguments = try Arguments(words)
      console = try Console(arguments, environment: environment)
      format = try OutputFormat(arguments)
    } catch {
      return complain(Failure(error))
    }
    guard let command = arguments.command, fixedText(arguments) == nil else {
      console.emit(fixedText(arguments) ?? "", as: .text)
      return exitCode(.done)
    }
    let metrics = RunMetrics(arguments)
    var code: ExitCode
    do throws(Failure) {
      code = try await execute(command, arguments, format, console, metrics)
    } catch {
      code = complain(error)
    }
    code = exitCode(code)
    do throws(Failure) {
      try metrics?.write(code)
    } catch {
      code = worseExitCode(code, because: error)
    }
    return code
  }

  /// How a run ends once it is known whether its result got out.
  private func exitCode(_ code: ExitCode) -> ExitCode {
    StandardStream.output.failure.map { worseExitCode(code, because: $0) } ?? code
  }

  /// How a run ends in which something failed besides its work.
  private func worseExitCode(_ code: ExitCode, because failure: Failure) -> ExitCode {
    let failed = complain(failure)
    return [.done, .differs].contains(code) ? failed : code
  }

  /// Says why something did not work.
  ///
  /// - Returns: how the run ends because of it.
  private func complain(_ failure: Failure) -> ExitCode {
    Console().complain(failure.message, namesItsPlace: failure.namesItsPlace)
    return failure.code
  }

  /// Does the work of a command.
  private func execute(
    _ command: Command, _ arguments: Arguments, _ format: OutputFormat, _ console: Console, _ metrics: RunMetrics?
  ) async throws(Failure) -> ExitCode {
    guard arguments.value(.plan) != "-" || arguments.value(.inventory) != "-" else {
      throw Failure(.usage, "the inventory and the plan cannot both come from stdin; name a file for one of them")
    }
    let saved = try arguments.value(.plan).map { path throws(Failure) in try SavedPlan(reading: path) }
    var arguments = arguments
    if let saved {
      let differences = try saved.run.replay(into: &arguments, of: saved.path)
      guard differences.isEmpty else { return try refuse(saved, differences, format, console) }
    }
    let source = InventorySource(arguments, environment: environment, console: console)
    let origin = try source.origin()
    if let saved, let difference = try await saved.run.difference(of: origin, from: saved.path) {
      return try refuse(saved, [difference], format, console)
    }
    var reading = source.reading(of: origin)
    if command == .check {
      if let inventory = reading.inventory { remarkOnScheme(of: inventory, console) }
      return try CheckCommand(source: source, reading: reading, format: format, console: console).run()
    }
    if let inventory = reading.inventory, command.asksAzureForInstances, !inventory.references.isEmpty {
      let azure = AzureConnection(arguments, inventory, environment: environment)
      reading = source.reading(of: origin, answers: try await InstanceAnswers(inventory, azure, console).all())
    }
    let inventory = try source.accept(reading)
    metrics?.note(inventory.owner)
    if command == .records || command == .plan { remarkOnScheme(of: inventory, console) }
    let context = RunContext(
      arguments: arguments, environment: environment, inventory: inventory, origin: origin, saved: saved,
      format: format, console: console, metrics: metrics, progress: ProgressBar(isShown: console.showsProgress))
    if let saved {
      let differences = try saved.placeDifferences(from: context.backends, context.backends.kinds())
      guard differences.isEmpty else { return try refuse(saved, differences, format, console) }
    }
    switch command {
    case .records: return try RecordsCommand(context: context).run()
    case .apply, .remove:
      guard !arguments.has(.printScript) else { return try ScriptCommand(context: context).run() }
      return try await ApplyCommand(context: context).run()
    case .plan: return try await PlanCommand(context: context).run()
    case .verify: return try await VerifyCommand(context).run()
    case .auth: return try await AuthCommand(context: context).run()
    case .discover: return try await DiscoverCommand(context: context).run()
    // These are answered above.
    case .check, .completions, .help: return .done
    }
  }

  /// Ends a run that was asked for something else than its saved plan says.
  private func refuse(
    _ saved: SavedPlan, _ differences: [String], _ format: OutputFormat, _ console: Console
  ) throws(Failure) -> ExitCode {
    for difference in differences { console.complain(difference) }
    console.complain("nothing was written")
    try RunReport.emitRefusal(of: saved, differences, format, console)
    return .refused
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
          + "(--hostnames, or hostnames: in the inventory), and 'apim-dns discover' reads the truth from Azure")
    }
  }
}

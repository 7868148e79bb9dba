import APIManagement
import Inventory
import Reconciliation
import Synchronization

/// One run of the program, from the arguments to an exit code.
struct CommandLineRun {
  let words: [String]
  let environment: [String: String]
  /// The inventory as it was read, kept until the process ends, because to free each name is slower.
  private static let kept = Mutex<InventoryReading?>(nil)

  /// Runs the command, and turns failures into messages and exit codes.
  func run() async -> ExitCode {
    guard !words.isEmpty else {
      StandardStream.errors.write(HelpText.overview)
      return .usage
    }
    let arguments: Arguments
    let console: Console
    let format: OutputFormat
    do throws(UsageError) {
      arguments = try Arguments(words)
      console = try Console(arguments, environment: environment)
      format = try OutputFormat(arguments)
    } catch {
      return report(Failure(error))
    }
    guard let command = arguments.command, fixedText(arguments) == nil else {
      console.emit(fixedText(arguments) ?? "", as: .text)
      return exitCodeAfterOutput(.done)
    }
    // Before anything starts a thread.
    do throws(Failure) {
      let isLocal = [.records, .check, .initialize].contains(command) || arguments.has(.printScript)
      if !isLocal { try ProcessSetup.requireProc(for: "the command '\(command.rawValue)'") }
    } catch {
      return report(error)
    }
    let interruption = Interruption()
    guard command.reportsInterruption, !arguments.has(.printScript) else {
      return await run(command, arguments, format, console, interruption)
    }
    return await interruption.cancelling { [arguments, console, format] in
      await run(command, arguments, format, console, interruption)
    }
  }

  /// Runs a command that is not a fixed text, and writes its metrics.
  private func run(
    _ command: Command, _ arguments: Arguments, _ format: OutputFormat, _ console: Console, _ interruption: Interruption
  ) async -> ExitCode {
    let metrics = RunMetrics(arguments)
    var code: ExitCode
    do throws(Failure) {
      code = try await execute(command, arguments, format, console, metrics, interruption)
    } catch {
      code = report(error)
    }
    code = exitCodeAfterOutput(code)
    do throws(Failure) {
      try metrics?.write(code)
    } catch {
      code = exitCode(code, afterReporting: error)
    }
    return code
  }

  /// The exit code of a run after its output: a failure to write the output is reported and counts.
  private func exitCodeAfterOutput(_ code: ExitCode) -> ExitCode {
    StandardStream.output.failure.map { exitCode(code, afterReporting: $0) } ?? code
  }

  /// Reports one more failure of a run, which changes the exit code only if the run succeeded so far.
  private func exitCode(_ code: ExitCode, afterReporting failure: Failure) -> ExitCode {
    let failed = report(failure)
    return [.done, .differs].contains(code) ? failed : code
  }

  /// Prints a failure and returns its exit code.
  private func report(_ failure: Failure) -> ExitCode {
    Console().printError(failure.description, startsWithPosition: failure.startsWithPosition)
    return failure.code
  }

  private func execute(
    _ command: Command, _ arguments: Arguments, _ format: OutputFormat, _ console: Console, _ metrics: RunMetrics?,
    _ interruption: Interruption
  ) async throws(Failure) -> ExitCode {
    guard arguments.value(.plan) != "-" || arguments.value(.inventory) != "-" else {
      throw Failure(.usage, "--inventory and --plan cannot both be '-'. Use a file for one of them.")
    }
    /// Reads an input, after which the run knows the owner and its targets.
    func read<Input>(_ input: () throws(Failure) -> Input) throws(Failure) -> Input {
      let result = Result { () throws(Failure) in try input() }
      guard !Task.isCancelled else {
        try emitInterruption(of: command, arguments.value(.owner), format, console, interruption)
        throw Failure(.failed, interruption.nothingWritten)
      }
      return try result.get()
    }
    let path = arguments.value(.plan)
    let saved = try read { () throws(Failure) in try path.map { path throws(Failure) in try SavedPlan(reading: path) } }
    var arguments = arguments
    if let saved {
      let differences = try saved.run.replay(into: &arguments, of: saved.path)
      guard differences.isEmpty else { return try refuse(saved, differences, format, console) }
    }
    let source = InventorySource(arguments, environment: environment, console: console)
    if command == .initialize { return try InitCommand(arguments: arguments, source: source, console: console).run() }
    let origin = try read(source.origin)
    if let saved, let difference = try await saved.run.difference(of: origin, from: saved.path) {
      return try refuse(saved, [difference], format, console)
    }
    var reading = source.reading(of: origin)
    Self.kept.withLock { $0 = reading }
    if command == .check {
      if let inventory = reading.inventory { noteDefaultScheme(of: inventory, console) }
      return try CheckCommand(source: source, reading: reading, format: format, console: console).run()
    }
    /// The context of a run with an inventory.
    func context(_ inventory: Inventory) -> RunContext {
      RunContext(
        arguments: arguments, environment: environment, inventory: inventory, origin: origin, saved: saved,
        format: format, console: console, metrics: metrics, progress: ProgressBar(isShown: console.showsProgress),
        interruption: interruption)
    }
    if let inventory = reading.inventory, command.asksAzureForInstances, !inventory.references.isEmpty {
      metrics?.note(inventory.owner)
      reading = source.reading(of: origin, answers: try await instances(of: context(inventory)))
    }
    let inventory = try source.accept(reading)
    metrics?.note(inventory.owner)
    if command == .records || command == .plan { noteDefaultScheme(of: inventory, console) }
    let context = context(inventory)
    if let view = context.view, command != .remove, command != .release, !inventory.hasView(of: view) {
      throw Failure(
        .usage,
        "--view: no gateway's hostname can lead to '\(view)', because no instance with several locations has one there. Correct "
          + "the region, or remove the option.")
    }
    if let saved {
      let differences = try saved.targetDifferences(from: context.backends, context.backends.kinds())
      guard differences.isEmpty else { return try refuse(saved, differences, format, console) }
    }
    switch command {
    case .records: return try RecordsCommand(context: context).run()
    case .apply, .remove, .renameOwner, .adopt, .release:
      guard !arguments.has(.printScript) else { return try ScriptCommand(context: context).run() }
      return try await ApplyCommand(context: context).run()
    case .plan: return try await PlanCommand(context: context).run()
    case .verify: return try await VerifyCommand(context).run()
    case .auth: return try await AuthCommand(context: context).run()
    case .discover: return try await DiscoverCommand(context: context).run()
    // These are handled above.
    case .check, .initialize, .completions, .help: return .done
    }
  }

  /// The instances that the inventory names by resource ID.
  ///
  /// - Throws: ``Failure`` if Azure cannot be read, or the run is interrupted. A run with backends then has its result printed.
  private func instances(of context: RunContext) async throws(Failure) -> [ResourceID: Instance] {
    do throws(Failure) {
      try ProcessSetup.requireProc(for: "reading instances from Azure")
      return try await InstanceLookup(context.inventory, context.backends.azure, context.console).instances()
    } catch {
      let failure = Task.isCancelled ? Failure(.failed, context.interruption.nothingWritten) : error
      if context.arguments.command?.takesBackends == true, !context.arguments.has(.printScript) {
        try context.report.emitFailure(failure.description)
      } else if Task.isCancelled {
        try emitInterruption(
          of: .verify, context.inventory.owner.identifier, context.format, context.console, context.interruption)
      }
      throw failure
    }
  }

  /// Prints the JSON object of a run that was interrupted before it knew its targets.
  ///
  /// - Parameters:
  ///   - command: the command.
  ///   - owner: the owner; nil if it is not known yet.
  ///   - format: the format; only JSON has such an object.
  ///   - console: prints it.
  ///   - interruption: the signal.
  /// - Throws: ``Failure`` if it cannot be written as JSON.
  private func emitInterruption(
    of command: Command, _ owner: String?, _ format: OutputFormat, _ console: Console, _ interruption: Interruption
  ) throws(Failure) {
    guard format == .json, let signal = interruption.signalName else { return }
    let text =
      command == .verify
      ? try JSONText.of(VerificationJSON([], interrupted: signal))
      : try JSONText.of(PlanJSON(owner: owner ?? "", interrupted: signal, reason: interruption.nothingWritten))
    console.emit(text, as: .json)
  }

  /// Refuses a run that differs from its saved plan.
  private func refuse(
    _ saved: SavedPlan, _ differences: [String], _ format: OutputFormat, _ console: Console
  ) throws(Failure) -> ExitCode {
    for difference in differences { console.printError(difference) }
    console.printError("nothing was written")
    try RunReport.emitRefusal(of: saved, differences, format, console)
    return .refused
  }

  /// The text of a command that needs no inventory; nil for any other command.
  private func fixedText(_ arguments: Arguments) -> String? {
    if arguments.has(.version) { return HelpText.versionLine }
    if arguments.has(.man) { return ManPage.text }
    if arguments.command == .help { return arguments.topic.map { HelpText.screen(of: $0) } ?? HelpText.overview }
    if arguments.has(.help) { return arguments.command.map { HelpText.screen(of: $0) } ?? HelpText.overview }
    return arguments.shell?.completions
  }

  /// Points out the default hostname scheme if none is set.
  private func noteDefaultScheme(of inventory: Inventory, _ console: Console) {
    if !inventory.schemeIsChosen, !inventory.instances.isEmpty {
      console.printNote(
        "note: no hostname scheme set; using '\(inventory.scheme.rawValue)'. Set --hostnames or 'hostnames:' to choose v2 or "
          + "classic, or run 'apim-dns discover' to read the real names from Azure.")
    }
  }
}

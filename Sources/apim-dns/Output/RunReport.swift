import APIManagement
import Inventory
import Reconciliation

/// Prints the plans and results of a run in the requested format.
struct RunReport {
  let context: RunContext

  private var console: Console { context.console }

  /// Prints the plans and their warnings as text.
  ///
  /// - Parameters:
  ///   - run: the plans.
  ///   - isPlanOnly: whether the plans are the result, because no apply follows.
  func show(_ run: PlannedRun, isPlanOnly: Bool) {
    let plans = run.plans
    for warning in plans.flatMap(\.warnings) { console.printNote("warning: \(warning)") }
    guard context.format == .text else { return }
    let text = PlanText(usesColor: console.usesColor)
    for work in run.works {
      console.show(text.of(work.plan))
      if isPlanOnly { console.show(work.unifiedDiff(), text.diff) }
    }
    // Without plan, apply prints these conflicts as refusals.
    if isPlanOnly { console.show(text.conflicts(plans.flatMap(\.conflicts).filter { !isOverridden($0) }, "conflicts")) }
    console.show(overridden(plans, text))
    if isPlanOnly { console.show(text.summary(of: plans)) }
  }

  /// Whether `--force` overrides a conflict.
  private func isOverridden(_ conflict: Conflict) -> Bool { context.arguments.has(.force) && conflict.yieldsToForce }

  private func overridden(_ plans: [BackendPlan], _ text: PlanText) -> String {
    text.conflicts(plans.flatMap(\.conflicts).filter(isOverridden), "overridden by --force")
  }

  /// The plans as text if the format or `--quiet` has hidden them, because nobody can confirm a plan without seeing it.
  func hiddenPlans(_ plans: [BackendPlan]) -> String {
    guard context.format != .text || console.isQuiet else { return "" }
    let text = PlanText(usesColor: false)
    return plans.map(text.of).joined() + overridden(plans, text)
  }

  /// Prints the results as text; `--quiet` does not hide the reasons of failures.
  func showOutcome(of plans: [BackendPlan]) {
    guard context.format == .text else { return }
    let text = PlanText(usesColor: console.usesColor)
    console.show(text.outcome(of: plans))
    if console.isQuiet { text.reasons(of: plans).forEach { console.printError($0) } }
  }

  /// Prints the result in the formats that are not text, and records it for the metrics.
  ///
  /// - Parameters:
  ///   - plans: the plan of each target, with results after an apply.
  ///   - refusals: why an apply is refused.
  /// - Throws: ``Failure`` if the result cannot be written as JSON.
  func emit(_ plans: [BackendPlan], refusals: [String] = []) throws(Failure) {
    context.metrics?.note(plans)
    let owner = context.inventory.owner
    let result = RunResult(
      command: context.arguments.command ?? .plan, owner: owner, plans: plans, refusals: refusals)
    let json = PlanJSON(
      owner: owner, plans: plans, refusals: refusals, interrupted: context.interruption.signalName)
    try Self.emit(result, json, context.format, console, records: context.inventory.hostnames.records)
  }

  /// Prints the result of a run that failed before anything was planned, as a problem of each of its backends.
  ///
  /// - Parameter reason: why it failed.
  /// - Throws: ``Failure`` if the run has no backend, or the result cannot be written as JSON.
  func emitFailure(_ reason: String) throws(Failure) {
    let plans = try context.backends.kinds().map { kind in
      BackendPlan(backend: kind, target: "", changes: [], unchanged: 0, problems: [reason])
    }
    try emit(plans, refusals: context.interruption.signalName == nil ? [] : [reason])
  }

  /// Prints that a saved plan was refused before anything was planned.
  ///
  /// - Parameters:
  ///   - saved: the saved plan.
  ///   - differences: why it is refused.
  ///   - format: the format.
  ///   - console: prints the result.
  /// - Throws: ``Failure`` if the result cannot be written as JSON.
  static func emitRefusal(
    of saved: SavedPlan, _ differences: [String], _ format: OutputFormat, _ console: Console
  ) throws(Failure) {
    let result = RunResult(command: .apply, owner: saved.owner, plans: [], refusals: differences)
    try emit(result, PlanJSON(owner: saved.owner, plans: [], refusals: differences), format, console, records: [])
  }

  private static func emit(
    _ result: RunResult, _ json: PlanJSON, _ format: OutputFormat, _ console: Console, records: [EndpointRecord]
  ) throws(Failure) {
    switch format {
    case .json: console.emit(try JSONText.of(json), as: .json)
    case .markdown: console.emit(PlanMarkdown(result).text, as: .text)
    case .html: console.emit(PlanPage(result, records: records).text, as: .html)
    case .text, .csv: break
    }
  }
}

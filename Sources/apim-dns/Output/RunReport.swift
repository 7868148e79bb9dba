import APIManagement
import Inventory
import Reconciliation

/// Prints what a run would do and what it did, in the format that was asked for.
struct RunReport {
  let context: RunContext

  private var console: Console { context.console }

  /// Shows the plans to a person, and their warnings.
  ///
  /// - Parameters:
  ///   - run: what all backends have planned.
  ///   - isPlanOnly: whether nothing follows, so that the plans themselves are the result.
  func show(_ run: PlannedRun, isPlanOnly: Bool) {
    let plans = run.plans
    for warning in plans.flatMap(\.warnings) { console.remark("warning: \(warning)") }
    guard context.format == .text else { return }
    let text = PlanText(usesColor: console.usesColor)
    for work in run.works {
      console.show(text.of(work.plan))
      if isPlanOnly { console.show(work.unifiedDiff(), text.diff) }
    }
    // Those that stand are what apply refuses with.
    if isPlanOnly { console.show(text.conflicts(plans.flatMap(\.conflicts).filter { !isGonePast($0) }, "in the way")) }
    console.show(gonePast(plans, text))
    if isPlanOnly { console.show(text.summary(of: plans)) }
  }

  /// Whether `--force` goes past a conflict.
  private func isGonePast(_ conflict: Conflict) -> Bool { context.arguments.has(.force) && conflict.yieldsToForce }

  private func gonePast(_ plans: [BackendPlan], _ text: PlanText) -> String {
    text.conflicts(plans.flatMap(\.conflicts).filter(isGonePast), "gone past, by --force")
  }

  /// The plans as text, where the format or `--quiet` has hidden them: nobody can answer for a plan that was not shown.
  func unseen(_ plans: [BackendPlan]) -> String {
    guard context.format != .text || console.isQuiet else { return "" }
    let text = PlanText(usesColor: false)
    return plans.map(text.of).joined() + gonePast(plans, text)
  }

  /// Shows a person what became of the plans; `--quiet` does not hide why something did not come about.
  func showOutcome(of plans: [BackendPlan]) {
    guard context.format == .text else { return }
    let text = PlanText(usesColor: console.usesColor)
    console.show(text.outcome(of: plans))
    if console.isQuiet { text.reasons(of: plans).forEach { console.complain($0) } }
  }

  /// Prints the result in the formats that have it in one piece, and notes it for the metrics.
  ///
  /// - Parameters:
  ///   - plans: what each place would change, or what became of it, and what went wrong there.
  ///   - obstacles: what forbids an apply, a sentence each without a full stop.
  /// - Throws: ``Failure`` when the result cannot be written as JSON.
  func emit(_ plans: [BackendPlan], obstacles: [String] = []) throws(Failure) {
    context.metrics?.note(plans)
    let owner = context.inventory.owner
    let result = RunResult(
      command: context.arguments.command ?? .plan, owner: owner, plans: plans, obstacles: obstacles)
    let json = PlanJSON(owner: owner, plans: plans, refusals: obstacles)
    try Self.emit(result, json, context.format, console, records: context.inventory.hostnames.records)
  }

  /// Prints that a saved plan was refused before anything was planned.
  ///
  /// - Parameters:
  ///   - saved: the plan.
  ///   - differences: why, a sentence each without a full stop.
  ///   - format: how it is printed.
  ///   - console: where it is printed.
  /// - Throws: ``Failure`` when the result cannot be written as JSON.
  static func emitRefusal(
    of saved: SavedPlan, _ differences: [String], _ format: OutputFormat, _ console: Console
  ) throws(Failure) {
    let result = RunResult(command: .apply, owner: saved.owner, plans: [], obstacles: differences)
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

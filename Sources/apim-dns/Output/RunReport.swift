import Reconciliation

/// Prints what a run would do and what it did, in the format that was asked for.
struct RunReport {
  private let owner: Owner
  private let format: OutputFormat
  private let console: Console
  private let metrics: RunMetrics?

  /// Takes where to print and how, and who else notes the outcome.
  init(_ owner: Owner, _ format: OutputFormat, _ console: Console, _ metrics: RunMetrics?) {
    self.owner = owner
    self.format = format
    self.console = console
    self.metrics = metrics
  }

  /// Shows the plans to a person, and their warnings.
  ///
  /// - Parameters:
  ///   - run: what all backends have planned.
  ///   - isPlanOnly: whether nothing follows, so that the plans themselves are the result.
  func show(_ run: PlannedRun, isPlanOnly: Bool) {
    let plans = run.plans
    for warning in plans.flatMap(\.warnings) { console.remark("warning: \(warning)") }
    guard format == .text else { return }
    let text = PlanText(usesColor: console.usesColor)
    for work in run.works {
      console.show(text.of(work.plan))
      if isPlanOnly { console.show(work.unifiedDiff()) }
    }
    if isPlanOnly { console.show(text.summary(of: plans)) }
  }

  /// The plans as text, where the format or `--quiet` has hidden them: nobody can answer for a plan that was not shown.
  func unseen(_ plans: [BackendPlan]) -> String {
    guard format != .text || console.isQuiet else { return "" }
    return plans.map(PlanText(usesColor: false).of).joined()
  }

  /// Shows a person what became of the plans.
  func showOutcome(of plans: [BackendPlan]) {
    guard format == .text else { return }
    console.show(PlanText(usesColor: console.usesColor).outcome(of: plans))
  }

  /// Prints the result for a program, where one asked, and notes it for the metrics.
  func emit(_ plans: [BackendPlan]) throws(Failure) {
    metrics?.note(plans)
    guard format == .json else { return }
    console.emit(try JSONText.of(PlanJSON(owner: owner, plans: plans)))
  }
}

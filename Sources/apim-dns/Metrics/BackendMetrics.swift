import Reconciliation

/// The metrics of the plans of a run, for each target.
struct BackendMetrics {
  var plans: [BackendPlan] = []

  /// Writes whether each target is in sync, and the number of changes, conflicts and failures.
  func write(to text: inout MetricsText, _ run: [(name: String, value: String)]) {
    let targets = plans.map { plan in
      (plan: plan, labels: run + [("backend", plan.backend.rawValue), ("target", plan.target)])
    }
    // If the settings of a backend are invalid, the target is unknown.
    let known = targets.filter { !$0.plan.target.isEmpty }
    text.gauge(
      "apim_dns_in_sync", "Whether the target was in sync when the run ended.",
      targets.map { .init($0.labels, $0.plan.isSettled ? 1 : 0) })
    text.gauge(
      "apim_dns_changes", "Changes of the run, by action and result.",
      known.flatMap { changes(of: $0.plan, $0.labels) })
    text.gauge(
      "apim_dns_conflicts", "Conflicts with unmanaged records.",
      known.map { .init($0.labels, $0.plan.conflicts.count + $0.plan.leftOut.count) }
    )
    let kinds = BackendKind.allCases.filter { kind in plans.contains { $0.backend == kind } }
    text.gauge(
      "apim_dns_failures", "Failed changes and other failures.",
      kinds.map { .init(run + [("backend", $0.rawValue)], failures(of: $0)) })
  }

  private func changes(of plan: BackendPlan, _ labels: [(name: String, value: String)]) -> [MetricsText.Sample] {
    var counts: [Change.Action: [String: Int]] = [:]
    for change in plan.changes { counts[change.action, default: [:]][change.outcome.word, default: 0] += 1 }
    return Change.Action.allCases.flatMap { action in
      Change.Outcome.words.map { word in
        .init(labels + [("action", action.rawValue), ("result", word)], counts[action]?[word] ?? 0)
      }
    }
  }

  private func failures(of kind: BackendKind) -> Int {
    let plans = plans.filter { $0.backend == kind }
    let failed = plans.flatMap(\.changes).count { change in
      switch change.outcome {
      case .failed, .unknown: true
      case .planned, .applied, .skipped, .conflict: false
      }
    }
    return failed + plans.reduce(0) { $0 + $1.problems.count }
  }
}

extension BackendPlan {
  /// Whether the target is in sync after the run: no conflicts and problems, and all changes applied.
  fileprivate var isSettled: Bool {
    conflicts.isEmpty && leftOut.isEmpty && problems.isEmpty && changes.allSatisfy { $0.outcome == .applied }
  }
}

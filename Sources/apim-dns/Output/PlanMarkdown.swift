import DNSModel
import Reconciliation

/// The output of `plan`, `apply` and `remove` with `--format markdown`: a comment for a pull request.
struct PlanMarkdown {
  private let result: RunResult

  init(_ result: RunResult) {
    self.result = result
  }

  /// The comment: the headline, problems and conflicts, then a table for each target.
  var text: String {
    var page = BoundedMarkdown()
    page.add("### apim-dns \(result.command.rawValue): \(result.headline)\n\n")
    page.add("Records of owner \(MarkdownText.code(result.owner.identifier)).\n\n")
    addProblems(to: &page)
    for plan in result.plans { add(plan, to: &page) }
    return page.text
  }

  /// Adds errors, conflicts, refusals and warnings.
  private func addProblems(to page: inout BoundedMarkdown) {
    let failures = result.problems.map { "\($0.backend): \($0.message)" }
    let conflicts = result.plans.flatMap { plan in
      plan.conflicts.map { "\(plan.backend.rawValue): \($0.place): \($0.reason)" }
    }
    // The refusals repeat the conflicts without their backend.
    let known = result.plans.flatMap(\.conflicts).map { "\($0.place): \($0.reason)" }
    let refusals = result.refusals.filter { !known.contains($0) }
    add(failures, "CAUTION", "error", to: &page)
    add(conflicts, "CAUTION", "conflict", to: &page)
    add(refusals, "CAUTION", "refusal", to: &page)
    add(
      result.plans.flatMap { plan in plan.leftOut.map { "\(plan.backend.rawValue): \($0.place): \($0.reason)" } },
      "WARNING", "left-out conflict", to: &page)
    add(result.plans.flatMap(\.warnings), "WARNING", "warning", to: &page)
  }

  private func add(_ sentences: [String], _ sort: String, _ noun: String, to page: inout BoundedMarkdown) {
    guard !sentences.isEmpty else { return }
    page.add("> [!\(sort)]\n> **\(PlanCounts.counted(sentences.count, noun))**\n")
    page.add(lines: sentences.map { "> - \(MarkdownText.sentence($0))\n" }, called: noun)
    page.add("\n")
  }

  /// Adds the changes of one target.
  private func add(_ plan: BackendPlan, to page: inout BoundedMarkdown) {
    let title = "#### \(plan.backend.rawValue) \(MarkdownText.code(String(plan.target.prefix(500))))"
    let unchanged = PlanCounts.counted(plan.unchanged, "record set")
    guard !plan.isInSync else {
      page.add("\(title)\n\nIn sync, \(unchanged).\n\n")
      return
    }
    guard !plan.changes.isEmpty else {
      page.add("\(title)\n\nNothing to change, \(unchanged) in sync.\n\n")
      return
    }
    let counts = result.command == .plan ? PlanCounts(planned: plan.changes) : PlanCounts(done: plan.changes)
    page.add("\(title)\n\n\(counts.text); \(unchanged) in sync.\n\n")
    let hasResults = result.command != .plan
    let groups = plan.zoneGroups
    page.add(
      table: ["change", "name", "before", "after"] + (hasResults ? ["result"] : []),
      rows: groups.flatMap { ([$0.heading].compactMap(\.self) + $0.changes) }.map { row($0, hasResults) },
      called: "change")
    guard !plan.sideEffects.isEmpty else { return }
    page.add(lines: plan.sideEffects.map { "- \(MarkdownText.sentence($0.sentence))\n" }, called: "side effect")
    page.add("\n")
  }

  private func row(_ change: Change, _ hasResult: Bool) -> [String] {
    let action =
      switch change.action {
      case .create: "\\+ create"
      case .update: "\\~ update"
      case .delete: "− delete"
      }
    let sort = change.kind == .record ? "" : "\(change.kind.rawValue) "
    let zone = change.fullSubject == change.subject ? "" : " in zone \(MarkdownText.code(change.zone?.text ?? ""))"
    let reason = change.outcome.reason.map { ": \(MarkdownText.sentence($0))" } ?? ""
    let cells = [
      action, "\(sort)\(MarkdownText.code(change.name))\(zone)", MarkdownText.code(change.beforeText ?? ""),
      MarkdownText.code(change.afterText ?? ""),
    ]
    return cells + (hasResult ? ["\(change.outcome.word)\(reason)"] : [])
  }
}

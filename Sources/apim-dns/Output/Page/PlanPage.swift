import APIManagement
import DNSModel
import Reconciliation

/// The output of `plan`, `apply` and `remove` with `--format html`: a self-contained page.
struct PlanPage {
  private let result: RunResult
  private let board: PlanBoard

  /// The number of rows beyond which a table is collapsed.
  private static let longestOpenTable = 100

  /// Makes the page from the result of a run and the records of the inventory.
  init(_ result: RunResult, records: [EndpointRecord]) {
    self.result = result
    board = PlanBoard(result, records: records)
  }

  /// The page.
  var text: String {
    PageFrame(
      command: result.command.rawValue, owner: result.owner.identifier, title: HTMLText.escaped(result.headline),
      header: "<h1>\(HTMLText.breakable(capitalized(result.headline)))</h1>\n\(tiles)",
      body: """
        \(alerts)
        \(toolbar)
        <main>
        \(drawing)
        \(result.plans.map(section).joined())
        </main>
        """, hasScript: true
    )
    .text
  }

  /// The numbers of the run.
  private var tiles: String {
    let changes = result.plans.flatMap(\.changes)
    let isPlan = result.command == .plan
    func tile(_ count: Int, _ words: String, _ tone: TargetState.Tone) -> String {
      "<li class=\"\(count == 0 ? "none" : tone.rawValue)\"><b>\(count)</b> \(words)</li>"
    }
    let tones: [Change.Action: TargetState.Tone] = [.create: .add, .update: .change, .delete: .remove]
    var tiles = Change.Action.allCases.map { action in
      let own = changes.filter { $0.action == action && (isPlan || $0.outcome == .applied) }
      return tile(own.count, isPlan ? "to \(action.rawValue)" : "\(action.rawValue)d", tones[action] ?? .unknown)
    }
    if !isPlan { tiles.append(tile(changes.count { $0.outcome != .applied }, "not done", .bad)) }
    tiles.append(tile(result.plans.reduce(0) { $0 + $1.unchanged }, "in sync", .good))
    let conflicts = result.plans.reduce(0) { $0 + $1.conflicts.count }
    tiles.append(tile(conflicts, conflicts == 1 ? "conflict" : "conflicts", .bad))
    return "<ul class=\"tiles\">\(tiles.joined())</ul>"
  }

  /// The errors, conflicts, refusals and warnings.
  private var alerts: String {
    let known = Set(result.plans.flatMap(\.conflicts).map { "\($0.place): \($0.reason)" })
    let problems = result.problems.map { (label: $0.backend, reason: $0.message) }
    let conflicts = result.plans.flatMap { plan in
      plan.conflicts.map { (label: "\(plan.backend.rawValue) · \($0.place)", reason: $0.reason) }
    }
    let refusals = result.refusals.filter { !known.contains($0) }.map { (label: "", reason: $0) }
    let warnings = result.plans.flatMap { plan in plan.warnings.map { (label: plan.backend.rawValue, reason: $0) } }
    let leftOut = result.plans.flatMap { plan in
      plan.leftOut.map { (label: "\(plan.backend.rawValue) · \($0.place)", reason: $0.reason) }
    }
    return alert("Errors", "bad", problems) + alert("Conflicts", "bad", conflicts) + alert("Left out", "bad", leftOut)
      + alert(result.command == .plan ? "Apply will refuse this" : "Refused", "bad", refusals)
      + alert("Warnings", "change", warnings)
  }

  private func alert(_ title: String, _ tone: String, _ items: [(label: String, reason: String)]) -> String {
    guard !items.isEmpty else { return "" }
    let lines = items.map { item in
      let label = item.label.isEmpty ? "" : "<code>\(HTMLText.breakable(item.label))</code>: "
      return "<li>\(label)\(HTMLText.breakable(item.reason))</li>"
    }
    return "<section class=\"alert \(tone)\"><h2>\(title) (\(items.count))</h2><ul>\(lines.joined())</ul></section>\n"
  }

  /// The filter, which is hidden in a browser without scripts.
  private var toolbar: String {
    """
    <form id="tools" role="search" hidden>
    <input id="filter" type="search" placeholder="Filter by name, address, zone or action" aria-label="Filter" \
    autocomplete="off" spellcheck="false">
    <label><input id="open-only" type="checkbox"> only what is not in sync</label>
    <output id="shown"></output>
    </form>
    """
  }

  private var drawing: String {
    guard !board.groups.isEmpty else { return "" }
    let drawing = BoardDrawing(backends: board.backends)
    return """
      <section><h2>Hostnames</h2>
      \(board.groups.map(drawing.drawing).joined(separator: "\n"))
      </section>

      """
  }

  /// The changes of one target.
  private func section(_ plan: BackendPlan) -> String {
    let title = "<h2>\(plan.backend.rawValue) <code>\(HTMLText.breakable(plan.target))</code></h2>"
    let unchanged = PlanCounts.counted(plan.unchanged, "record set")
    guard !plan.changes.isEmpty else {
      return "<section>\(title)<p class=\"quiet\">Nothing to change, \(unchanged) in sync.</p></section>\n"
    }
    let counts = result.command == .plan ? PlanCounts(planned: plan.changes) : PlanCounts(done: plan.changes)
    let rows = plan.zoneGroups.flatMap { [$0.heading].compactMap(\.self) + $0.changes }.map(row)
    let outcome = result.command == .plan ? "" : "<th>result</th>"
    return """
      <section>\(title)
      <details\(plan.changes.count <= Self.longestOpenTable ? " open" : "")><summary>\(counts.text); \(unchanged) in sync</summary>
      <table><thead><tr><th>change</th><th>name</th><th>before</th><th>after</th>\(outcome)</tr></thead><tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table></details>\(sideEffects(plan))</section>

      """
  }

  /// The side effects of one target.
  private func sideEffects(_ plan: BackendPlan) -> String {
    guard !plan.sideEffects.isEmpty else { return "" }
    let items = plan.sideEffects.map { "<li>\(HTMLText.breakable($0.sentence))</li>" }
    return "<ul>\(items.joined())</ul>"
  }

  private func row(_ change: Change) -> String {
    let kind = change.kind == .record ? "" : "<span class=\"sort\">\(change.kind.rawValue)</span> "
    let hasZone = change.fullSubject != change.subject
    let zone = hasZone ? " <span class=\"sort\">in zone \(HTMLText.breakable(change.zone?.text ?? ""))</span>" : ""
    let action = TargetState(planned: change.action)
    let result = TargetState(change)
    let words = [change.fullSubject, change.beforeText ?? "", change.afterText ?? "", action.label, result.label]
    let reason = change.outcome.reason.map { "<p>\(HTMLText.breakable($0))</p>" } ?? ""
    let outcome = "<td><span class=\"chip \(result.tone.rawValue)\">\(result.label)</span>\(reason)</td>"
    return """
      <tr\(HTMLText.marks(words, isOpen: true))><td><span class="chip \(action.tone.rawValue)">\(action.label)</span></td>\
      <td>\(kind)<code>\(HTMLText.breakable(change.name))</code>\(zone)</td>\
      <td class="value before" data-label="before">\(HTMLText.breakable(change.beforeText ?? ""))</td>\
      <td class="value" data-label="after">\(HTMLText.breakable(change.afterText ?? ""))</td>\(self.result.command == .plan ? "" : outcome)</tr>
      """
  }

  private func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}

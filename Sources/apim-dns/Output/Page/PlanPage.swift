import APIManagement
import DNSModel
import Reconciliation

/// What `plan`, `apply` and `remove` print with `--format html`: one page that loads nothing from anywhere.
struct PlanPage {
  private let result: RunResult
  private let board: PlanBoard

  /// The rows of a table beyond which it is folded.
  private static let longestOpenTable = 100

  /// Takes what a run came to, and the hostnames of the inventory.
  init(_ result: RunResult, records: [EndpointRecord]) {
    self.result = result
    board = PlanBoard(result, records: records)
  }

  /// The page.
  ///
  /// Its content security policy lets nothing load and lets nothing run but the script that stands here.
  var text: String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <title>\(title)</title>
    <style>\(PageStyle.text)</style>
    </head>
    <body>
    <header>
    <p class="kicker">apim-dns \(result.command.rawValue) · owner <b>\(HTMLText.escaped(result.owner.identifier))</b></p>
    <h1>\(HTMLText.escaped(capitalized(result.headline)))</h1>
    \(tiles)
    </header>
    \(alerts)
    \(toolbar)
    <main>
    \(drawing)
    \(result.plans.map(section).joined())
    </main>
    <footer>Made by apim-dns \(HelpText.version). Everything on this page stands in it: nothing is loaded.</footer>
    <script>\(PageScript.text)</script>
    </body>
    </html>

    """
  }

  private static let policy =
    "default-src 'none'; style-src '\(PageStyle.hash)'; script-src '\(PageScript.hash)'; base-uri 'none'; form-action 'none'"

  private var title: String { "apim-dns \(result.command.rawValue): \(HTMLText.escaped(result.headline))" }

  /// The figures of the run.
  private var tiles: String {
    let changes = result.plans.flatMap(\.changes)
    let isPlan = result.command == .plan
    func tile(_ count: Int, _ words: String, _ tone: PlaceState.Tone) -> String {
      "<li class=\"\(count == 0 ? "none" : tone.rawValue)\"><b>\(count)</b> \(words)</li>"
    }
    let tones: [Change.Action: PlaceState.Tone] = [.create: .add, .update: .change, .delete: .remove]
    var tiles = Change.Action.allCases.map { action in
      let own = changes.filter { $0.action == action && (isPlan || $0.outcome == .applied) }
      return tile(own.count, isPlan ? "to \(action.rawValue)" : "\(action.rawValue)d", tones[action] ?? .unknown)
    }
    if !isPlan { tiles.append(tile(changes.count { $0.outcome != .applied }, "not done", .bad)) }
    tiles.append(tile(result.plans.reduce(0) { $0 + $1.unchanged }, "in sync", .good))
    tiles.append(tile(result.plans.reduce(0) { $0 + $1.conflicts.count }, "in the way", .bad))
    return "<ul class=\"tiles\">\(tiles.joined())</ul>"
  }

  /// What a person has to do something about.
  private var alerts: String {
    let known = Set(result.plans.flatMap(\.conflicts).map { "\($0.place): \($0.reason)" })
    let problems = result.problems.map { (place: $0.backend, reason: $0.message) }
    let conflicts = result.plans.flatMap { plan in
      plan.conflicts.map { (place: "\(plan.backend.rawValue) · \($0.place)", reason: $0.reason) }
    }
    let obstacles = result.obstacles.filter { !known.contains($0) }.map { (place: "", reason: $0) }
    let warnings = result.plans.flatMap { plan in plan.warnings.map { (place: plan.backend.rawValue, reason: $0) } }
    return alert("Went wrong", "bad", problems) + alert("In the way", "bad", conflicts)
      + alert(result.command == .plan ? "Apply will refuse this" : "Refused", "bad", obstacles)
      + alert("Worth knowing", "change", warnings)
  }

  private func alert(_ title: String, _ tone: String, _ items: [(place: String, reason: String)]) -> String {
    guard !items.isEmpty else { return "" }
    let lines = items.map { item in
      let place = item.place.isEmpty ? "" : "<code>\(HTMLText.escaped(item.place))</code>: "
      return "<li>\(place)\(HTMLText.escaped(item.reason))</li>"
    }
    return "<section class=\"alert \(tone)\"><h2>\(title) (\(items.count))</h2><ul>\(lines.joined())</ul></section>\n"
  }

  /// The filter, which a browser without scripts does not show.
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
    let drawing = BoardDrawing(board: board)
    let groups = board.groups.map { group in
      let words =
        [group.title, group.subtitle] + group.rows.flatMap { [$0.name] + $0.addresses + $0.states.map(\.label) }
      return "<div\(Self.marks(words, isOpen: group.isOpen))>\(drawing.picture(of: group))</div>"
    }
    return """
      <section><h2>Where each hostname is</h2>
      <div class="board" tabindex="0" role="region" aria-label="Instances, hostnames, virtual IPs and places">\
      \(drawing.head)\(groups.joined(separator: "\n"))</div></section>

      """
  }

  /// The changes of one backend.
  private func section(_ plan: BackendPlan) -> String {
    let title = "<h2>\(plan.backend.rawValue) <code>\(HTMLText.escaped(plan.target))</code></h2>"
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

  /// What is written or run beside the changes.
  private func sideEffects(_ plan: BackendPlan) -> String {
    guard !plan.sideEffects.isEmpty else { return "" }
    let items = plan.sideEffects.map { "<li>\(HTMLText.escaped($0.sentence))</li>" }
    return "<ul>\(items.joined())</ul>"
  }

  private func row(_ change: Change) -> String {
    let sort = change.kind == .record ? "" : "<span class=\"sort\">\(change.kind.rawValue)</span> "
    let hasZone = change.fullSubject != change.subject
    let zone = hasZone ? " <span class=\"sort\">in zone \(HTMLText.escaped(change.zone?.text ?? ""))</span>" : ""
    let action = PlaceState(planned: change.action)
    let result = PlaceState(change)
    let words = [change.fullSubject, change.beforeText ?? "", change.afterText ?? "", action.label, result.label]
    let reason = change.outcome.reason.map { "<p>\(HTMLText.escaped($0))</p>" } ?? ""
    let outcome = "<td><span class=\"chip \(result.tone.rawValue)\">\(result.label)</span>\(reason)</td>"
    return """
      <tr\(Self.marks(words, isOpen: true))><td><span class="chip \(action.tone.rawValue)">\(action.label)</span></td>\
      <td>\(sort)<code>\(HTMLText.escaped(change.name))</code>\(zone)</td>\
      <td class="before">\(HTMLText.escaped(change.beforeText ?? ""))</td>\
      <td>\(HTMLText.escaped(change.afterText ?? ""))</td>\(self.result.command == .plan ? "" : outcome)</tr>
      """
  }

  /// What the filter looks at.
  private static func marks(_ words: [String], isOpen: Bool) -> String {
    let text = HTMLText.escaped(words.joined(separator: " ").lowercased())
    return " data-find=\"\(text)\"\(isOpen ? " data-open" : "")"
  }

  private func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}

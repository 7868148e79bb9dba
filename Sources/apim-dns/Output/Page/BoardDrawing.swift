/// Draws one instance of a board: a box for the instance, and lines from it to its hostnames, each with its addresses and its
/// state in every backend.
///
/// All of it is text that wraps, so that a phone and a sheet of paper show it whole.
struct BoardDrawing {
  /// The backends, in the order of the states of each row.
  let backends: [String]

  /// The drawing of one instance.
  func drawing(of group: PlanBoard.Group) -> String {
    let rows = group.rows.map { hostname($0, of: group) }
    return """
      <article class="group"><div class="instance"><h3>\(HTMLText.breakable(group.title))</h3>\
      <p>\(HTMLText.breakable(group.subtitle))</p></div>
      <ul class="hostnames">\(rows.joined(separator: "\n"))</ul></article>
      """
  }

  /// A hostname, which the filter finds by its instance too.
  private func hostname(_ row: PlanBoard.Row, of group: PlanBoard.Group) -> String {
    let words = [group.title, group.subtitle, row.name] + row.addresses + row.states.map(\.label)
    let addresses = row.addresses.map { "<code>\(HTMLText.breakable($0))</code>" }
    let states = zip(backends, row.states).map { backend, state in
      "<span class=\"state\"><span class=\"sort\">\(backend)</span> "
        + "<span class=\"chip \(state.tone.rawValue)\">\(HTMLText.escaped(state.label))</span></span>"
    }
    return """
      <li class="hostname"\(HTMLText.marks(words, isOpen: row.isOpen))><code>\(HTMLText.breakable(row.name))</code>\
      <span class="addresses">\(addresses.joined(separator: " "))</span><span class="states">\(states.joined(separator: " "))</span></li>
      """
  }
}

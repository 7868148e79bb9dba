/// Draws a board as SVG: a picture for each instance, all with the same columns, so that a filter can hide each one.
struct BoardDrawing {
  let board: PlanBoard

  /// The left edge and the width of a column, in pixels.
  private typealias Column = (left: Int, width: Int)

  /// The columns, and the heights of rows and boxes, in pixels.
  private enum Grid {
    static let instance: Column = (1, 184)
    static let hostname: Column = (212, 322)
    static let address: Column = (562, 142)
    static let row = 38
    static let box = 28
    static let instanceBox = 50

    /// The column of a backend.
    static func backend(_ index: Int) -> Column { (732 + index * 112, 106) }
  }

  private var width: Int {
    let last = Grid.backend(max(1, board.backends.count) - 1)
    return last.left + last.width + 1
  }

  /// The names of the columns.
  var head: String {
    let columns: [(name: String, column: Column)] = [
      ("instance", Grid.instance), ("hostname", Grid.hostname), ("virtual IP", Grid.address),
    ]
    let backends = board.backends.enumerated().map { (name: $1, column: Grid.backend($0)) }
    let texts = (columns + backends).map { "<text class=\"head\" x=\"\($0.column.left)\" y=\"21\">\($0.name)</text>" }
    return "<svg class=\"heads\" width=\"\(width)\" height=\"32\" aria-hidden=\"true\">\(texts.joined())</svg>"
  }

  /// The picture of one instance.
  func picture(of group: PlanBoard.Group) -> String {
    let height = max(group.rows.count * Grid.row, Grid.instanceBox + 8)
    let top = (height - group.rows.count * Grid.row) / 2
    let middles = group.rows.indices.map { top + $0 * Grid.row + Grid.row / 2 }
    let addresses = addressBoxes(group, middles)
    let middleOfAddress = Dictionary(uniqueKeysWithValues: addresses.map { ($0.list, $0.middle) })
    var lines = ""
    var boxes = instanceBox(group, middle: height / 2)
    for (row, middle) in zip(group.rows, middles) {
      let address = middleOfAddress[row.addresses] ?? middle
      lines += line(from: Grid.instance, height / 2, to: Grid.hostname, middle)
      lines += line(from: Grid.hostname, middle, to: Grid.address, address)
      boxes += box(Grid.hostname, middle, row.name, shownAs: HTMLText.shortened(row.name, to: 39), "name")
      var before = (column: Grid.address, middle: address)
      for (index, state) in row.states.enumerated() {
        lines += line(from: before.column, before.middle, to: Grid.backend(index), middle)
        before = (Grid.backend(index), middle)
        boxes += box(Grid.backend(index), middle, state.label, shownAs: state.label, state.tone.rawValue)
      }
    }
    for address in addresses {
      let more = address.list.count > 1 ? " +\(address.list.count - 1)" : ""
      let shown = HTMLText.shortened(address.list.first ?? "", to: 15) + more
      boxes += box(Grid.address, address.middle, address.list.joined(separator: ", "), shownAs: shown, "name")
    }
    let bottom = max(height, (addresses.last?.middle ?? 0) + Grid.box / 2 + 2)
    return "<svg width=\"\(width)\" height=\"\(bottom)\"><g class=\"lines\">\(lines)</g>\(boxes)</svg>"
  }

  /// The positions of address boxes: each at the center of its hostnames, without overlap.
  private func addressBoxes(_ group: PlanBoard.Group, _ middles: [Int]) -> [(list: [String], middle: Int)] {
    var rows: [[String]: [Int]] = [:]
    for (row, middle) in zip(group.rows, middles) { rows[row.addresses, default: []].append(middle) }
    var free = 0
    return rows.map { (list: $0.key, middle: $0.value.reduce(0, +) / $0.value.count) }
      .sorted { ($0.middle, $0.list.first ?? "") < ($1.middle, $1.list.first ?? "") }
      .map { list, wanted in
        let middle = max(wanted, free)
        free = middle + Grid.box + 4
        return (list, middle)
      }
  }

  private func instanceBox(_ group: PlanBoard.Group, middle: Int) -> String {
    let (left, width) = Grid.instance
    let title = HTMLText.escaped(HTMLText.shortened(group.title, to: 18))
    let subtitle = HTMLText.escaped(HTMLText.shortened(group.subtitle, to: 26))
    let full = HTMLText.escaped("\(group.title): \(group.subtitle)")
    return """
      <g><title>\(full)</title>\(rectangle(left, middle, width, Grid.instanceBox, "instance"))\
      <text class="instance" x="\(left + 14)" y="\(middle - 3)">\(title)</text>\
      <text class="regions" x="\(left + 14)" y="\(middle + 15)">\(subtitle)</text></g>
      """
  }

  private func box(_ column: Column, _ middle: Int, _ full: String, shownAs shown: String, _ style: String) -> String {
    """
    <g class="\(style)"><title>\(HTMLText.escaped(full))</title>\
    \(rectangle(column.left, middle, column.width, Grid.box, "box"))\
    <text x="\(column.left + 10)" y="\(middle + 4)">\(HTMLText.escaped(shown))</text></g>
    """
  }

  private func rectangle(_ left: Int, _ middle: Int, _ width: Int, _ height: Int, _ style: String) -> String {
    "<rect class=\"\(style)\" x=\"\(left)\" y=\"\(middle - height / 2)\" width=\"\(width)\" height=\"\(height)\" rx=\"7\"/>"
  }

  /// A curve from the right edge of one column to the left edge of another.
  private func line(from: Column, _ start: Int, to: Column, _ end: Int) -> String {
    let left = from.left + from.width
    guard start != end else { return "<path d=\"M\(left) \(start)H\(to.left)\"/>" }
    let middle = (left + to.left) / 2
    return "<path d=\"M\(left) \(start)C\(middle) \(start) \(middle) \(end) \(to.left) \(end)\"/>"
  }
}

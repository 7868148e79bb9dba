import Reconciliation

/// The line before or after the block of an owner.
struct BlockMarker: Equatable {
  /// Which of the two lines it is.
  enum Edge: String {
    case begin = "BEGIN"
    case end = "END"
  }

  /// Which of the two lines it is.
  let edge: Edge
  /// The owner's identifier.
  let owner: String
  /// Whether the line end before the block was put there together with the block.
  let lineEndBeforeIsOurs: Bool

  /// What lines with a marker begin with.
  private static let beginnings = ["# BEGIN apim-dns owner=", "# END apim-dns owner="].map { Array($0.utf8) }

  private static let remark = "(managed: edits inside are lost)"
  private static let remarkOnLineEnd = "(managed: edits inside are lost; the line end before this line came with it)"

  /// Makes a marker.
  init(_ edge: Edge, of owner: Owner, lineEndBeforeIsOurs: Bool = false) {
    self.edge = edge
    self.owner = owner.identifier
    self.lineEndBeforeIsOurs = lineEndBeforeIsOurs
  }

  /// Reads a line; gives nothing for a line that is no marker of any owner.
  ///
  /// The whole line must be a marker, but white space at its end does not count, and neither does the remark in brackets.
  init?(_ line: ArraySlice<UInt8>) {
    guard Self.beginnings.contains(where: { line.starts(with: $0) }) else { return nil }
    let fields = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }
    guard fields.count >= 4, let edge = Edge(rawValue: String(decoding: fields[1], as: UTF8.self)) else { return nil }
    let rest = fields.dropFirst(4)
    guard rest.isEmpty || rest.first?.first == UInt8(ascii: "(") else { return nil }
    self.edge = edge
    owner = String(decoding: fields[3].dropFirst("owner=".utf8.count), as: UTF8.self)
    lineEndBeforeIsOurs = rest.joined(separator: " ".utf8).elementsEqual(Self.remarkOnLineEnd.utf8)
  }

  /// The line without its end.
  var text: String {
    switch edge {
    case .begin: "# BEGIN apim-dns owner=\(owner) \(lineEndBeforeIsOurs ? Self.remarkOnLineEnd : Self.remark)"
    case .end: "# END apim-dns owner=\(owner)"
    }
  }
}

/// A marker in a file, with the line in which it stands.
struct PlacedMarker {
  /// The line.
  let line: TextLine
  /// What it says.
  let marker: BlockMarker

  /// Finds the block of one owner among the markers of all, and refuses what is not one whole block.
  ///
  /// - Parameters:
  ///   - owner: whose block is looked for.
  ///   - markers: all markers of the file in their order.
  ///   - path: the file's path for messages.
  /// - Returns: the first marker and the bytes of the block, or nothing where the owner has none.
  /// - Throws: ``BackendError`` with the line where any owner's block is half, nested or there twice.
  static func block(
    of owner: Owner, among markers: [PlacedMarker], path: String
  ) throws(BackendError) -> (begin: BlockMarker, range: Range<Int>)? {
    var open: PlacedMarker?
    var found: (begin: PlacedMarker, range: Range<Int>)?
    func refuse(_ place: PlacedMarker, _ what: String) -> BackendError {
      let line = place.line.number
      return BackendError(.refused, "\(path):\(line): \(what); put the lines in order by hand, then run again")
    }
    for end in markers {
      guard Owner(end.marker.owner) != nil else {
        throw refuse(
          end, "this marker names no owner: one has 1 to 63 letters, digits, hyphens, underscores and dots")
      }
      switch (end.marker.edge, open) {
      case (.begin, nil):
        open = end
      case (.begin, let begin?):
        throw refuse(
          end,
          "a block of owner \(end.marker.owner) begins inside that of owner \(begin.marker.owner), which began in line "
            + "\(begin.line.number)")
      case (.end, let begin?) where begin.marker.owner == end.marker.owner:
        open = nil
        guard begin.marker.owner == owner.identifier else { continue }
        if let found {
          throw refuse(
            begin, "owner \(owner) has a second block here; the first one begins in line \(found.begin.line.number)")
        }
        found = (begin, begin.line.whole.lowerBound..<end.line.whole.upperBound)
      case (.end, _):
        throw refuse(end, "a block of owner \(end.marker.owner) ends here and begins nowhere")
      }
    }
    if let open {
      throw refuse(open, "the block of owner \(open.marker.owner) begins here and ends nowhere")
    }
    return found.map { ($0.begin.marker, $0.range) }
  }
}

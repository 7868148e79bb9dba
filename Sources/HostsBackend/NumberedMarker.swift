import Reconciliation

/// A marker in a file, with the place where it stands.
struct NumberedMarker {
  /// The line's number, counted from 1.
  let line: Int
  /// The bytes of its line.
  let place: Range<Int>
  /// What the line says.
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
    of owner: Owner, among markers: [NumberedMarker], path: String
  ) throws(BackendError) -> (begin: BlockMarker, range: Range<Int>)? {
    var open: NumberedMarker?
    var found: (begin: NumberedMarker, range: Range<Int>)?
    func refuse(_ line: Int, _ what: String) -> BackendError {
      BackendError(.refused, "\(path):\(line): \(what); put the lines in order by hand, then run again")
    }
    for end in markers {
      guard Owner(end.marker.owner) != nil else {
        throw refuse(
          end.line, "this marker names no owner: one has 1 to 63 letters, digits, hyphens, underscores and dots")
      }
      switch (end.marker.edge, open) {
      case (.begin, nil):
        open = end
      case (.begin, let begin?):
        throw refuse(
          end.line,
          "a block of owner \(end.marker.owner) begins inside that of owner \(begin.marker.owner), which began in line "
            + "\(begin.line)")
      case (.end, let begin?) where begin.marker.owner == end.marker.owner:
        open = nil
        guard begin.marker.owner == owner.identifier else { continue }
        if let found {
          throw refuse(
            begin.line, "owner \(owner) has a second block here; the first one begins in line \(found.begin.line)")
        }
        found = (begin, begin.place.lowerBound..<end.place.upperBound)
      case (.end, _):
        throw refuse(end.line, "a block of owner \(end.marker.owner) ends here and begins nowhere")
      }
    }
    if let open {
      throw refuse(open.line, "the block of owner \(open.marker.owner) begins here and ends nowhere")
    }
    return found.map { ($0.begin.marker, $0.range) }
  }
}

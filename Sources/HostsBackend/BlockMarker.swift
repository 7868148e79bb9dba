import Reconciliation

/// A comment line before or after the managed block of an owner.
struct BlockMarker: Equatable {
  /// The start or the end of the block.
  enum Edge: String {
    case begin = "BEGIN"
    case end = "END"
  }

  let edge: Edge
  /// The owner in the line, which need not be valid.
  let owner: String
  /// Whether the line end before the block was added together with the block.
  let ownsPrecedingLineEnd: Bool

  /// The possible starts of a marker.
  private static let prefixes = ["# BEGIN apim-dns owner=", "# END apim-dns owner="].map { Array($0.utf8) }

  private static let remark = "(managed: edits inside are lost)"
  private static let remarkWithLineEnd = "(managed: edits inside are lost; the line end before this line came with it)"

  init(_ edge: Edge, of owner: Owner, ownsPrecedingLineEnd: Bool = false) {
    self.edge = edge
    self.owner = owner.identifier
    self.ownsPrecedingLineEnd = ownsPrecedingLineEnd
  }

  /// Parses a line; nil if it is not a marker.
  ///
  /// The whole line must be a marker. White space at its end and a remark in parentheses are ignored.
  init?(_ line: ArraySlice<UInt8>) {
    guard Self.prefixes.contains(where: { line.starts(with: $0) }) else { return nil }
    let fields = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }
    guard fields.count >= 4, let edge = Edge(rawValue: String(decoding: fields[1], as: UTF8.self)) else { return nil }
    let rest = fields.dropFirst(4)
    guard rest.isEmpty || rest.first?.first == UInt8(ascii: "(") else { return nil }
    self.edge = edge
    owner = String(decoding: fields[3].dropFirst("owner=".utf8.count), as: UTF8.self)
    ownsPrecedingLineEnd = rest.joined(separator: " ".utf8).elementsEqual(Self.remarkWithLineEnd.utf8)
  }

  /// The line without its line end.
  var text: String {
    switch edge {
    case .begin: "# BEGIN apim-dns owner=\(owner) \(ownsPrecedingLineEnd ? Self.remarkWithLineEnd : Self.remark)"
    case .end: "# END apim-dns owner=\(owner)"
    }
  }
}

/// A marker and its line in the file.
struct MarkerLine {
  let line: TextLine
  let marker: BlockMarker

  /// Finds the managed block of one owner, and refuses markers that do not form complete blocks.
  ///
  /// - Parameters:
  ///   - owner: the owner of the block.
  ///   - markers: all markers of the file, in order.
  ///   - path: the file's path in messages.
  /// - Returns: the BEGIN marker and the bytes of the block; nil if the owner has none.
  /// - Throws: ``BackendError`` with the line number, if the block of any owner is incomplete, nested or duplicate.
  static func block(
    of owner: Owner, among markers: [MarkerLine], path: String
  ) throws(BackendError) -> (begin: BlockMarker, range: Range<Int>)? {
    var open: MarkerLine?
    var found: (begin: MarkerLine, range: Range<Int>)?
    func refusal(_ marker: MarkerLine, _ problem: String) -> BackendError {
      let line = marker.line.number
      return BackendError(.refused, "\(path):\(line): \(problem). Correct the markers by hand, then run again.")
    }
    for end in markers {
      guard Owner(end.marker.owner) != nil else {
        throw refusal(
          end, "the owner in this marker is not 1-63 letters, digits, hyphens, underscores or dots")
      }
      switch (end.marker.edge, open) {
      case (.begin, nil):
        open = end
      case (.begin, let begin?):
        throw refusal(
          end,
          "a block of owner \(end.marker.owner) starts inside the block of owner \(begin.marker.owner) that starts "
            + "in line "
            + "\(begin.line.number)")
      case (.end, let begin?) where begin.marker.owner == end.marker.owner:
        open = nil
        guard begin.marker.owner == owner.identifier else { continue }
        if let found {
          throw refusal(
            begin, "owner \(owner) has a second block here; the first one starts in line \(found.begin.line.number)")
        }
        found = (begin, begin.line.whole.lowerBound..<end.line.whole.upperBound)
      case (.end, _):
        throw refusal(end, "a block of owner \(end.marker.owner) ends here, but no BEGIN marker comes before it")
      }
    }
    if let open {
      throw refusal(open, "the block of owner \(open.marker.owner) starts here, but no END marker follows")
    }
    return found.map { ($0.begin.marker, $0.range) }
  }
}

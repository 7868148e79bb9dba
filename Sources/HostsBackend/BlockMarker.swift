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

  /// What marker lines begin with.
  static let beginnings = ["# BEGIN apim-dns owner=", "# END apim-dns owner="].map { Array($0.utf8) }

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

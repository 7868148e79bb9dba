/// One value or key of a document, as the parser leaves it behind: twelve bytes, whatever it is.
struct JSON5Node: Sendable {
  /// What it is, and so what ``payload`` means.
  enum Kind: UInt8, Sendable {
    /// The words that are values; they have no payload.
    case null, no, yes
    /// The payload is the place of the number in the document's numbers.
    case number
    /// The payload is the byte behind the text, which stands in quotes and has no escapes.
    case quotedText
    /// The payload is the byte behind the text, which stands without quotes and has no escapes.
    case bareText
    /// The payload is the place of the text in the document's texts, its escapes replaced.
    case escapedText
    /// The payload is the node behind the last one within.
    case list, object
  }

  /// What it is.
  let kind: Kind
  /// The byte at which it begins, counted from 0.
  let offset: UInt32
  /// See ``Kind``.
  var payload: UInt32

  /// Where the characters of a text or key stand; nothing where the node is another value, or has escapes.
  var plainText: Range<Int>? {
    switch kind {
    case .quotedText: Int(offset) + 1..<Int(payload)
    case .bareText: Int(offset)..<Int(payload)
    default: nil
    }
  }

  /// The number of the node behind this one, which has the number `index`, and all that is within it.
  func indexBehind(_ index: Int) -> Int {
    switch kind {
    case .list, .object: Int(payload)
    default: index + 1
    }
  }

  /// Makes a node.
  init(_ kind: Kind, at offset: Int, payload: Int = 0) {
    self.kind = kind
    self.offset = UInt32(offset)
    self.payload = UInt32(payload)
  }
}

/// A value or key in a document.
struct JSON5Value: Sendable {
  /// The kinds of values that a reader can tell apart.
  enum Kind: String, Sendable {
    /// Nothing.
    case null
    /// True or false.
    case boolean = "true or false"
    /// A number of any kind.
    case number = "a number"
    /// A text.
    case text = "a string"
    /// Values in order.
    case list = "a list"
    /// Keys, each with a value.
    case object = "an object"
  }

  /// The document in which it stands.
  let document: JSON5Document
  /// The number of its node.
  let index: Int

  /// What the parser left behind.
  private var node: JSON5Node { document.nodes[index] }

  /// The byte at which it begins, counted from 0.
  var offset: Int { Int(node.offset) }

  /// What it is.
  var kind: Kind {
    switch node.kind {
    case .null: .null
    case .no, .yes: .boolean
    case .number: .number
    case .quotedText, .bareText, .escapedText: .text
    case .list: .list
    case .object: .object
    }
  }

  /// The boolean; nothing where the value is no boolean.
  var boolean: Bool? {
    switch node.kind {
    case .yes: true
    case .no: false
    default: nil
    }
  }

  /// The number; nothing where the value is no number.
  var number: Double? {
    node.kind == .number ? document.numbers[Int(node.payload)] : nil
  }

  /// The text without quotes and escapes; nothing where the value is no text.
  var text: String? {
    if let plainBytes { return String(decoding: plainBytes, as: UTF8.self) }
    return node.kind == .escapedText ? document.texts[Int(node.payload)] : nil
  }

  /// Whether the value is this text.
  func isText(_ word: String) -> Bool {
    if let plainBytes { return plainBytes.elementsEqual(word.utf8) }
    return text == word
  }

  /// The bytes of a text that stands in the document as it is.
  private var plainBytes: ArraySlice<UInt8>? {
    node.plainText.map { document.bytes[$0] }
  }

  /// The values in a list; none where the value is no list.
  var elements: JSON5Children {
    JSON5Children(document: document, nextIndex: index + 1, end: kind == .list ? Int(node.payload) : index + 1)
  }

  /// The keys and values in an object, in order, repeated ones too; none where the value is no object.
  var members: JSON5Members {
    let end = kind == .object ? Int(node.payload) : index + 1
    return JSON5Members(children: JSON5Children(document: document, nextIndex: index + 1, end: end))
  }

  /// The number of the node behind this value and all that is within it.
  var indexBehind: Int { node.indexBehind(index) }
}

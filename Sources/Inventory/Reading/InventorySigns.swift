/// Whether a text is meant as an inventory, by the keys of its root.
///
/// What is named as one by mistake, or by who may not read it, can be a file of secrets: where the signs are missing, no message
/// repeats what stands in it.
enum InventorySigns {
  /// What is said of a text that is no object.
  static let objection =
    "this is no inventory: one begins with '{' and a key such as 'instances'; name the right file"

  /// Whether the root is an object with the key `instances` or `backends`, or with the schema of an inventory.
  ///
  /// - Parameter document: the text, perhaps only as far as it can be read: then the keys before the error count.
  /// - Returns: whether it is an inventory, perhaps with mistakes.
  static func areThere(in document: JSON5Document) -> Bool {
    guard let root = document.nodes.first, root.kind == .object else { return false }
    var index = 1
    while index < document.nodes.count {
      let key = JSON5Value(document: document, index: index)
      if key.isText("instances") || key.isText("backends") { return true }
      guard index + 1 < document.nodes.count else { return false }
      let value = JSON5Value(document: document, index: index + 1)
      if key.isText("$schema"), value.text?.hasSuffix("inventory.schema.json") == true { return true }
      // A list or an object that ends nowhere has the error in it.
      guard value.indexBehind > index else { return false }
      index = value.indexBehind
    }
    return false
  }

  /// Whether a text begins as an object, or has nothing in it.
  static func isObject(_ document: JSON5Document) -> Bool {
    var parser = JSON5Parser(bytes: document.bytes)
    guard (try? parser.skipBlanks()) != nil else { return false }
    return parser.peek() == nil || parser.peek() == UInt8(ascii: "{")
  }
}

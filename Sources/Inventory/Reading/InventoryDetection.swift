/// Detects by the keys of the root whether a text is meant as an inventory.
///
/// A user can name a file of secrets as an inventory, by mistake or without permission to read it. If the text is not
/// recognized as an inventory, no message repeats its contents.
enum InventoryDetection {
  /// The message for a text that is not an object.
  static let notAnObject =
    "this is not an inventory, which starts with '{' and a key such as 'instances'. Use another file."

  /// Whether the root is an object with the key `instances` or `backends`, or with the inventory schema.
  ///
  /// If the text has a syntax error, only the keys before it count.
  static func isInventory(_ document: JSON5Document) -> Bool {
    let values = document.values
    guard values.first?.kind == .object else { return false }
    var index = 1
    while index < values.count {
      let key = document.text(of: values[index])
      if key == "instances" || key == "backends" { return true }
      guard index + 1 < values.count else { return false }
      let value = values[index + 1]
      if key == "$schema", document.text(of: value)?.hasSuffix("inventory.schema.json") == true { return true }
      // A list or an object that is not closed contains the error.
      guard value.isComplete else { return false }
      index = value.descendants.upperBound
    }
    return false
  }

  /// Whether a text begins as an object, or is empty.
  static func isObject(_ document: JSON5Document) -> Bool {
    var scanner = JSON5Scanner(document.bytes)
    guard (try? scanner.skipBlanks()) != nil else { return false }
    return scanner.peek() == nil || scanner.peek() == UInt8(ascii: "{")
  }
}

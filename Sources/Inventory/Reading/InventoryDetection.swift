/// Whether a text is meant as an inventory, by the keys of its root.
///
/// What is named as one by mistake, or by who may not read it, can be a file of secrets: where the signs are missing, no message
/// repeats what stands in it.
enum InventoryDetection {
  /// What is said of a text that is no object.
  static let objection =
    "this is no inventory: one begins with '{' and a key such as 'instances'; name the right file"

  /// Whether the root is an object with the key `instances` or `backends`, or with the schema of an inventory.
  ///
  /// Of a text that cannot be read to its end, the keys before the error count.
  static func areThere(in document: JSON5Document) -> Bool {
    let values = document.values
    guard values.first?.kind == .object else { return false }
    var place = 1
    while place < values.count {
      let key = document.text(of: values[place])
      if key == "instances" || key == "backends" { return true }
      guard place + 1 < values.count else { return false }
      let value = values[place + 1]
      if key == "$schema", document.text(of: value)?.hasSuffix("inventory.schema.json") == true { return true }
      // A list or an object that ends nowhere has the error in it.
      guard value.isWhole else { return false }
      place = value.placesWithin.upperBound
    }
    return false
  }

  /// Whether a text begins as an object, or has nothing in it.
  static func isObject(_ document: JSON5Document) -> Bool {
    var scanner = JSON5Scanner(document.bytes)
    guard (try? scanner.skipBlanks()) != nil else { return false }
    return scanner.peek() == nil || scanner.peek() == UInt8(ascii: "{")
  }
}

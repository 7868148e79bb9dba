/// Whether a text is meant as an inventory, by how it begins.
///
/// What is named as one by mistake, or by who may not read it, can be a file of secrets: no message repeats what stands in it.
enum InventoryBeginning {
  /// What is said of a text that is none.
  static let objection =
    "this is no inventory: one begins with '{' and a key such as 'instances'; name the right file"

  /// Whether it begins with an object and, if there is more, with a key of an inventory or one that is nearly so.
  static func isThere(in bytes: [UInt8]) -> Bool {
    var parser = JSON5Parser(bytes: validBeginning(of: bytes))
    guard (try? parser.skipBlanks()) != nil else { return false }
    if parser.peek() == nil { return true }
    guard parser.take(UInt8(ascii: "{")), (try? parser.skipBlanks()) != nil else { return false }
    let start = parser.index
    if parser.peek() == nil || parser.peek() == UInt8(ascii: "}") { return true }
    guard (try? parser.parseKey()) != nil else { return false }
    let key = String(decoding: parser.bytes[start..<parser.index], as: UTF8.self)
    return NearestWord.find(
      for: key.filter { $0 != "'" && $0 != "\"" }, among: InventoryKeys.Root.words) != nil
  }

  /// The text as far as it is UTF-8.
  private static func validBeginning(of bytes: [UInt8]) -> [UInt8] {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
      return bytes
    } catch {
      return Array(bytes[..<error.byteOffsets.lowerBound])
    }
  }
}

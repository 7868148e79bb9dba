/// A whole JSON5 text and all its values, one behind the other in the order of the text.
///
/// Values are not copied out of the text: a node says where it stands, so a large file costs twelve bytes a value.
final class JSON5Document: Sendable {
  /// The text as UTF-8.
  let bytes: [UInt8]
  /// Every value and key; the first is the root.
  let nodes: [JSON5Node]
  /// The numbers of the text.
  let numbers: [Double]
  /// The texts that had escapes, without them.
  let texts: [String]

  /// Reads a text.
  ///
  /// Source: the [JSON5 data interchange format](https://spec.json5.org).
  ///
  /// - Parameter bytes: the text as UTF-8, with or without a byte order mark.
  /// - Throws: ``JSON5SyntaxError`` with the first thing that is no JSON5.
  init(_ bytes: [UInt8]) throws(JSON5SyntaxError) {
    var parser = JSON5Parser(bytes: bytes)
    try parser.parse()
    self.bytes = bytes
    nodes = parser.nodes
    numbers = parser.numbers
    texts = parser.texts
  }

  /// Reads a text up to the first thing that is no JSON5; a list or an object that ends nowhere has nothing in it.
  ///
  /// - Parameter bytes: the text, whatever it is.
  init(asFarAsReadable bytes: [UInt8]) {
    var parser: JSON5Parser
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
      parser = JSON5Parser(bytes: bytes)
    } catch {
      parser = JSON5Parser(bytes: Array(bytes[..<error.byteOffsets.lowerBound]))
    }
    _ = try? parser.parse()
    self.bytes = parser.bytes
    nodes = parser.nodes
    numbers = parser.numbers
    texts = parser.texts
  }

  /// The value that the text is.
  var root: JSON5Value { JSON5Value(document: self, index: 0) }
}

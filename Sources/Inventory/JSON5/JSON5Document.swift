/// A value or key of a document in sixteen bytes.
struct JSON5Value: Sendable {
  /// The type of a value, which determines the meaning of ``payload``.
  enum Kind: Sendable {
    /// `null`, `false` and `true`; they have no payload.
    case null, no, yes
    /// The payload is the index of the number in the document's numbers.
    case number
    /// A text without escapes, in quotes or bare; the payload is the offset of the byte after it.
    case quotedText, bareText
    /// A text with escapes; the payload is the index of the decoded text in the document's texts.
    case escapedText
    /// The payload is the index after that of the last value inside.
    case list, object
  }

  let kind: Kind
  private let start: UInt32
  /// Its index in the document's values; the values inside it follow.
  private let index: UInt32
  /// See ``Kind``; 0 for a list or an object that is not closed.
  var payload: UInt32

  init(_ kind: Kind, at offset: Int, index: Int, payload: Int = 0) {
    self.kind = kind
    start = UInt32(offset)
    self.index = UInt32(index)
    self.payload = UInt32(payload)
  }

  /// The offset of its first byte, counted from 0.
  var offset: Int { Int(start) }

  var isText: Bool { kind == .quotedText || kind == .bareText || kind == .escapedText }

  /// The boolean; nil if it is another value.
  var boolean: Bool? { kind == .yes ? true : kind == .no ? false : nil }

  /// The indices of all values inside a list or an object, at any depth; empty for any other value.
  var descendants: Range<Int> {
    let first = Int(index) + 1
    return kind == .list || kind == .object ? first..<max(first, Int(payload)) : first..<first
  }

  /// False for a list or an object that is not closed.
  var isComplete: Bool { payload > 0 || (kind != .list && kind != .object) }

  /// Its type in the words of a message.
  var noun: String {
    switch kind {
    case .null: "null"
    case .no, .yes: "true or false"
    case .number: "a number"
    case .quotedText, .bareText, .escapedText: "a string"
    case .list: "a list"
    case .object: "an object"
    }
  }
}

/// The elements of a list, or the keys and values of an object in alternation.
struct JSON5Children: Sequence, IteratorProtocol {
  fileprivate let values: [JSON5Value]
  /// The indices of the values that are left.
  fileprivate var indices: Range<Int>

  mutating func next() -> JSON5Value? {
    guard let index = indices.first else { return nil }
    let value = values[index]
    indices = value.descendants.upperBound..<indices.upperBound
    return value
  }
}

/// A parsed JSON5 text: all its values, in the order of the text.
///
/// Values are not copied out of the text; each has its offset.
final class JSON5Document: Sendable {
  /// The text up to the first byte that is not valid UTF-8.
  let bytes: [UInt8]
  /// All values and keys; the first is the root.
  let values: [JSON5Value]
  private let numbers: [Double]
  /// The decoded texts of values with escapes.
  private let texts: [[UInt8]]
  /// The first syntax error; then ``values`` has only the values before it, and a list or an object that is not closed is
  /// empty.
  let error: JSON5SyntaxError?

  /// Reads a text, with or without a byte order mark.
  ///
  /// Source: the [JSON5 data interchange format](https://spec.json5.org).
  init(_ bytes: [UInt8]) {
    var (readable, error) = (bytes, JSON5SyntaxError?.none)
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
    } catch let invalid {
      readable.removeSubrange(invalid.byteOffsets.lowerBound...)
      error = JSON5SyntaxError(.encoding, at: readable.count, "the file is not valid UTF-8 here. Save it as UTF-8.")
    }
    var parser = JSON5Parser(readable)
    do throws(JSON5SyntaxError) {
      try parser.parse()
    } catch let first {
      error = error ?? first
    }
    self.error = error
    self.bytes = readable
    values = parser.values
    numbers = parser.numbers
    texts = parser.texts
  }

  /// The UTF-8 of a text without quotes and escapes; nil if the value is not a text.
  func bytes(of value: JSON5Value) -> ArraySlice<UInt8>? {
    switch value.kind {
    case .quotedText: bytes[value.offset + 1..<Int(value.payload)]
    case .bareText: bytes[value.offset..<Int(value.payload)]
    case .escapedText: texts[Int(value.payload)][...]
    default: nil
    }
  }

  /// A text without quotes and escapes; nil if the value is not a text.
  func text(of value: JSON5Value) -> String? { bytes(of: value).map { String(decoding: $0, as: UTF8.self) } }

  /// The number; nil if the value is not a number.
  func number(of value: JSON5Value) -> Double? { value.kind == .number ? numbers[Int(value.payload)] : nil }

  /// The elements of a list, or the keys and values of an object, duplicates included; empty for any other value.
  func children(of value: JSON5Value) -> JSON5Children { JSON5Children(values: values, indices: value.descendants) }
}

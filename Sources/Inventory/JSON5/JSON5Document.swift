/// A value or key of a document, as the parser leaves it behind: sixteen bytes, whatever it is.
struct JSON5Value: Sendable {
  /// What it is, and so what ``payload`` means.
  enum Kind: Sendable {
    /// The words that are values; they have no payload.
    case null, no, yes
    /// The payload is the place of the number in the document's numbers.
    case number
    /// The payload is the byte behind the text, which stands in quotes or without them, and has no escapes.
    case quotedText, bareText
    /// The payload is the place of the text in the document's texts, its escapes replaced.
    case escapedText
    /// The payload is the place behind the last value within.
    case list, object
  }

  /// What it is.
  let kind: Kind
  /// The byte at which it begins.
  private let start: UInt32
  /// Its place among the values of the document; those within it follow.
  private let place: UInt32
  /// See ``Kind``; of a list or an object that ends nowhere it is 0.
  var payload: UInt32

  /// Makes a value.
  init(_ kind: Kind, at offset: Int, place: Int, payload: Int = 0) {
    self.kind = kind
    start = UInt32(offset)
    self.place = UInt32(place)
    self.payload = UInt32(payload)
  }

  /// The byte at which it begins, counted from 0.
  var offset: Int { Int(start) }

  /// Whether it is a text of any kind.
  var isText: Bool { kind == .quotedText || kind == .bareText || kind == .escapedText }

  /// The boolean; nothing where it is none.
  var boolean: Bool? { kind == .yes ? true : kind == .no ? false : nil }

  /// The places of the values within it, those within others too; none but in a list or an object.
  var placesWithin: Range<Int> {
    let first = Int(place) + 1
    return kind == .list || kind == .object ? first..<max(first, Int(payload)) : first..<first
  }

  /// Whether it is no list or object that ends nowhere.
  var isWhole: Bool { payload > 0 || (kind != .list && kind != .object) }

  /// What it is, as a message says it.
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

/// The values that stand directly in a list, or the keys and values of an object by turns.
struct JSON5Children: Sequence, IteratorProtocol {
  /// All values of the document.
  fileprivate let values: [JSON5Value]
  /// The places of those that are still to come.
  fileprivate var places: Range<Int>

  /// The next value.
  mutating func next() -> JSON5Value? {
    guard let place = places.first else { return nil }
    let value = values[place]
    places = value.placesWithin.upperBound..<places.upperBound
    return value
  }
}

/// A whole JSON5 text and all its values, one behind the other in the order of the text.
///
/// Values are not copied out of the text: each says where it stands.
final class JSON5Document: Sendable {
  /// The text, as far as it is UTF-8.
  let bytes: [UInt8]
  /// Every value and key; the first is the root.
  let values: [JSON5Value]
  /// The numbers of the text.
  private let numbers: [Double]
  /// The texts that had escapes, without them.
  private let texts: [[UInt8]]
  /// The first thing that is no JSON5; then the values are those before it, and a list or an object that ends nowhere has
  /// nothing in it.
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
      error = JSON5SyntaxError(.encoding, at: readable.count, "the file is not in UTF-8 here")
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

  /// The UTF-8 of a text without quotes and escapes; nothing where the value is no text.
  func bytes(of value: JSON5Value) -> ArraySlice<UInt8>? {
    switch value.kind {
    case .quotedText: bytes[value.offset + 1..<Int(value.payload)]
    case .bareText: bytes[value.offset..<Int(value.payload)]
    case .escapedText: texts[Int(value.payload)][...]
    default: nil
    }
  }

  /// The text of a value without quotes and escapes; nothing where it is no text.
  func text(of value: JSON5Value) -> String? { bytes(of: value).map { String(decoding: $0, as: UTF8.self) } }

  /// The number that a value is; nothing where it is none.
  func number(of value: JSON5Value) -> Double? { value.kind == .number ? numbers[Int(value.payload)] : nil }

  /// The values in a list, or the keys and values of an object by turns, repeated ones too; none in any other value.
  func children(of value: JSON5Value) -> JSON5Children { JSON5Children(values: values, places: value.placesWithin) }
}

/// Reads a JSON5 text in one pass over its bytes.
///
/// This file has the structure: lists, objects, and what a value begins with. Blanks and comments, texts, numbers and
/// unquoted keys have a file each.
struct JSON5Parser {
  /// How many lists and objects may stand within each other.
  static let deepest = 100

  /// The text as UTF-8.
  let bytes: [UInt8]
  /// The next byte to read.
  var index = 0
  /// Every value and key read so far.
  var nodes: [JSON5Node] = []
  /// The numbers read so far.
  var numbers: [Double] = []
  /// The texts with escapes read so far.
  var texts: [String] = []

  /// Makes a parser at the beginning of a text.
  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Reads the whole text: one value with blanks around it.
  mutating func parse() throws(JSON5SyntaxError) {
    guard bytes.count < UInt32.max else {
      throw JSON5SyntaxError(offset: 0, message: "the file is larger than 4 GiB")
    }
    try checkEncoding()
    try skipBlanks()
    try parseValue(depth: 0)
    try skipBlanks()
    guard index == bytes.count else { throw unexpected("the end of the file") }
  }

  /// Refuses what is no UTF-8, so that everything behind it need not look again.
  private func checkEncoding() throws(JSON5SyntaxError) {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw JSON5SyntaxError(offset: error.byteOffsets.lowerBound, message: "the file is not in UTF-8 here")
    }
  }

  /// Reads a value of any kind, within so many lists and objects.
  private mutating func parseValue(depth: Int) throws(JSON5SyntaxError) {
    guard index < bytes.count else { throw unexpected("a value") }
    switch bytes[index] {
    case UInt8(ascii: "{"): try parseObject(depth: depth + 1)
    case UInt8(ascii: "["): try parseList(depth: depth + 1)
    case UInt8(ascii: "\""), UInt8(ascii: "'"): try parseText()
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      try parseNumber()
    default: try parseWord()
    }
  }

  /// Reads an object ([JSON5 §3](https://spec.json5.org/#objects)).
  private mutating func parseObject(depth: Int) throws(JSON5SyntaxError) {
    let object = try open(.object, depth)
    try skipBlanks()
    while peek() != UInt8(ascii: "}") {
      try parseKey()
      try skipBlanks()
      guard take(UInt8(ascii: ":")) else { throw unexpected("':' after the key") }
      try skipBlanks()
      try parseValue(depth: depth)
      try skipBlanks()
      guard take(UInt8(ascii: ",")) || peek() == UInt8(ascii: "}") else { throw unexpected("',' or '}'") }
      try skipBlanks()
    }
    close(object)
  }

  /// Reads a list ([JSON5 §4](https://spec.json5.org/#arrays)).
  private mutating func parseList(depth: Int) throws(JSON5SyntaxError) {
    let list = try open(.list, depth)
    try skipBlanks()
    while peek() != UInt8(ascii: "]") {
      try parseValue(depth: depth)
      try skipBlanks()
      guard take(UInt8(ascii: ",")) || peek() == UInt8(ascii: "]") else { throw unexpected("',' or ']'") }
      try skipBlanks()
    }
    close(list)
  }

  /// Reads a key, in quotes or without.
  mutating func parseKey() throws(JSON5SyntaxError) {
    switch peek() {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): try parseText()
    default: try parseIdentifier()
    }
  }

  /// The words that are values.
  private mutating func parseWord() throws(JSON5SyntaxError) {
    let word = bytes[index...].prefix(12).prefix { JSON5Identifier.isPart($0) }
    switch String(decoding: word, as: UTF8.self) {
    case "null": nodes.append(JSON5Node(.null, at: index))
    case "true": nodes.append(JSON5Node(.yes, at: index))
    case "false": nodes.append(JSON5Node(.no, at: index))
    case "Infinity", "NaN": return try parseNumber()
    default: throw unexpected("a value", advice: word.isEmpty ? "" : "; a text stands in quotes")
    }
    index += word.count
  }

  /// Begins a list or an object, and gives the number of its node.
  private mutating func open(_ kind: JSON5Node.Kind, _ depth: Int) throws(JSON5SyntaxError) -> Int {
    guard depth <= Self.deepest else {
      throw JSON5SyntaxError(offset: index, message: "more than \(Self.deepest) lists and objects within each other")
    }
    nodes.append(JSON5Node(kind, at: index))
    index += 1
    return nodes.count - 1
  }

  /// Ends a list or an object.
  private mutating func close(_ container: Int) {
    nodes[container].payload = UInt32(nodes.count)
    index += 1
  }
}

extension JSON5Parser {
  /// The next byte; nothing at the end.
  func peek() -> UInt8? { index < bytes.count ? bytes[index] : nil }

  /// Steps over one byte if it is this one.
  mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    index += 1
    return true
  }

  /// The character that begins at a byte; the text is known to be UTF-8.
  func scalar(at offset: Int) -> Unicode.Scalar {
    var iterator = bytes[offset...].makeIterator()
    var decoder = UTF8()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return "\u{FFFD}" }
    return scalar
  }
}

/// Parses the structure of a JSON5 text: lists, objects, and the values in them.
struct JSON5Parser {
  /// The maximum nesting of lists and objects.
  private static let maxDepth = 100

  private var scanner: JSON5Scanner
  /// The values and keys read so far.
  private(set) var values: [JSON5Value] = []
  private(set) var numbers: [Double] = []
  /// The decoded texts of values with escapes.
  private(set) var texts: [[UInt8]] = []

  /// The text must be valid UTF-8.
  init(_ bytes: [UInt8]) {
    scanner = JSON5Scanner(bytes)
  }

  /// Reads the whole text: one value with blanks around it.
  mutating func parse() throws(JSON5SyntaxError) {
    guard scanner.bytes.count < UInt32.max else {
      throw JSON5SyntaxError(.size, at: 0, "the file is larger than 4 GiB. Use a smaller file.")
    }
    values.reserveCapacity(scanner.bytes.count / 8)
    try scanner.skipBlanks()
    try parseValue(depth: 0)
    try scanner.skipBlanks()
    guard scanner.peek() == nil else { throw scanner.unexpected("the end of the file") }
  }

  private mutating func parseValue(depth: Int) throws(JSON5SyntaxError) {
    guard let first = scanner.peek() else { throw scanner.unexpected("a value") }
    switch first {
    case UInt8(ascii: "{"): try parseContainer(.object, to: UInt8(ascii: "}"), depth: depth + 1)
    case UInt8(ascii: "["): try parseContainer(.list, to: UInt8(ascii: "]"), depth: depth + 1)
    case UInt8(ascii: "\""), UInt8(ascii: "'"): try parseText()
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      try parseNumber()
    default: try parseWord()
    }
  }

  /// Reads a list or an object ([JSON5 §3, §4](https://spec.json5.org/#objects)).
  private mutating func parseContainer(
    _ kind: JSON5Value.Kind, to end: UInt8, depth: Int
  ) throws(JSON5SyntaxError) {
    guard depth <= Self.maxDepth else {
      throw JSON5SyntaxError(
        .depth, at: scanner.index,
        "lists and objects are nested more than \(Self.maxDepth) levels deep. Remove some levels.")
    }
    let index = values.count
    add(kind, at: scanner.index)
    scanner.skip(1)
    try scanner.skipBlanks()
    while !scanner.take(end) {
      if kind == .object { try parseKey() }
      try parseValue(depth: depth)
      try scanner.skipBlanks()
      guard scanner.take(UInt8(ascii: ",")) || scanner.peek() == end else {
        throw scanner.unexpected("',' or '\(Unicode.Scalar(end))'")
      }
      try scanner.skipBlanks()
    }
    values[index].payload = UInt32(values.count)
  }

  /// Reads a key and its colon.
  private mutating func parseKey() throws(JSON5SyntaxError) {
    if scanner.peek() == UInt8(ascii: "\"") || scanner.peek() == UInt8(ascii: "'") {
      try parseText()
    } else {
      let start = scanner.index
      addText(try scanner.readKey(), .bareText, at: start)
    }
    try scanner.skipBlanks()
    guard scanner.take(UInt8(ascii: ":")) else { throw scanner.unexpected("':' after the key") }
    try scanner.skipBlanks()
  }

  private mutating func parseText() throws(JSON5SyntaxError) {
    let start = scanner.index
    addText(try scanner.readText(), .quotedText, at: start)
  }

  private mutating func parseNumber() throws(JSON5SyntaxError) {
    add(.number, at: scanner.index, payload: numbers.count)
    numbers.append(try scanner.readNumber())
  }

  /// Reads `null`, `true`, `false`, `Infinity` or `NaN`.
  private mutating func parseWord() throws(JSON5SyntaxError) {
    let word = scanner.word(upTo: 12)
    switch word {
    case "null": add(.null, at: scanner.index)
    case "true": add(.yes, at: scanner.index)
    case "false": add(.no, at: scanner.index)
    case "Infinity", "NaN": return try parseNumber()
    default: throw scanner.unexpected("a value", advice: word.isEmpty ? "" : ". Put text in quotes.")
    }
    scanner.skip(word.utf8.count)
  }

  private mutating func addText(_ text: JSON5Scanner.Text, _ kind: JSON5Value.Kind, at start: Int) {
    switch text {
    case .plain(let end): add(kind, at: start, payload: end)
    case .escaped(let text):
      add(.escapedText, at: start, payload: texts.count)
      texts.append(text)
    }
  }

  private mutating func add(_ kind: JSON5Value.Kind, at offset: Int, payload: Int = 0) {
    values.append(JSON5Value(kind, at: offset, index: values.count, payload: payload))
  }
}

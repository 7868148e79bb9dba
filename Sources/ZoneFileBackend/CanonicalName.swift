import DNSModel

/// Domain names of a zone file in one canonical form: absolute, lower case, and escaped as named escapes them.
///
/// The form ends with a dot; the root is `.`. Unlike `DomainName`, it accepts every octet that a label can have
/// ([RFC 1035 §5.1](https://www.rfc-editor.org/rfc/rfc1035#section-5.1),
/// [RFC 4343 §2.1](https://www.rfc-editor.org/rfc/rfc4343#section-2.1)).
enum CanonicalName {
  /// The longest presentation form of a name in bytes: 255 octets, up to four bytes each, and quotes around them.
  static let longestWord = 1100

  /// Converts a name to its canonical form.
  ///
  /// - Parameters:
  ///   - word: the name as it is written, with or without quotes.
  ///   - origin: the canonical name that completes a relative one.
  /// - Returns: the canonical name; nil for a wrong escape, an empty label, and a label or name that is too long
  ///   ([RFC 1035 §2.3.4](https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4)).
  static func read(_ word: ArraySlice<UInt8>, origin: [UInt8]) -> [UInt8]? {
    guard word.count <= longestWord else { return nil }
    var rest = word
    if rest.count > 1, rest.first == UInt8(ascii: "\""), rest.last == UInt8(ascii: "\"") {
      rest = rest.dropFirst().dropLast()
    }
    if rest.elementsEqual([UInt8(ascii: "@")]) { return origin }
    if rest.elementsEqual([UInt8(ascii: ".")]) { return [UInt8(ascii: ".")] }
    var name: [UInt8] = []
    var labelLength = 0
    var isAbsolute = false
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: ".") {
        guard (1...63).contains(labelLength) else { return nil }
        name.append(byte)
        labelLength = 0
        isAbsolute = rest.isEmpty
        continue
      }
      var octet = byte
      if byte == UInt8(ascii: "\\") {
        guard let escaped = unescape(&rest) else { return nil }
        octet = escaped
      }
      append(octet, to: &name)
      labelLength += 1
    }
    guard !name.isEmpty else { return nil }
    if !isAbsolute {
      guard (1...63).contains(labelLength) else { return nil }
      name.append(UInt8(ascii: "."))
      if origin != [UInt8(ascii: ".")] { name += origin }
    }
    // In the wire format, a length octet precedes each label, and a zero octet ends the name.
    return length(of: name) + 1 <= 255 ? name : nil
  }

  /// The length of the part of a canonical name that precedes a zone's name.
  ///
  /// - Parameters:
  ///   - name: the canonical name.
  ///   - zone: the canonical name of the zone.
  /// - Returns: the length in bytes, without the dot in between: 0 for the apex; nil if the name is outside the zone.
  static func prefixLength(of name: [UInt8], in zone: [UInt8]) -> Int? {
    if name == zone { return 0 }
    if zone == [UInt8(ascii: ".")] { return name.count - 1 }
    let length = name.count - zone.count - 1
    guard length > 0, name[length] == UInt8(ascii: "."), name[(length + 1)...].elementsEqual(zone) else { return nil }
    // An odd number of backslashes escapes the dot, which then belongs to a label.
    let backslashes = name[..<length].reversed().prefix { $0 == UInt8(ascii: "\\") }.count
    return backslashes.isMultiple(of: 2) ? length : nil
  }

  /// Removes and decodes what follows a backslash: three digits, or one other character.
  static func unescape(_ rest: inout ArraySlice<UInt8>) -> UInt8? {
    guard let first = rest.popFirst() else { return nil }
    guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return first }
    let digits = [first] + rest.prefix(2)
    guard digits.count == 3, digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else { return nil }
    rest.removeFirst(2)
    return UInt8(String(decoding: digits, as: UTF8.self))
  }

  /// Appends an octet of a label, escaped if necessary.
  private static func append(_ octet: UInt8, to name: inout [UInt8]) {
    switch octet {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): name.append(octet | 0x20)
    case UInt8(ascii: "@"), UInt8(ascii: "$"), UInt8(ascii: "\""), UInt8(ascii: "("), UInt8(ascii: ")"),
      UInt8(ascii: "."), UInt8(ascii: ";"), UInt8(ascii: "\\"):
      name += [UInt8(ascii: "\\"), octet]
    case 0x21...0x7E: name.append(octet)
    default:
      let zero = UInt8(ascii: "0")
      name += [UInt8(ascii: "\\"), zero + octet / 100, zero + octet / 10 % 10, zero + octet % 10]
    }
  }

  /// The number of octets in the labels of a canonical name, counting each label's dot.
  private static func length(of name: [UInt8]) -> Int {
    var length = 0
    var rest = name[...]
    while let byte = rest.popFirst() {
      length += 1
      if byte == UInt8(ascii: "\\") { _ = unescape(&rest) }
    }
    return length
  }

  /// Whether a canonical name sorts before another one.
  static func isBefore(_ left: String, _ right: String) -> Bool {
    CanonicalOrder.isBefore(String(left.dropLast()), String(right.dropLast()))
  }

  /// The name as people write it, without the trailing dot.
  static func withoutTrailingDot(_ name: String) -> String { name == "." ? name : String(name.dropLast()) }

  /// The name in a form that every server reads.
  ///
  /// Knot rejects characters such as `+`, and NSD rejects `\\#`, but all servers accept three decimal digits.
  static func portable(_ name: String) -> String {
    var text = ""
    var rest = Array(name.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte != UInt8(ascii: "\\"), isPlain(byte) else {
        let octet = byte == UInt8(ascii: "\\") ? unescape(&rest) ?? byte : byte
        let digits = "00\(octet)".suffix(3)
        text += octet == UInt8(ascii: ".") ? "\\." : "\\\(digits)"
        continue
      }
      text.unicodeScalars.append(Unicode.Scalar(byte))
    }
    return text
  }

  /// Whether every server accepts a character of a canonical name unescaped.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: "-_*/.".utf8.contains(byte)
    }
  }
}

import DNSModel

/// An entry of a hosts file: an address and its names.
///
/// Fields are separated by white space, and a `#` starts a comment anywhere in a line
/// ([hosts(5)](https://man7.org/linux/man-pages/man5/hosts.5.html)). A NUL byte ends the line for the C library.
struct HostsEntry {
  /// The first field, which need not be a valid address.
  let address: ArraySlice<UInt8>
  /// The other fields in lower case, without a trailing dot.
  let names: [String]

  /// Parses a line; nil for an empty line, a comment, or an address without a name.
  init?(_ line: ArraySlice<UInt8>) {
    let text = line.prefix { $0 != UInt8(ascii: "#") && $0 != 0 }
    let fields = text.split(whereSeparator: Self.isSpace)
    guard fields.count > 1 else { return nil }
    address = fields[0]
    names = fields.dropFirst().map(Self.canonicalName)
  }

  /// Whether a resolver might accept a first field as an IPv6 address, perhaps with a zone after a `%`
  /// ([RFC 4007 §11](https://www.rfc-editor.org/rfc/rfc4007#section-11)); ``StrictHostsEntry`` is strict.
  static func mayBeIPv6(_ address: ArraySlice<UInt8>) -> Bool {
    let parts = address.split(separator: UInt8(ascii: "%"), maxSplits: 1, omittingEmptySubsequences: false)
    return address.contains(UInt8(ascii: ":")) && parts[0].allSatisfy(isInAddress)
      && parts.dropFirst().allSatisfy { $0.allSatisfy(StrictHostsEntry.isInName) }
  }

  /// The IPv4 address that some resolver reads from a first field; nil if none reads one.
  ///
  /// musl accepts one to four numbers in decimal, octal or hexadecimal digits, as `inet_aton` does: `127.1` is 127.0.0.1, and
  /// `010.9.9.9` is 8.9.9.9 ([inet_aton(3)](https://man7.org/linux/man-pages/man3/inet_aton.3.html)). glibc skips a line with
  /// any other form than four decimal numbers.
  static func looseIPv4(_ address: ArraySlice<UInt8>) -> IPv4Address? {
    let parts = address.split(separator: UInt8(ascii: "."), maxSplits: 4, omittingEmptySubsequences: false)
    let numbers = parts.compactMap(number)
    guard let last = numbers.last, numbers.count == parts.count, numbers.count <= 4 else { return nil }
    let leading = numbers.dropLast()
    let rest = 8 * (4 - leading.count)
    guard leading.allSatisfy({ $0 <= 255 }), last < 1 << rest else { return nil }
    let value = leading.reduce(0) { $0 << 8 | $1 } << rest | last
    return IPv4Address(number: UInt32(value))
  }

  /// A number as in C: decimal, octal with a leading `0`, or hexadecimal with `0x`; nil if it is none or needs more than 32 bits.
  private static func number(_ text: ArraySlice<UInt8>) -> UInt64? {
    guard let first = text.first, (0x30...0x39).contains(first) else { return nil }
    var digits = text
    var base: UInt64 = 10
    if first == UInt8(ascii: "0") {
      let isHexadecimal = text.count > 2 && text.dropFirst().first.map { $0 | 0x20 } == UInt8(ascii: "x")
      base = isHexadecimal ? 16 : 8
      if isHexadecimal { digits = text.dropFirst(2) }
    }
    var value: UInt64 = 0
    for byte in digits {
      let digit: UInt8
      switch byte {
      case 0x30...0x39: digit = byte - 0x30
      case 0x41...0x46, 0x61...0x66: digit = (byte | 0x20) - 0x57
      default: return nil
      }
      guard UInt64(digit) < base else { return nil }
      value = value * base + UInt64(digit)
      guard value <= UInt64(UInt32.max) else { return nil }
    }
    return value
  }

  /// Whether a line is empty or a comment.
  static func isBlankOrComment(_ line: ArraySlice<UInt8>) -> Bool {
    line.prefix { $0 != UInt8(ascii: "#") && $0 != 0 }.allSatisfy(isSpace)
  }

  /// Whether a byte can be part of an IPv6 address.
  private static func isInAddress(_ byte: UInt8) -> Bool {
    (0x30...0x3A).contains(byte) || (0x61...0x66).contains(byte | 0x20) || byte == UInt8(ascii: ".")
  }

  /// Whether a byte separates fields: white space of the C library's `isspace`, without the line feed.
  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || (0x0B...0x0D).contains(byte) }

  private static func canonicalName(_ field: ArraySlice<UInt8>) -> String {
    let name = field.last == UInt8(ascii: ".") ? field.dropLast() : field
    return String(decoding: name.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
  }
}

/// A line that is found in hosts files and hardly in others: an address and names, separated by blanks and tabs.
///
/// Only such lines are shown, and only such lines make a file a hosts file. The parser is strict, because password files
/// have lines such as `00:11:22:33:44:55 passphrase` or `10.0.0.1:1812 secret`. ``HostsEntry`` accepts more: all that a
/// resolver might accept.
enum StrictHostsEntry {
  /// Whether a line is such an entry; its line end is ignored.
  static func matches(_ line: ArraySlice<UInt8>) -> Bool {
    var line = line
    if line.last == UInt8(ascii: "\n") { line.removeLast() }
    while line.last == UInt8(ascii: "\r") { line.removeLast() }
    let fields = line.prefix { $0 != UInt8(ascii: "#") && $0 != 0 }.split {
      $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t")
    }
    guard let address = fields.first, fields.count > 1 else { return false }
    return (isIPv4(address) || isIPv6(address)) && fields.dropFirst().allSatisfy(isName)
  }

  /// Whether a byte can be part of a name in a hosts file: of a hostname, `*` for some programs, `~`, or not ASCII.
  fileprivate static func isInName(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x61...0x7A).contains(byte | 0x20)
      || byte == UInt8(ascii: "~") || byte >= 0x80 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "*")
  }

  /// Whether a field is a name of labels with up to 63 bytes
  /// ([RFC 1035 §2.3.4](https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4)).
  ///
  /// It has a letter or a dot: in other files, a number may follow an address and a password.
  private static func isName(_ field: ArraySlice<UInt8>) -> Bool {
    field.allSatisfy(isInName) && field.contains { $0 == UInt8(ascii: ".") || $0 >= 0x41 }
      && field.split(separator: UInt8(ascii: ".")).allSatisfy { $0.count <= 63 }
  }

  /// Whether a field is an IPv4 address, even one that resolvers reject, such as `010.0.0.1`.
  private static func isIPv4(_ field: ArraySlice<UInt8>) -> Bool {
    let parts = field.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        (1...3).contains(part.count) && part.allSatisfy(isDigit) && part.reduce(0) { 10 * $0 + Int($1 - 0x30) } <= 255
      }
  }

  /// Whether a field is an IPv6 address ([RFC 4291 §2.2](https://www.rfc-editor.org/rfc/rfc4291#section-2.2)), perhaps with a
  /// zone after a `%` ([RFC 4007 §11](https://www.rfc-editor.org/rfc/rfc4007#section-11)).
  private static func isIPv6(_ field: ArraySlice<UInt8>) -> Bool {
    let zoned = field.split(separator: UInt8(ascii: "%"), maxSplits: 1, omittingEmptySubsequences: false)
    guard zoned.dropFirst().allSatisfy({ !$0.isEmpty && $0.allSatisfy(isInName) }) else { return false }
    let halves = zoned[0].split(separator: "::".utf8, maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = groups(in: halves[0], mayEndInIPv4: halves.count == 1) else { return false }
    guard halves.count == 2 else { return first == 8 }
    guard let second = groups(in: halves[1], mayEndInIPv4: true) else { return false }
    return first + second < 8
  }

  /// The number of 16-bit groups in a part of an IPv6 address; nil if it is not a valid part.
  private static func groups(in text: ArraySlice<UInt8>, mayEndInIPv4: Bool) -> Int? {
    guard !text.isEmpty else { return 0 }
    var groups = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    let endsInIPv4 = mayEndInIPv4 && groups.last.map(isIPv4) == true
    if endsInIPv4 { groups.removeLast() }
    let areWhole = groups.allSatisfy { group in
      (1...4).contains(group.count) && group.allSatisfy { isDigit($0) || (0x61...0x66).contains($0 | 0x20) }
    }
    return areWhole ? groups.count + (endsInIPv4 ? 2 : 0) : nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

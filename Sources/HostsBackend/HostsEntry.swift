/// What a line of a hosts file says: an address and the names that lead to it.
///
/// Fields are parted by white space, and a `#` begins a comment wherever it stands
/// ([hosts(5)](https://man7.org/linux/man-pages/man5/hosts.5.html)). A NUL byte ends the line for the C library.
struct HostsEntry {
  /// The first field as it stands there.
  let address: ArraySlice<UInt8>
  /// The other fields in lower case, without a trailing dot.
  let names: [String]

  /// Reads a line; gives nothing for an empty line, a comment, and an address without a name.
  init?(_ line: ArraySlice<UInt8>) {
    let text = line.prefix { $0 != UInt8(ascii: "#") && $0 != 0 }
    let fields = text.split(whereSeparator: Self.isSpace)
    guard fields.count > 1 else { return nil }
    address = fields[0]
    names = fields.dropFirst().map(Self.canonicalName)
  }

  /// Whether some resolver might take a first field for an IPv6 address, perhaps with a zone behind a `%`
  /// ([RFC 4007 §11](https://www.rfc-editor.org/rfc/rfc4007#section-11)); ``PlainEntry`` is strict.
  static func mayBeIPv6(_ address: ArraySlice<UInt8>) -> Bool {
    let parts = address.split(separator: UInt8(ascii: "%"), maxSplits: 1, omittingEmptySubsequences: false)
    return address.contains(UInt8(ascii: ":")) && parts[0].allSatisfy(isInAddress)
      && parts.dropFirst().allSatisfy { $0.allSatisfy(PlainEntry.isInName) }
  }

  /// Whether a line says nothing: it is empty, or a comment.
  static func isSilent(_ line: ArraySlice<UInt8>) -> Bool {
    line.prefix { $0 != UInt8(ascii: "#") && $0 != 0 }.allSatisfy(isSpace)
  }

  /// The characters of IPv6 addresses.
  private static func isInAddress(_ byte: UInt8) -> Bool {
    (0x30...0x3A).contains(byte) || (0x61...0x66).contains(byte | 0x20) || byte == UInt8(ascii: ".")
  }

  /// Whether a byte parts fields: what the C library's `isspace` takes for white space, but for the line feed.
  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || (0x0B...0x0D).contains(byte) }

  private static func canonicalName(_ field: ArraySlice<UInt8>) -> String {
    let name = field.last == UInt8(ascii: ".") ? field.dropLast() : field
    return String(decoding: name.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
  }
}

/// What stands in a line of a hosts file and hardly in one of another file: an address and names, with blanks and tabs between.
///
/// Only such a line is shown, and only such lines make a file one of hosts. The parse is strict, since a line such as
/// `00:11:22:33:44:55 passphrase` or `10.0.0.1:1812 secret` stands in files of passwords. ``HostsEntry`` takes more lines: all
/// that some resolver might take.
enum PlainEntry {
  /// Whether a line is one, with or without its end.
  static func isOne(_ line: ArraySlice<UInt8>) -> Bool {
    var line = line
    if line.last == UInt8(ascii: "\n") { line.removeLast() }
    while line.last == UInt8(ascii: "\r") { line.removeLast() }
    let fields = line.prefix { $0 != UInt8(ascii: "#") && $0 != 0 }.split {
      $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t")
    }
    guard let address = fields.first, fields.count > 1 else { return false }
    return (isIPv4(address) || isIPv6(address)) && fields.dropFirst().allSatisfy(isName)
  }

  /// The characters of names in hosts files: those of hostnames, `*` of some programs, and what is not ASCII.
  fileprivate static func isInName(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x61...0x7A).contains(byte | 0x20)
      || byte == UInt8(ascii: "~") || byte >= 0x80 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "*")
  }

  /// Whether a field is a name of labels with up to 63 bytes
  /// ([RFC 1035 §2.3.4](https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4)).
  ///
  /// It has a letter or a dot in it: the number that stands behind an address and a password in other files is none.
  private static func isName(_ field: ArraySlice<UInt8>) -> Bool {
    field.allSatisfy(isInName) && field.contains { $0 == UInt8(ascii: ".") || $0 >= 0x41 }
      && field.split(separator: UInt8(ascii: ".")).allSatisfy { $0.count <= 63 }
  }

  /// Whether a field is an IPv4 address, even one that a resolver does not take, such as `010.0.0.1`.
  private static func isIPv4(_ field: ArraySlice<UInt8>) -> Bool {
    let parts = field.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        (1...3).contains(part.count) && part.allSatisfy(isDigit) && part.reduce(0) { 10 * $0 + Int($1 - 0x30) } <= 255
      }
  }

  /// Whether a field is an IPv6 address ([RFC 4291 §2.2](https://www.rfc-editor.org/rfc/rfc4291#section-2.2)), perhaps with a
  /// zone behind a `%` ([RFC 4007 §11](https://www.rfc-editor.org/rfc/rfc4007#section-11)).
  private static func isIPv6(_ field: ArraySlice<UInt8>) -> Bool {
    let zoned = field.split(separator: UInt8(ascii: "%"), maxSplits: 1, omittingEmptySubsequences: false)
    guard zoned.dropFirst().allSatisfy({ !$0.isEmpty && $0.allSatisfy(isInName) }) else { return false }
    let halves = zoned[0].split(separator: "::".utf8, maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = groups(in: halves[0], mayEndInIPv4: halves.count == 1) else { return false }
    guard halves.count == 2 else { return first == 8 }
    guard let second = groups(in: halves[1], mayEndInIPv4: true) else { return false }
    return first + second < 8
  }

  /// How many groups of 16 bits a part of an IPv6 address has; nothing where it is no such part.
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

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

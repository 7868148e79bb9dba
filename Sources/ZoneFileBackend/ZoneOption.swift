/// A statement that the include file adds to each of its zones, such as `allow-query { lan; }`.
public struct ZoneOption: Hashable, Sendable {
  /// The statement on one line, without the semicolon at its end.
  public let text: String
  /// The first word.
  let name: String

  /// Reads a statement of a zone in named.conf.
  ///
  /// It is nil if the text is not one whole statement, has a comment, or sets the type or the file of the zone.
  ///
  /// - Parameter text: one statement on one line, with or without a semicolon at its end.
  public init?(_ text: String) {
    let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") }
    var bytes = Array(text.utf8.drop(while: isBlank))[...]
    while bytes.last.map(isBlank) ?? false { bytes = bytes.dropLast() }
    if bytes.last == UInt8(ascii: ";") { bytes = bytes.dropLast() }
    while bytes.last.map(isBlank) ?? false { bytes = bytes.dropLast() }
    let name = bytes.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "-") }
    guard !name.isEmpty, name.count < bytes.count, Self.isOneStatement(bytes.dropFirst(name.count)) else { return nil }
    self.name = String(decoding: name, as: UTF8.self)
    guard self.name != "type", self.name != "file" else { return nil }
    self.text = String(decoding: bytes, as: UTF8.self)
  }

  /// Whether the bytes after the first word end nothing that is around them.
  private static func isOneStatement(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, first == UInt8(ascii: " ") || first == UInt8(ascii: "{") else { return false }
    var (depth, isQuoted, previous) = (0, false, UInt8(ascii: " "))
    for byte in bytes {
      // Control characters and other line ends would end a quoted word, and a backslash could escape its end.
      guard byte >= 0x20, byte != 0x7F, byte != UInt8(ascii: "\\") else { return false }
      switch byte {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case _ where isQuoted: break
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: ";") where depth == 0, UInt8(ascii: "#"): return false
      case UInt8(ascii: "/") where previous == byte, UInt8(ascii: "*") where previous == UInt8(ascii: "/"): return false
      default: break
      }
      guard depth >= 0 else { return false }
      previous = byte
    }
    return depth == 0 && !isQuoted
  }
}

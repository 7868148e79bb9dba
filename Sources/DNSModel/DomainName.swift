/// The absolute name of a host or a zone, in lower case and without the trailing dot.
///
/// Its labels may have only letters, digits, hyphens and underscores, because every name must work in hosts files, zone files
/// and Azure. Only the names that an inventory gives to an endpoint may begin with a wildcard. Names that differ only in case are the same name
/// ([RFC 4343 §3](https://www.rfc-editor.org/rfc/rfc4343#section-3)).
public struct DomainName: Hashable, Sendable, CustomStringConvertible {
  /// The canonical text, such as `contoso-apim.azure-api.net`.
  public let text: String

  /// Reads a name, with or without its trailing dot, in any case.
  ///
  /// - Parameter text: the name as it is written.
  /// - Throws: ``DomainNameError`` if the name is not valid. Its limits are those of
  ///   [RFC 1035 §2.3.4](https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4).
  public init(_ text: String) throws(DomainNameError) {
    let bytes = text.utf8.span
    let end = bytes.count > 0 && bytes[bytes.count - 1] == UInt8(ascii: ".") ? bytes.count - 1 : bytes.count
    func problem(_ code: DomainNameError.Code) -> DomainNameError {
      DomainNameError(code: code, text: text)
    }
    guard end > 0 else { throw problem(.empty) }
    guard end <= 253 else { throw problem(.nameTooLong) }
    var isCanonical = end == bytes.count
    var labelIsNumeric = true
    var labelStart = 0
    for index in 0...end {
      guard index < end, bytes[index] != UInt8(ascii: ".") else {
        guard index > labelStart else { throw problem(.emptyLabel) }
        guard index - labelStart <= 63 else { throw problem(.labelTooLong) }
        guard bytes[labelStart] != UInt8(ascii: "-"), bytes[index - 1] != UInt8(ascii: "-") else {
          throw problem(.hyphenAtEdge)
        }
        if index < end { labelIsNumeric = true }
        labelStart = index + 1
        continue
      }
      switch bytes[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): break
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        labelIsNumeric = false
      case UInt8(ascii: "A")...UInt8(ascii: "Z"):
        labelIsNumeric = false
        isCanonical = false
      default: throw problem(.badCharacter)
      }
    }
    // RFC 1123 §2.1: a name with a numeric last label looks like an IPv4 address.
    guard !labelIsNumeric else { throw problem(.looksLikeAddress) }
    self.text = isCanonical ? text : Self.canonical(text.utf8.prefix(end))
  }

  private static func canonical(_ name: Substring.UTF8View) -> String {
    let bytes = name.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Reads a name whose first label may be `*`, the wildcard of
  /// [RFC 4592 §2.1.1](https://www.rfc-editor.org/rfc/rfc4592#section-2.1.1).
  ///
  /// - Parameter text: the name as it is written.
  /// - Throws: ``DomainNameError`` if the name, or what follows the wildcard, is not valid.
  package init(allowingWildcard text: String) throws(DomainNameError) {
    guard text.utf8.starts(with: "*.".utf8) else {
      self = try DomainName(text)
      return
    }
    let parent = try DomainName(String(text.dropFirst(2)))
    guard parent.text.utf8.count <= 251 else { throw DomainNameError(code: .nameTooLong, text: text) }
    self.init(canonical: "*", ".", parent.text)
  }

  /// Whether the first label is the wildcard.
  package var isWildcard: Bool { text.utf8.first == UInt8(ascii: "*") }

  /// The name of the zone that holds only this name: the name itself, or what a wildcard is below.
  package var ownZone: DomainName { isWildcard ? DomainName(canonical: String(text.dropFirst(2)), "", "") : self }

  /// Joins parts that together are a valid name in lower case, as the caller knows; nothing checks them again.
  package init(canonical first: String, _ second: String, _ third: String) {
    let length = first.utf8.count + second.utf8.count + third.utf8.count
    // The operator + costs three times as many instructions.
    text = String(unsafeUninitializedCapacity: length) { bytes in
      let secondStart = bytes.initialize(fromContentsOf: first.utf8)
      let thirdStart = bytes[secondStart...].initialize(fromContentsOf: second.utf8)
      return bytes[thirdStart...].initialize(fromContentsOf: third.utf8)
    }
  }

  /// Makes a name from a literal in the source code.
  ///
  /// - Parameter text: the name; an invalid one is a programming error and ends the program.
  public init(constant text: StaticString) {
    do throws(DomainNameError) {
      try self.init("\(text)")
    } catch {
      preconditionFailure("\(error)")
    }
  }

  /// The same as ``text``.
  public var description: String { text }

  /// Whether this name equals another one or is below it.
  package func isAtOrBelow(_ ancestor: DomainName) -> Bool {
    guard let dot = text.utf8.dropLast(ancestor.text.utf8.count).last else { return text == ancestor.text }
    return dot == UInt8(ascii: ".") && text.hasSuffix(ancestor.text)
  }

  /// The name relative to an origin, as in a zone file or Azure: `@` for the origin itself.
  ///
  /// - Parameter origin: the origin of the zone.
  /// - Returns: nil if the name is outside the zone.
  package func relative(to origin: DomainName) -> String? {
    guard isAtOrBelow(origin) else { return nil }
    if text == origin.text { return "@" }
    return String(Substring(text.utf8.dropLast(origin.text.utf8.count + 1)))
  }
}

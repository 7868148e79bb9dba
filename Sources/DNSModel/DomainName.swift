/// The name of a host or a zone: absolute, lower case, without the trailing dot.
///
/// Only letters, digits, hyphens and underscores are taken, because every name goes into hosts files, zone files and
/// Azure alike. Names that differ only in case are the same name
/// ([RFC 4343 §3](https://www.rfc-editor.org/rfc/rfc4343#section-3)).
public struct DomainName: Hashable, Sendable, CustomStringConvertible {
  /// The canonical text, such as `contoso-apim.azure-api.net`.
  public let text: String

  /// Reads a name, with or without its trailing dot, in any case.
  ///
  /// - Parameter text: the name as somebody wrote it.
  /// - Throws: ``DomainNameError`` with what is wrong with it. Limits are those of
  ///   [RFC 1035 §2.3.4](https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4).
  public init(_ text: String) throws(DomainNameError) {
    var bytes = Array(text.utf8)
    if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
    func problem(_ code: DomainNameError.Code) -> DomainNameError {
      DomainNameError(code: code, text: text)
    }
    guard !bytes.isEmpty else { throw problem(.empty) }
    guard bytes.count <= 253 else { throw problem(.nameTooLong) }
    var labelIsNumeric = true
    var labelStart = 0
    for index in 0...bytes.count {
      guard index < bytes.count, bytes[index] != UInt8(ascii: ".") else {
        guard index > labelStart else { throw problem(.emptyLabel) }
        guard index - labelStart <= 63 else { throw problem(.labelTooLong) }
        guard bytes[labelStart] != UInt8(ascii: "-"), bytes[index - 1] != UInt8(ascii: "-") else {
          throw problem(.hyphenAtEdge)
        }
        if index < bytes.count { labelIsNumeric = true }
        labelStart = index + 1
        continue
      }
      switch bytes[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): break
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        labelIsNumeric = false
      case UInt8(ascii: "A")...UInt8(ascii: "Z"):
        labelIsNumeric = false
        bytes[index] |= 0x20
      default: throw problem(.badCharacter)
      }
    }
    // RFC 1123 §2.1: a name whose last label is all digits reads as an address.
    guard !labelIsNumeric else { throw problem(.looksLikeAddress) }
    self.text = String(decoding: bytes, as: UTF8.self)
  }

  /// Makes a name that stands in the source code, and so is known to be right.
  ///
  /// - Parameter text: the name; a wrong one is a mistake in the program and ends it.
  public init(constant text: StaticString) {
    do throws(DomainNameError) {
      try self.init("\(text)")
    } catch {
      preconditionFailure("\(error)")
    }
  }

  /// The name of the one zone in the layout ``ZoneLayout/responsePolicy``.
  ///
  /// Nobody asks for it from outside, and `.invalid` can never exist in public
  /// ([RFC 2606 §2](https://www.rfc-editor.org/rfc/rfc2606#section-2)).
  public static let responsePolicyZone = DomainName(constant: "rpz.apim-dns.invalid")

  /// The same as ``text``.
  public var description: String { text }

  /// Whether this name is the other one or lies below it.
  public func isAtOrBelow(_ ancestor: DomainName) -> Bool {
    text == ancestor.text || text.hasSuffix(".\(ancestor.text)")
  }

  /// The name as a zone file or Azure writes it below an origin: `@`, or the labels above the origin.
  ///
  /// - Parameter origin: the zone's own name.
  /// - Returns: nothing when the name lies outside the zone.
  public func relative(to origin: DomainName) -> String? {
    guard isAtOrBelow(origin) else { return nil }
    if text == origin.text { return "@" }
    return String(text.dropLast(origin.text.utf8.count + 1))
  }
}

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The dates and names of an X.509 certificate ([RFC 5280 §4.1](https://www.rfc-editor.org/rfc/rfc5280#section-4.1)).
///
/// Nothing is verified here: TLS has done that, or has said why not.
package struct ServerCertificate: Hashable, Sendable {
  /// When it begins, in seconds since 1970.
  package let begins: Int64
  /// When it ends, in seconds since 1970.
  package let ends: Int64
  /// The DNS names that it is for, as the server sends them.
  package let names: [String]

  /// Reads a certificate in PEM; nil if it is not one.
  package init?(pem: String) {
    let lines = pem.utf8.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
    guard let first = lines.firstIndex(where: { $0.starts(with: "-----BEGIN CERTIFICATE".utf8) }),
      let end = lines[first...].firstIndex(where: { $0.starts(with: "-----END CERTIFICATE".utf8) }),
      let bytes = Data(base64Encoded: Data(lines[first..<end].dropFirst().joined()))
    else { return nil }
    self.init(der: Array(bytes))
  }

  /// Reads a certificate in DER; nil if it is not one.
  package init?(der bytes: [UInt8]) {
    var whole = DERReader(bytes[...])
    guard var certificate = whole.next(.sequence), var body = certificate.next(.sequence) else { return nil }
    _ = body.next(.explicit0)
    // The serial number, the signature algorithm and the issuer come first.
    guard body.next(.integer) != nil, body.next(.sequence) != nil, body.next(.sequence) != nil,
      var validity = body.next(.sequence), let begins = validity.nextTime(), let ends = validity.nextTime()
    else { return nil }
    self.begins = begins
    self.ends = ends
    names = Self.names(in: &body)
  }

  /// Whether a time in seconds since 1970 is between the dates.
  package func isValid(at time: Int64) -> Bool { (begins...max(begins, ends)).contains(time) }

  /// The DNS names in the extension subjectAltName, 2.5.29.17.
  private static func names(in body: inout DERReader) -> [String] {
    while let (tag, contents) = body.next() {
      guard tag == DERReader.Tag.explicit3.rawValue else { continue }
      var outer = DERReader(contents)
      guard var extensions = outer.next(.sequence) else { return [] }
      while var item = extensions.next(.sequence) {
        guard let identifier = item.next(.objectIdentifier), identifier.rest.elementsEqual([0x55, 0x1D, 0x11]) else {
          continue
        }
        _ = item.next(.boolean)
        guard var value = item.next(.octetString), var list = value.next(.sequence) else { return [] }
        var names: [String] = []
        while let (tag, name) = list.next() {
          if tag == DERReader.dnsName { names.append(String(decoding: name, as: UTF8.self)) }
        }
        return names
      }
    }
    return []
  }
}

/// Reads values in DER one after the other ([X.690](https://www.itu.int/rec/T-REC-X.690)).
private struct DERReader {
  /// The tags that a certificate needs.
  enum Tag: UInt8 {
    case boolean = 0x01
    case integer = 0x02
    case octetString = 0x04
    case objectIdentifier = 0x06
    case utcTime = 0x17
    case generalizedTime = 0x18
    case sequence = 0x30
    case explicit0 = 0xA0
    case explicit3 = 0xA3
  }

  /// The tag of a DNS name in subjectAltName.
  static let dnsName: UInt8 = 0x82

  /// What was not read yet.
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// Reads the next value of any type: its tag and its contents; nil at the end, and if it is not whole.
  mutating func next() -> (tag: UInt8, contents: ArraySlice<UInt8>)? {
    var bytes = rest
    guard let tag = bytes.popFirst(), var length = bytes.popFirst().map(Int.init) else { return nil }
    if length >= 0x80 {
      // No certificate needs more than three bytes for a length.
      let count = length & 0x7F
      guard (1...3).contains(count), bytes.count >= count else { return nil }
      length = bytes.prefix(count).reduce(0) { $0 << 8 | Int($1) }
      bytes = bytes.dropFirst(count)
    }
    guard bytes.count >= length else { return nil }
    rest = bytes.dropFirst(length)
    return (tag, bytes.prefix(length))
  }

  /// Reads the next value if it has a tag; otherwise nil, and nothing is read.
  mutating func next(_ tag: Tag) -> DERReader? {
    guard rest.first == tag.rawValue, let value = next() else { return nil }
    return DERReader(value.contents)
  }

  /// Reads the next value as a time: `YYMMDDhhmmssZ` or `YYYYMMDDhhmmssZ`, in seconds since 1970
  /// ([RFC 5280 §4.1.2.5](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5)).
  mutating func nextTime() -> Int64? {
    let isShort = rest.first == Tag.utcTime.rawValue
    guard let text = next(isShort ? .utcTime : .generalizedTime)?.rest else { return nil }
    let digits = text.dropLast().map { Int64($0) - 0x30 }
    guard text.last == UInt8(ascii: "Z"), digits.count == (isShort ? 12 : 14),
      digits.allSatisfy({ (0...9).contains($0) })
    else { return nil }
    func number(_ start: Int) -> Int64 { digits[start] * 10 + digits[start + 1] }
    let tail = digits.count - 10
    let short = number(0)
    let year = isShort ? short + (short < 50 ? 2000 : 1900) : short * 100 + number(2)
    let (month, day) = (number(tail), number(tail + 2))
    guard (1...12).contains(month), (1...31).contains(day) else { return nil }
    let seconds = number(tail + 4) * 3600 + number(tail + 6) * 60 + number(tail + 8)
    return days(year, month, day) * 86400 + seconds
  }

  /// The days since 1970 of a date in the Gregorian calendar, whose year is taken to begin in March.
  private func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let year = month > 2 ? year : year - 1
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return 365 * year + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
  }
}

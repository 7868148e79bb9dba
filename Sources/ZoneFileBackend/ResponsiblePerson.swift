import DNSModel
import Reconciliation

/// The mailbox of whoever answers for a zone: the RNAME of its SOA record.
///
/// In the record it is a domain name whose first label is the part before the `@`; a dot in that part is escaped
/// ([RFC 1035 §8](https://www.rfc-editor.org/rfc/rfc1035#section-8)).
struct ResponsiblePerson: Hashable, Sendable {
  /// What stands before the `@`, in lower case.
  private let localPart: String
  /// What stands behind the `@`.
  private let domain: DomainName

  /// Reads a mail address such as `first.last@corp.example`.
  ///
  /// - Parameter mail: the address, its first part a dot-string
  ///   ([RFC 5321 §4.1.2](https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2)).
  /// - Throws: ``BackendError`` with what is wrong with it.
  init(mail: String) throws(BackendError) {
    let parts = mail.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, Self.isDotString(parts[0].utf8), let domain = try? DomainName(String(parts[1])),
      !domain.hasUnderscore
    else {
      throw BackendError(
        .badSettings,
        "contact '\(mail)' is no mail address that a zone can name: write it like hostmaster@corp.example")
    }
    guard parts[0].utf8.count <= 63, parts[0].utf8.count + domain.text.utf8.count < 253 else {
      throw BackendError(
        .badSettings,
        "contact '\(mail)' is too long for a zone: at most 63 characters before the '@' and 253 in all")
    }
    localPart = parts[0].lowercased()
    self.domain = domain
  }

  /// Reads the name as a zone file has it, absolute.
  ///
  /// It gives nothing for a name that stands for no mail address.
  init?(zoneFileText text: ArraySlice<UInt8>) {
    var localPart: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst(), byte != UInt8(ascii: ".") {
      guard byte == UInt8(ascii: "\\") else {
        localPart.append(byte)
        continue
      }
      guard let escaped = CanonicalName.unescape(&rest) else { return nil }
      localPart.append(escaped)
    }
    guard rest.last == UInt8(ascii: "."),
      let person = try? ResponsiblePerson(
        mail: "\(String(decoding: localPart, as: UTF8.self))@\(String(decoding: rest, as: UTF8.self))")
    else { return nil }
    self = person
  }

  /// The absolute name as a zone file has it, such as `first\.last.corp.example.`.
  var zoneFileText: String {
    var text = ""
    for scalar in localPart.unicodeScalars {
      if scalar == "." || scalar == "$" { text.unicodeScalars.append("\\") }
      text.unicodeScalars.append(scalar)
    }
    return "\(text).\(domain.text)."
  }

  /// The mail address.
  var mail: String { "\(localPart)@\(domain.text)" }

  /// Whether a text is words with single dots between them, of the characters that need no quotes in a mail address.
  private static func isDotString(_ text: Substring.UTF8View) -> Bool {
    text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { word in
      !word.isEmpty && word.allSatisfy(isAtomCharacter)
    }
  }

  /// Whether a byte may stand in an atom ([RFC 5322 §3.2.3](https://www.rfc-editor.org/rfc/rfc5322#section-3.2.3)).
  private static func isAtomCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+/=?^_`{|}~-".utf8.contains(byte)
    }
  }
}

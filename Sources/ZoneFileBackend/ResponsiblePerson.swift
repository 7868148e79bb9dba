import DNSModel
import Reconciliation

/// The mailbox of the person responsible for a zone: the RNAME of its SOA record.
///
/// The record holds it as a domain name whose first label is the local part; a dot in the local part is escaped
/// ([RFC 1035 §8](https://www.rfc-editor.org/rfc/rfc1035#section-8)).
struct ResponsiblePerson: Hashable, Sendable {
  /// The canonical name; a name from a file may not encode a mailbox.
  let name: String

  /// Makes the mailbox from the canonical name in a file.
  init(name: [UInt8]) {
    self.name = String(decoding: name, as: UTF8.self)
  }

  /// Reads a mail address such as `first.last@corp.example`.
  ///
  /// - Parameter mail: the address; its local part is a dot-string
  ///   ([RFC 5321 §4.1.2](https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2)).
  /// - Throws: ``BackendError`` if the address is not valid or too long.
  init(mail: String) throws(BackendError) {
    let parts = mail.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, Self.isDotString(parts[0].utf8), let domain = try? DomainName(String(parts[1])),
      !domain.hasUnderscore
    else {
      throw BackendError(
        .badSettings,
        "'\(mail)' is not a valid mail address. Use one such as hostmaster@corp.example, without spaces.")
    }
    let label = parts[0].split(separator: ".").joined(separator: "\\.")
    guard let name = CanonicalName.read(Array("\(label).\(domain).".utf8)[...], origin: []) else {
      throw BackendError(
        .badSettings,
        "mail address '\(mail)' is too long for an SOA record. Use at most 63 characters before the '@' and 253 in all."
      )
    }
    self.init(name: name)
  }

  /// The mail address; the name itself if it does not encode one.
  var mail: String {
    var localPart: [UInt8] = []
    var rest = Array(name.utf8)[...]
    while let byte = rest.popFirst(), byte != UInt8(ascii: ".") {
      localPart.append(byte == UInt8(ascii: "\\") ? CanonicalName.unescape(&rest) ?? byte : byte)
    }
    let text = String(decoding: localPart, as: UTF8.self)
    guard Self.isDotString(text[...].utf8), rest.count > 1 else { return name }
    return "\(text)@\(String(decoding: rest.dropLast(), as: UTF8.self))"
  }

  /// Whether a local part needs no quotes: atoms with single dots between them.
  private static func isDotString(_ text: Substring.UTF8View) -> Bool {
    text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { word in
      !word.isEmpty && word.allSatisfy(isAtomCharacter)
    }
  }

  /// Whether an atom may contain a byte ([RFC 5322 §3.2.3](https://www.rfc-editor.org/rfc/rfc5322#section-3.2.3)).
  private static func isAtomCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+/=?^_`{|}~-".utf8.contains(byte)
    }
  }
}

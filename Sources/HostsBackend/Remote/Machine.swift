/// A machine that is reached over ssh: `[USER@]HOST[:PORT]`, an IPv6 address in brackets.
///
/// The host can be an alias of the ssh configuration, the user can have a domain (`user@corp.example@vm1`), and the address a
/// zone (`[fe80::1%eth0]`, [RFC 4007 §11](https://www.rfc-editor.org/rfc/rfc4007#section-11)).
/// It cannot be read as an option of ssh, as one of its `%` tokens, or as more than one word of a shell.
public struct Machine: Hashable, Sendable, CustomStringConvertible {
  /// The user to log in as; nil for the default of ssh.
  public let user: String?
  /// The name or address, without brackets.
  public let host: String
  /// The port; nil for the default of ssh.
  public let port: UInt16?

  /// Parses a machine; nil if the text does not have this form.
  ///
  /// - Parameter text: `[USER@]HOST[:PORT]`.
  public init?(_ text: String) {
    var rest = text.utf8[...]
    user = rest.lastIndex(of: UInt8(ascii: "@")).map { String(decoding: rest[..<$0], as: UTF8.self) }
    if let user {
      guard Self.isName(user.utf8[...], with: "@+"), user.utf8.last != UInt8(ascii: "@") else { return nil }
      rest = rest.dropFirst(user.utf8.count + 1)
    }
    let host: Substring.UTF8View
    if rest.first == UInt8(ascii: "[") {
      guard let bracket = rest.firstIndex(of: UInt8(ascii: "]")) else { return nil }
      host = rest[..<bracket].dropFirst()
      let zoned = host.split(separator: UInt8(ascii: "%"), maxSplits: 1, omittingEmptySubsequences: false)
      guard Self.isIPv6(zoned[0]), zoned.dropFirst().allSatisfy({ Self.isName($0) }) else { return nil }
      rest = rest[bracket...].dropFirst()
    } else {
      host = rest.prefix { $0 != UInt8(ascii: ":") }
      guard Self.isName(host, with: "/+=") else { return nil }
      rest = rest.dropFirst(host.count)
    }
    self.host = String(decoding: host, as: UTF8.self)
    guard !rest.isEmpty else {
      port = nil
      return
    }
    let digits = rest.dropFirst()
    guard rest.first == UInt8(ascii: ":"), digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
      let port = UInt16(String(decoding: digits, as: UTF8.self)), port > 0
    else { return nil }
    self.port = port
  }

  /// `[USER@]HOST[:PORT]`.
  public var description: String {
    let shownHost = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
    return (user.map { "\($0)@" } ?? "") + shownHost + (port.map { ":\($0)" } ?? "")
  }

  /// Whether a text has only letters, digits, `.`, `-`, `_` and some more characters, and starts with none of those nor a
  /// hyphen.
  private static func isName(_ text: Substring.UTF8View, with more: String = "") -> Bool {
    guard let first = text.first, first != UInt8(ascii: "-"), !more.utf8.contains(first) else { return false }
    return text.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
        true
      default: more.utf8.contains(byte)
      }
    }
  }

  /// Whether a text has only the characters of an IPv6 address; ssh checks the rest.
  private static func isIPv6(_ text: Substring.UTF8View) -> Bool {
    text.count { $0 == UInt8(ascii: ":") } >= 2
      && text.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"),
          UInt8(ascii: "0")...UInt8(ascii: ":"), UInt8(ascii: "."):
          true
        default: false
        }
      }
  }
}

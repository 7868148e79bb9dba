/// The path and query of a request.
struct RequestTarget: Sendable {
  /// The path as sent.
  let path: String
  /// The query as sent, without the question mark.
  let query: String

  /// Parses a target in origin form, such as `/a/b?c=d`
  /// ([RFC 9112 §3.2.1](https://www.rfc-editor.org/rfc/rfc9112#section-3.2.1)).
  ///
  /// - Returns: nil if it does not begin with a slash.
  init?(_ text: some Collection<UInt8>) {
    guard text.first == UInt8(ascii: "/") else { return nil }
    let mark = text.firstIndex(of: UInt8(ascii: "?"))
    path = String(decoding: text[..<(mark ?? text.endIndex)], as: UTF8.self)
    query = mark.map { String(decoding: text[text.index(after: $0)...], as: UTF8.self) } ?? ""
  }

  /// The decoded segments of the path.
  ///
  /// - Returns: nil if a percent sign is not followed by two hexadecimal digits.
  var segments: [String]? {
    var segments: [String] = []
    for segment in path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      guard let decoded = percentDecoded(segment) else { return nil }
      segments.append(decoded)
    }
    return segments
  }

  /// The value of the first query item with a name; names are case-insensitive.
  subscript(name: String) -> String? {
    formItems(query.utf8).first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

/// Decodes the items of a query or form; items that cannot be decoded are left out.
///
/// - Parameters:
///   - text: `name=value` pairs, separated by `&`.
///   - plusIsSpace: whether `+` means a space, as in forms.
/// - Returns: the names and values in order.
func formItems(_ text: some Collection<UInt8>, plusIsSpace: Bool = false) -> [(name: String, value: String)] {
  text.split(separator: UInt8(ascii: "&")).compactMap { item in
    let parts = item.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
    guard let name = percentDecoded(parts[0], plusIsSpace: plusIsSpace),
      let value = parts.count == 1 ? "" : percentDecoded(parts[1], plusIsSpace: plusIsSpace)
    else { return nil }
    return (name, value)
  }
}

/// Decodes percent-encoding.
///
/// Source: [RFC 3986 §2.1](https://www.rfc-editor.org/rfc/rfc3986#section-2.1).
///
///
/// - Parameters:
///   - text: the encoded text.
///   - plusIsSpace: whether `+` means a space.
/// - Returns: nil if a percent sign is not followed by two hexadecimal digits.
func percentDecoded(_ text: some Collection<UInt8>, plusIsSpace: Bool = false) -> String? {
  var bytes: [UInt8] = []
  var rest = text[...]
  while let byte = rest.popFirst() {
    switch byte {
    case UInt8(ascii: "%"):
      guard let high = rest.popFirst().flatMap(hexadecimalDigit), let low = rest.popFirst().flatMap(hexadecimalDigit)
      else { return nil }
      bytes.append(high << 4 | low)
    case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
    default: bytes.append(byte)
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}

/// The value of a hexadecimal digit.
func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}

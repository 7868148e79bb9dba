/// Redacts secrets in a text that a server sent.
///
/// Servers may repeat what they were sent, and messages may end up in a log. Redacted are: the given secrets, also in
/// percent-encoded form; all that looks like a JSON Web Token or a base64 key; and the query of each URL, which may be signed.
///
/// - Parameters:
///   - text: the text from the server.
///   - secrets: the secrets that were sent to it.
/// - Returns: the text with `…` in place of each secret.
func redacted(_ text: String, hiding secrets: [String] = []) -> String {
  var text = text
  for secret in secrets where !secret.isEmpty {
    for form in [secret, percentEncoded(secret), percentEncoded(secret).replacing("%20", with: "+")] {
      text.replace(form, with: "…")
    }
  }
  var (words, word): ([UInt8], [UInt8]) = ([], [])
  for byte in text.utf8 {
    guard byte <= 0x20 || "\"'<>(),;".utf8.contains(byte) else {
      word.append(byte)
      continue
    }
    words += withoutQueryOrToken(word) + [byte]
    word = []
  }
  return String(decoding: words + withoutQueryOrToken(word), as: UTF8.self)
}

/// Redacts one word of a text.
private func withoutQueryOrToken(_ word: [UInt8]) -> [UInt8] {
  let ellipsis = Array("…".utf8)
  // The header of a token (RFC 7519 §5) is an object, and `{"` in base64 begins with "eyJ".
  if word.count(where: { $0 == UInt8(ascii: ".") }) >= 2, word.contains(Array("eyJ".utf8)) { return ellipsis }
  if word.split(whereSeparator: { !isPartOfKey($0) }).contains(where: looksLikeKey) { return ellipsis }
  guard let mark = word.firstIndex(of: UInt8(ascii: "?")), word[..<mark].contains(UInt8(ascii: "/")) else {
    return word
  }
  return word[...mark] + ellipsis
}

/// Whether a part of a word is as long and mixed as a base64 key or secret.
///
/// IDs have letters of one case only.
private func looksLikeKey(_ part: ArraySlice<UInt8>) -> Bool {
  part.count >= 40 && part.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
    && part.contains { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    && part.contains { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
}

/// Whether a byte can be part of a base64 key or a secret of Microsoft Entra.
///
/// A slash ends it, because paths contain slashes.
private func isPartOfKey(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"):
    true
  default: "+=-_~".utf8.contains(byte)
  }
}

extension HTTPResponse {
  /// The response with a secret of its request redacted.
  func hiding(_ secret: String) -> HTTPResponse {
    let pattern = Array(secret.utf8)
    guard let first = pattern.first else { return self }
    var response = self
    response.fields = fields.map { HTTPField($0.name, $0.value.replacing(secret, with: "…")) }
    var rest = content[...]
    var clean: [UInt8] = []
    while let start = rest.firstIndex(of: first) {
      clean += rest[..<start]
      if rest[start...].starts(with: pattern) {
        clean += "…".utf8
        rest = rest[start...].dropFirst(pattern.count)
      } else {
        clean.append(first)
        rest = rest[start...].dropFirst()
      }
    }
    response.content = clean + rest
    return response
  }
}

/// Makes text from a file or a server safe to print on a terminal.
package enum PrintableText {
  /// The length at which a message is cut, in Unicode scalars.
  private static let longestMessage = 600
  /// The length at which a quoted text is cut, in Unicode scalars.
  private static let longestQuotation = 120

  /// Escapes harmful characters as `\u{…}`, and cuts a long text.
  package static func of(_ text: String) -> String {
    guard text.utf8.count > longestMessage || text.unicodeScalars.contains(where: isHarmful) else { return text }
    let scalars = text.unicodeScalars
    guard scalars.count > longestMessage else { return escaped(text) }
    return escaped(String(String.UnicodeScalarView(scalars.prefix(longestMessage)))) + "…"
  }

  /// Escapes harmful characters, such as controls and bidirectional formatting, as `\u{…}`.
  package static func escaped(_ text: String) -> String { replacing(text, keeping: [], escape) }

  /// Escapes harmful characters in JSON as `\uXXXX`, which means the same.
  package static func escapedJSON(_ text: String) -> String {
    replacing(text, keeping: []) { scalar in
      String(scalar).utf16.map { unit in
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      }
      .joined()
    }
  }

  /// Escapes harmful characters as `\u{…}`, except line feeds and tabs.
  package static func escapedLines(_ text: String) -> String { replacing(text, keeping: ["\n", "\t"], escape) }

  /// The text of a file with `?` for every harmful character except line feeds and tabs, so that columns stay the same, and
  /// U+FFFD for invalid UTF-8.
  package static func lines(_ bytes: [UInt8]) -> String {
    replacing(String(decoding: bytes, as: UTF8.self), keeping: ["\n", "\t"]) { _ in "?" }
  }

  /// The output of another machine as lines for messages.
  ///
  /// Each line is trimmed, has `?` for every harmful character, and is cut if it is long. Empty lines are left out.
  package static func messageLines(_ bytes: some Sequence<UInt8>) -> [String] {
    Array(bytes).split(separator: UInt8(ascii: "\n")).compactMap { line in
      let scalars = String(decoding: line, as: UTF8.self).unicodeScalars.map { scalar -> Unicode.Scalar in
        scalar == "\t" || scalar == "\r" ? " " : isHarmful(scalar) ? "?" : scalar
      }
      let text = scalars.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
      guard !text.isEmpty else { return nil }
      let shown = String(String.UnicodeScalarView(text.prefix(longestMessage)))
      return text.count > longestMessage ? "\(shown)…" : shown
    }
  }

  /// The first line of a server's message without a full stop at its end, as part of a sentence.
  ///
  /// The text is split as bytes, because CR and LF together are one Swift `Character`. Control characters end the line too.
  ///
  /// - Parameters:
  ///   - text: the message of the server.
  ///   - end: another text at which the line ends.
  /// - Returns: the line.
  package static func firstLine(_ text: String, before end: String = "\n") -> String {
    let bytes = Array(text.utf8)
    let marker = Array(end.utf8)
    let stop = bytes.indices.first { index in
      bytes[index] < 0x20 || bytes[index] == 0x7F || bytes[index...].starts(with: marker)
    }
    var line = bytes[..<(stop ?? bytes.endIndex)]
    while let last = line.last, last == UInt8(ascii: ".") || last == UInt8(ascii: " ") { line.removeLast() }
    return String(decoding: line, as: UTF8.self)
  }

  /// The message of another program, for a place where a full stop follows.
  package static func withoutFullStop(_ text: String) -> String { text.hasSuffix(".") ? String(text.dropLast()) : text }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
  }

  /// A text with a replacement for each harmful character.
  private static func replacing(
    _ text: String, keeping kept: [Unicode.Scalar], _ replacement: (Unicode.Scalar) -> String
  ) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    // Bytes, because appending to a String checks for grapheme breaks each time.
    var shown: [UInt8] = []
    for scalar in text.unicodeScalars {
      if isHarmful(scalar), !kept.contains(scalar) {
        shown += replacement(scalar).utf8
      } else if let bytes = UTF8.encode(scalar) {
        shown += bytes
      }
    }
    return String(decoding: shown, as: UTF8.self)
  }

  /// Whether a terminal would interpret a character or not show it.
  package static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
    default: false
    }
  }

  /// A text in single quotes, cut if it is long.
  package static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars.prefix(longestQuotation + 1)
    guard scalars.count > longestQuotation else { return "'\(text)'" }
    return "'\(String(String.UnicodeScalarView(scalars.dropLast())))…'"
  }
}

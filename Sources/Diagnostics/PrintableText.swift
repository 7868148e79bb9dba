/// Text from a file or a server that is safe to show on a terminal.
package enum PrintableText {
  /// The characters of a message beyond which it is cut.
  private static let longest = 600
  /// The characters of a quoted text beyond which it is cut.
  private static let longestQuotation = 120

  /// Writes control characters, and those that turn the direction of text, as `\u{…}`, and cuts what is too long.
  package static func of(_ text: String) -> String {
    guard text.utf8.count > longest || text.unicodeScalars.contains(where: isHarmful) else { return text }
    let scalars = text.unicodeScalars
    guard scalars.count > longest else { return escaped(text) }
    return escaped(String(String.UnicodeScalarView(scalars.prefix(longest)))) + "…"
  }

  /// Writes control characters, and those that turn the direction of text, as `\u{…}`.
  package static func escaped(_ text: String) -> String { replacing(text, keeping: [], escape) }

  /// The same for a text of several lines, which stay lines; tabs stay too.
  package static func escapedLines(_ text: String) -> String { replacing(text, keeping: ["\n", "\t"], escape) }

  /// The lines of a file, with `?` for every character that would steer a terminal, so that columns stay columns, and U+FFFD
  /// for what is no UTF-8.
  package static func lines(_ bytes: [UInt8]) -> String {
    replacing(String(decoding: bytes, as: UTF8.self), keeping: ["\n", "\t"]) { _ in "?" }
  }

  /// The lines that another machine wrote, without blanks at their ends, for messages.
  ///
  /// `?` stands for every character that would steer a terminal. Long lines are cut, and empty ones left out.
  package static func messageLines(_ bytes: some Sequence<UInt8>) -> [String] {
    Array(bytes).split(separator: UInt8(ascii: "\n")).compactMap { line in
      let scalars = String(decoding: line, as: UTF8.self).unicodeScalars.map { scalar -> Unicode.Scalar in
        scalar == "\t" || scalar == "\r" ? " " : isHarmful(scalar) ? "?" : scalar
      }
      let text = scalars.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
      guard !text.isEmpty else { return nil }
      let shown = String(String.UnicodeScalarView(text.prefix(longest)))
      return text.count > longest ? "\(shown)…" : shown
    }
  }

  /// The words of a server as they may stand in one of our sentences: the first line, without a full stop at its end.
  ///
  /// The text is cut as bytes, because to Swift CR and LF together are one Character that is neither of them. Bytes that
  /// would steer a terminal end the line too.
  ///
  /// - Parameters:
  ///   - text: the words of the server.
  ///   - end: a text at which the words end as well.
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

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
  }

  /// A text with something else in the place of each harmful character.
  private static func replacing(
    _ text: String, keeping kept: [Unicode.Scalar], _ replacement: (Unicode.Scalar) -> String
  ) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    // As bytes: a string would look for the characters that the parts make together, again and again.
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

  /// Whether a terminal would obey a character, or show it nowhere.
  package static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
    default: false
    }
  }

  /// A text from a file in single quotes, cut where it is long.
  package static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars.prefix(longestQuotation + 1)
    guard scalars.count > longestQuotation else { return "'\(text)'" }
    return "'\(String(String.UnicodeScalarView(scalars.dropLast())))…'"
  }
}

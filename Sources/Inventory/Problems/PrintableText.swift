/// Text from a file or a server that is safe to show on a terminal.
public enum PrintableText {
  /// The characters of a message beyond which it is cut.
  private static let longest = 600
  /// The characters of a quoted text beyond which it is cut.
  private static let longestQuotation = 120

  /// Writes control characters, and those that turn the direction of text, as `\u{…}`, and cuts what is too long.
  static func of(_ text: String) -> String {
    guard text.utf8.count > longest || text.unicodeScalars.contains(where: isHarmful) else { return text }
    let scalars = text.unicodeScalars
    guard scalars.count > longest else { return escaped(text) }
    return escaped(String(String.UnicodeScalarView(scalars.prefix(longest)))) + "…"
  }

  /// Writes control characters, and those that turn the direction of text, as `\u{…}`.
  ///
  /// - Parameter text: any text.
  /// - Returns: the text in one line, of which nothing steers a terminal.
  public static func escaped(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var shown = ""
    for scalar in text.unicodeScalars {
      if isHarmful(scalar) {
        shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  /// Whether a terminal would obey a character, or show it nowhere.
  static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
    default: false
    }
  }

  /// A text from a file in single quotes, cut where it is long.
  static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars.prefix(longestQuotation + 1)
    guard scalars.count > longestQuotation else { return "'\(text)'" }
    return "'\(String(String.UnicodeScalarView(scalars.dropLast())))…'"
  }
}

import Diagnostics

/// Escapes text from an inventory or a server for HTML.
enum HTMLText {
  /// Escapes special characters, including those in a quoted attribute.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in PrintableText.escaped(text).unicodeScalars { append(scalar, to: &escaped) }
    return escaped
  }

  /// Escapes a text, and lets a browser break its names and paths into lines after a dot or a slash.
  ///
  /// Before a digit it allows no break, which keeps IP addresses whole.
  static func breakable(_ text: String) -> String {
    var escaped = ""
    var before: Unicode.Scalar?
    for scalar in PrintableText.escaped(text).unicodeScalars {
      if before == "." || before == "/", !("0"..."9").contains(scalar), scalar != " " { escaped += "<wbr>" }
      append(scalar, to: &escaped)
      before = scalar
    }
    return escaped
  }

  /// The attributes that the filter of the page uses.
  ///
  /// - Parameters:
  ///   - words: the texts in which the filter searches.
  ///   - isOpen: whether there is anything to do.
  /// - Returns: the attributes with a space before each.
  static func marks(_ words: [String], isOpen: Bool) -> String {
    " data-find=\"\(escaped(words.joined(separator: " ").lowercased()))\"\(isOpen ? " data-open" : "")"
  }

  private static func append(_ scalar: Unicode.Scalar, to text: inout String) {
    switch scalar {
    case "&": text += "&amp;"
    case "<": text += "&lt;"
    case ">": text += "&gt;"
    case "\"": text += "&quot;"
    case "'": text += "&#39;"
    default: text.unicodeScalars.append(scalar)
    }
  }
}

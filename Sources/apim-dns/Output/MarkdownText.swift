import Diagnostics
import Inventory

/// Escapes text from an inventory or a server for GitHub's Markdown.
///
/// The text cannot become Markdown, HTML, a mention, a link or the end of a table cell. GitHub finds mentions and addresses
/// in rendered Markdown, but not in code, so HTML entities alone are not enough.
enum MarkdownText {
  /// A name or value, as code.
  static func code(_ text: String) -> String {
    guard !text.isEmpty else { return "" }
    let text = PrintableText.escaped(text)
    guard !text.unicodeScalars.allSatisfy(isPlain) || text.hasPrefix(" ") || text.hasSuffix(" ") else {
      return "`\(text)`"
    }
    // HTML code can contain entities, which do not end a table cell.
    let entities = text.unicodeScalars.map { scalar in
      isPlain(scalar) && scalar != " " ? String(scalar) : "&#\(scalar.value);"
    }
    return "<code>\(entities.joined())</code>"
  }

  /// A sentence in which everything except plain words is code.
  static func sentence(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).map { word($0) }.joined(separator: " ")
  }

  /// One word with the punctuation around it.
  private static func word(_ text: Substring) -> String {
    let opening = text.prefix { "('\"".contains($0) }
    let rest = text.dropFirst(opening.count)
    let closing = String(rest.reversed().prefix { ".,;:!?)'\"".contains($0) }.reversed())
    let middle = String(rest.dropLast(closing.count))
    let isWord = middle.utf8.allSatisfy { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 == UInt8(ascii: "'") }
    let isNumber = middle.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    guard !isWord, !isNumber else { return String(text) }
    // Code needs no quotation marks.
    guard opening == "'", closing.hasPrefix("'") else { return opening + code(middle) + closing }
    return code(middle) + closing.dropFirst()
  }

  /// Whether a character has no special meaning in a code span in a table cell.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && scalar.value >= 0x20 && scalar.value < 0x7F && !"`|\\<>&".unicodeScalars.contains(scalar)
  }
}

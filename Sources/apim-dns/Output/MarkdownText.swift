import Diagnostics
import Inventory

/// Text that comes from an inventory or a server, as it may stand in GitHub's Markdown.
///
/// Nothing of it is taken for Markdown, HTML, a mention, a link or the end of a table's cell. GitHub looks for mentions and
/// addresses in what comes out of Markdown, but never within code, so entities alone would not do.
enum MarkdownText {
  /// A name or value, as code.
  static func code(_ text: String) -> String {
    guard !text.isEmpty else { return "" }
    let text = PrintableText.escaped(text)
    guard !text.unicodeScalars.allSatisfy(isPlain) || text.hasPrefix(" ") || text.hasSuffix(" ") else {
      return "`\(text)`"
    }
    // In code of HTML entities are read, and they end no cell.
    let entities = text.unicodeScalars.map { scalar in
      isPlain(scalar) && scalar != " " ? String(scalar) : "&#\(scalar.value);"
    }
    return "<code>\(entities.joined())</code>"
  }

  /// A sentence in which every word that is more than a word is code.
  static func sentence(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).map { word($0) }.joined(separator: " ")
  }

  /// One word, with the punctuation around it.
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

  /// Whether a character means nothing within a code span in a cell of a table.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && scalar.value >= 0x20 && scalar.value < 0x7F && !"`|\\<>&".unicodeScalars.contains(scalar)
  }
}

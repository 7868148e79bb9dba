import Diagnostics
import Inventory

/// Escapes text from an inventory or a server for HTML and SVG.
enum HTMLText {
  /// Escapes special characters, including those in a quoted attribute.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in PrintableText.escaped(text).unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// Shortens a text in the middle.
  static func shortened(_ text: String, to length: Int) -> String {
    guard text.count > length else { return text }
    let head = length / 2
    return "\(text.prefix(head))…\(text.suffix(length - head - 1))"
  }
}

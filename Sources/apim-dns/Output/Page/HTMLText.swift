import Diagnostics
import Inventory

/// Text that comes from an inventory or a server, as it may stand in HTML and SVG.
enum HTMLText {
  /// Writes what means something in HTML as entities, within an attribute's double quotes too.
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

  /// A text of at most so many characters: what is too long loses its middle.
  static func shortened(_ text: String, to length: Int) -> String {
    guard text.count > length else { return text }
    let head = length / 2
    return "\(text.prefix(head))…\(text.suffix(length - head - 1))"
  }
}

/// A value of [JSON5](https://spec.json5.org), formatted for people.
enum JSON5Text {
  /// A key without quotes, and its value.
  struct Member {
    let key: String
    let value: JSON5Text
  }

  /// A text without control characters.
  case text(String)
  /// `true`.
  case yes
  /// Values in order.
  case list([JSON5Text])
  /// Keys and their values in order.
  case object([Member])

  /// A single text as a text, several as a list.
  static func oneOrMore(_ texts: [String]) -> JSON5Text {
    texts.count == 1 ? .text(texts[0]) : .list(texts.map(JSON5Text.text))
  }

  /// The preferred maximum line length.
  private static let width = 120

  /// Writes the value, on one line if it fits.
  ///
  /// - Parameters:
  ///   - indent: the number of spaces before the line that it begins in.
  ///   - used: the number of other characters in that line.
  /// - Returns: the text, without a line break at its end.
  func written(indent: Int, used: Int) -> String {
    let line = flat
    guard used + line.utf8.count > Self.width else { return line }
    let inner = String(repeating: " ", count: indent + 2)
    let outer = String(repeating: " ", count: indent)
    switch self {
    case .text, .yes: return line
    case .list(let values):
      let lines = values.map { "\(inner)\($0.written(indent: indent + 2, used: indent + 3)),\n" }
      return "[\n\(lines.joined())\(outer)]"
    case .object(let members):
      let lines = members.map { member in
        let used = indent + member.key.utf8.count + 5
        return "\(inner)\(member.key): \(member.value.written(indent: indent + 2, used: used)),\n"
      }
      return "{\n\(lines.joined())\(outer)}"
    }
  }

  /// The value on one line.
  private var flat: String {
    switch self {
    case .text(let text): "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    case .yes: "true"
    case .list(let values): "[\(values.map(\.flat).joined(separator: ", "))]"
    case .object(let members): "{ \(members.map { "\($0.key): \($0.value.flat)" }.joined(separator: ", ")) }"
    }
  }
}

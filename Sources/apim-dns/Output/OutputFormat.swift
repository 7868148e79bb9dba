/// How a result is printed.
enum OutputFormat: String, CaseIterable {
  /// For a person.
  case text
  /// For a program.
  case json
  /// A table for a page of documentation.
  case markdown
  /// A table for a spreadsheet.
  case csv

  /// The formats in which a command can print its result.
  static func all(of command: Command) -> [OutputFormat] {
    switch command {
    case .records: [.text, .json, .markdown, .csv]
    case .verify: [.text, .json, .markdown]
    default: [.text, .json]
    }
  }

  /// Takes the format that the command line asks for.
  init(_ arguments: Arguments) throws(UsageError) {
    let word = arguments.value(.format) ?? "text"
    let formats = arguments.command.map(Self.all) ?? [.text]
    if let format = formats.first(where: { $0.rawValue == word }) {
      self = format
      return
    }
    let words = formats.map(\.rawValue)
    let advice = "use \(words.dropLast().joined(separator: ", ")) or \(words.last ?? "")"
    if ["markdown", "html"].contains(word) {
      throw UsageError("--format \(word) is not built yet for this command; \(advice)")
    }
    throw UsageError("--format is '\(word)'; \(advice)")
  }
}

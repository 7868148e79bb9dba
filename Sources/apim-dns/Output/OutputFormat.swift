/// How a result is printed.
enum OutputFormat: String, CaseIterable {
  /// For a person.
  case text
  /// For a program.
  case json
  /// For a comment or a page of documentation.
  case markdown
  /// A page for a browser.
  case html
  /// A table for a spreadsheet.
  case csv

  /// The formats in which a command can print its result.
  static func all(of command: Command) -> [OutputFormat] {
    switch command {
    case .records: [.text, .json, .markdown, .csv]
    case .plan, .apply, .remove: [.text, .json, .markdown, .html]
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
    throw UsageError("--format is '\(word)'; use \(words.dropLast().joined(separator: ", ")) or \(words.last ?? "")")
  }
}

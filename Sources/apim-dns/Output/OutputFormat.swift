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

  /// The formats in which a command can print its result; all that there are where no command is meant.
  static func all(of command: Command?) -> [OutputFormat] {
    switch command {
    case nil: allCases
    case .records: [.text, .json, .markdown, .csv]
    case .plan, .apply, .remove: [.text, .json, .markdown, .html]
    case .verify: [.text, .json, .markdown]
    case .check, .discover: [.text, .json]
    case .auth, .completions, .help: [.text]
    }
  }

  /// Their names, as they stand in a sentence.
  static func list(of command: Command) -> String {
    let words = all(of: command).map(\.rawValue)
    let rest = words.dropLast()
    return rest.isEmpty ? words.joined() : "\(rest.joined(separator: ", ")) or \(words[rest.endIndex])"
  }

  /// Takes the format that the command line asks for.
  init(_ arguments: Arguments) throws(UsageError) {
    let word = arguments.value(.format) ?? Self.text.rawValue
    let command = arguments.command ?? .help
    guard let format = Self.all(of: command).first(where: { $0.rawValue == word }) else {
      throw UsageError("--format is '\(word)'; use \(Self.list(of: command))")
    }
    self = format
  }
}

/// The format of a result.
enum OutputFormat: String, CaseIterable {
  /// For people.
  case text
  /// For programs.
  case json
  /// For a comment or a documentation page.
  case markdown
  /// For a browser.
  case html
  /// For a spreadsheet.
  case csv

  /// The formats of a command, or all formats for nil.
  static func all(of command: Command?) -> [OutputFormat] {
    switch command {
    case nil: allCases
    case .records: [.text, .json, .markdown, .csv]
    case .plan, .apply, .remove, .renameOwner, .adopt, .release, .verify: [.text, .json, .markdown, .html]
    case .check, .discover: [.text, .json]
    case .initialize, .auth, .completions, .help: [.text]
    }
  }

  /// The formats of a command in the words of a message.
  static func list(of command: Command) -> String {
    let words = all(of: command).map(\.rawValue)
    let rest = words.dropLast()
    return rest.isEmpty ? words.joined() : "\(rest.joined(separator: ", ")) or \(words[rest.endIndex])"
  }

  /// Makes the format of a command line.
  init(_ arguments: Arguments) throws(UsageError) {
    let word = arguments.value(.format) ?? Self.text.rawValue
    let command = arguments.command ?? .help
    guard let format = Self.all(of: command).first(where: { $0.rawValue == word }) else {
      let formats = Self.list(of: command)
      throw UsageError("--format: '\(word)' is not a format of 'apim-dns \(command.rawValue)'. Use \(formats).")
    }
    self = format
  }
}

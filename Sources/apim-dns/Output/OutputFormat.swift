/// How a result is printed.
enum OutputFormat: String, CaseIterable {
  /// For a person.
  case text
  /// For a program.
  case json

  /// Takes the format that the command line asks for.
  init(_ arguments: Arguments) throws(UsageError) {
    switch arguments.value(.format) ?? "text" {
    case "text": self = .text
    case "json": self = .json
    case "markdown", "html":
      throw UsageError("--format markdown and html are not built yet in this version; use text or json")
    case let other: throw UsageError("--format is '\(other)'; use text or json")
    }
  }
}

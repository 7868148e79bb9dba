/// Completions for zsh: a file `_apim-dns` in a folder of `$fpath`.
enum ZshCompletions {
  static var script: String {
    """
    #compdef apim-dns
    # zsh completion for apim-dns, from 'apim-dns completions zsh'
    _apim_dns() {
      local context state line
      _arguments -C \\
    \(specifications(at: nil)) \\
        '(-): :->command' '(-)*:: :->argument'
      case $state in
      command)
        local -a commands
        commands=(
    \(Command.allCases.map { "      '\($0.rawValue):\(escaped($0.summary))'" }.joined(separator: "\n"))
        )
        _describe -t commands command commands
        ;;
      argument)
        case $line[1] in
    \(Command.allCases.map(branch).joined(separator: "\n"))
        esac
        ;;
      esac
    }
    # When compinit loads the file, it is the function; when it is sourced, it registers the function.
    if [ "$funcstack[1]" = _apim-dns ]; then _apim_dns "$@"; else compdef _apim_dns apim-dns; fi

    """
  }

  /// The options and operands of one command.
  private static func branch(_ command: Command) -> String {
    let operands = command.operandWords.joined(separator: " ")
    let last = operands.isEmpty ? "" : " \\\n    '*:word:(\(operands))'"
    return "    \(command.rawValue))\n      _arguments \\\n\(specifications(at: command))\(last)\n      ;;"
  }

  /// The options after a command, or before it.
  private static func specifications(at command: Command?) -> String {
    Option.shown(at: command).flatMap { option in
      option.spellings.map { "    '\(specification(option, $0, at: command))'" }
    }.joined(separator: " \\\n")
  }

  /// One spelling of an option as `_arguments` takes it.
  private static func specification(_ option: Option, _ spelling: String, at command: Command?) -> String {
    let others = option.spellings.count > 1 ? "(\(option.spellings.joined(separator: " ")))" : ""
    let beginning = "\(option.isRepeatable ? "*" : others)\(spelling)"
    let summary = "[\(escaped(option.summary(at: command)))]"
    guard let value = option.value else { return beginning + summary }
    let action =
      switch value.completion(command) {
      case .nothing: " "
      case .files: "_files"
      case .folders: "_files -/"
      case .words(let words): "(\(words.joined(separator: " ")))"
      case .list(let words): "_values -s , word \(words.joined(separator: " "))"
      }
    let separator = spelling.hasPrefix("--") ? "=" : "+"
    return "\(beginning)\(separator)\(summary):\(value.placeholder.lowercased().replacing(":", with: "\\:")):\(action)"
  }

  /// A text within single quotes and brackets.
  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("'", with: "'\\''").replacing("[", with: "\\[")
      .replacing("]", with: "\\]").replacing(":", with: "\\:")
  }
}

/// Completions for zsh: a file `_apim-dns` in a folder of `$fpath`.
enum ZshCompletions {
  /// The script.
  static var script: String {
    """
    #compdef apim-dns
    # zsh completion for apim-dns; made by 'apim-dns completions zsh'
    _apim_dns() {
      local context state line
      _arguments -C '1:command:->command' '*::argument:->argument'
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
    # Loaded by compinit the file is the function; sourced, it registers it.
    if [ "$funcstack[1]" = _apim-dns ]; then _apim_dns "$@"; else compdef _apim_dns apim-dns; fi

    """
  }

  /// What may stand behind one command.
  private static func branch(_ command: Command) -> String {
    var lines = Option.known(to: command).map { "        '\(specification($0))'" }
    if !command.operandWords.isEmpty {
      lines.append("        '*:word:(\(command.operandWords.joined(separator: " ")))'")
    }
    return "    \(command.rawValue))\n      _arguments \\\n\(lines.joined(separator: " \\\n"))\n      ;;"
  }

  /// An option as `_arguments` takes it.
  private static func specification(_ option: Option) -> String {
    let star = option.isRepeatable ? "*" : ""
    let summary = "[\(escaped(option.summary))]"
    guard let value = option.value else { return "\(star)\(option.name.flag)\(summary)" }
    let action =
      switch option.completion {
      case .nothing: " "
      case .files: "_files"
      case .folders: "_files -/"
      case .words(let words): "(\(words.joined(separator: " ")))"
      }
    return "\(star)\(option.name.flag)=\(summary):\(value.lowercased().replacing(":", with: "\\:")):\(action)"
  }

  /// A text within single quotes and brackets.
  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("'", with: "'\\''").replacing("[", with: "\\[")
      .replacing("]", with: "\\]").replacing(":", with: "\\:")
  }
}

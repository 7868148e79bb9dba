/// Completions for bash: `source <(apim-dns completions bash)`.
enum BashCompletions {
  /// The script.
  static var script: String {
    """
    # bash completion for apim-dns; made by 'apim-dns completions bash'
    _apim_dns() {
      local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= word
      # bash takes the equals sign of --option=value for a word of its own.
      if [ "$current" = = ]; then current=; elif [ "$before" = = ]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi
      COMPREPLY=()
      case $before in
    \(values)
      esac
      for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case $word in
        \(Command.allCases.map(\.rawValue).joined(separator: "|")))
          command=$word
          break
          ;;
        esac
      done
      case $command in
    \(commands)
      *) word='\(Command.allCases.map(\.rawValue).joined(separator: " ")) --help --version' ;;
      esac
      COMPREPLY=($(compgen -W "$word" -- "$current"))
    }
    complete -F _apim_dns apim-dns

    """
  }

  /// The branches for the options that a value follows.
  private static var values: String {
    let options = Option.all.filter { $0.value != nil }
    return options.map { option in
      let reply =
        switch option.completion {
        case .nothing: "return"
        case .files: "compopt -o filenames; COMPREPLY=($(compgen -f -- \"$current\")); return"
        case .folders: "compopt -o filenames; COMPREPLY=($(compgen -d -- \"$current\")); return"
        case .words(let words): "COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- \"$current\")); return"
        }
      let names = (option.letter.map { ["-\($0)"] } ?? []) + [option.name.flag]
      return "  \(names.joined(separator: "|"))) \(reply) ;;"
    }.joined(separator: "\n")
  }

  /// The branches for the words behind a command.
  private static var commands: String {
    Command.allCases.map { command in
      let words = command.operandWords + Option.known(to: command).map(\.name.flag)
      return "  \(command.rawValue)) word='\(words.joined(separator: " "))' ;;"
    }.joined(separator: "\n")
  }
}

/// Completions for bash: `source <(apim-dns completions bash)`.
enum BashCompletions {
  static var script: String {
    """
    # bash completion for apim-dns, from 'apim-dns completions bash'
    _apim_dns() {
      local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= word
      # bash makes the equals sign of --option=value a word of its own.
      if [ "$current" = = ]; then current=; elif [ "$before" = = ]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi
      COMPREPLY=()
      for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case $word in
        \(commandNames.joined(separator: "|")))
          command=$word
          break
          ;;
        esac
      done
      case "$command $before" in
    \(Option.all.flatMap(branches).joined(separator: "\n"))
      esac
      case $command in
    \(Command.allCases.map { "  \($0.rawValue)) word='\(words(behind: $0).joined(separator: " "))' ;;" }.joined(separator: "\n"))
      *)
        word='\(commandNames.joined(separator: " "))'
        if [ "${current:0:1}" = - ]; then word='\(words(behind: nil).joined(separator: " "))'; fi
        ;;
      esac
      COMPREPLY=($(compgen -W "$word" -- "$current"))
    }
    complete -F _apim_dns apim-dns

    """
  }

  private static let commandNames = Command.allCases.map(\.rawValue)

  /// The words after a command, or the options before it.
  private static func words(behind command: Command?) -> [String] {
    (command?.operandWords ?? []) + Option.shown(at: command).map(\.name.flag)
  }

  /// The branches for the value of an option: one for each command with its own words, and one for all others.
  private static func branches(_ option: Option) -> [String] {
    guard let value = option.value else { return [] }
    let general = value.completion(nil)
    let special = Command.allCases.filter { value.completion($0) != general }.map { command in
      let patterns = option.spellings.map { "'\(command.rawValue) \($0)'" }
      return "  \(patterns.joined(separator: "|"))) \(reply(value.completion(command))); return ;;"
    }
    return special + ["  \(option.spellings.map { "*' \($0)'" }.joined(separator: "|"))) \(reply(general)); return ;;"]
  }

  /// The code that makes the reply; file names are on a line each, because they can contain spaces.
  private static func reply(_ completion: Completion) -> String {
    switch completion {
    case .nothing: ":"
    case .files: "compopt -o filenames; local IFS=$'\\n'; COMPREPLY=($(compgen -f -- \"$current\"))"
    case .folders: "compopt -o filenames; local IFS=$'\\n'; COMPREPLY=($(compgen -d -- \"$current\"))"
    case .words(let words): "COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- \"$current\"))"
    case .list(let words):
      "word=; [[ $current == *,* ]] && word=${current%,*},; "
        + "COMPREPLY=($(compgen -P \"$word\" -W '\(words.joined(separator: " "))' -- \"${current##*,}\"))"
    }
  }
}

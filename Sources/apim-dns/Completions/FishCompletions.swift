/// Completions for fish: `apim-dns completions fish | source`.
enum FishCompletions {
  /// The script.
  static var script: String {
    let first = "not __fish_seen_subcommand_from \(Command.allCases.map(\.rawValue).joined(separator: " "))"
    let commands = Command.allCases.map { line(first, "-f -a \($0.rawValue)", $0.summary) }
    let operands = Command.allCases.filter { !$0.operandWords.isEmpty }.map { command in
      line(seen([command]), "-f -a '\(command.operandWords.joined(separator: " "))'", nil)
    }
    let options = Option.all.map { option in
      let known = Command.allCases.filter(option.commands.contains)
      return line(seen(known), specification(option), option.summary)
    }
    let head = ["# fish completion for apim-dns; made by 'apim-dns completions fish'", "complete -c apim-dns -f"]
    return (head + commands + operands + options).joined(separator: "\n") + "\n"
  }

  /// The letter, the name and what follows.
  private static func specification(_ option: Option) -> String {
    let letter = option.letter.map { "-s \($0) " } ?? ""
    let name = "\(letter)-l \(option.name.rawValue)"
    guard option.value != nil else { return name }
    return switch option.completion {
    case .nothing: "\(name) -x"
    case .files: "\(name) -r -F"
    case .folders: "\(name) -x -a '(__fish_complete_directories)'"
    case .words(let words): "\(name) -x -a '\(words.joined(separator: " "))'"
    }
  }

  private static func seen(_ commands: [Command]) -> String {
    "__fish_seen_subcommand_from \(commands.map(\.rawValue).joined(separator: " "))"
  }

  private static func line(_ condition: String, _ what: String, _ summary: String?) -> String {
    let description = summary.map { " -d '\($0.replacing("'", with: "\\'"))'" } ?? ""
    return "complete -c apim-dns -n '\(condition)' \(what)\(description)"
  }
}

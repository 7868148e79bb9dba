/// Completions for fish: `apim-dns completions fish | source`.
enum FishCompletions {
  static var script: String {
    let commands = Command.allCases.map { line([nil], "-f -a \($0.rawValue)", $0.summary) }
    let operands = Command.allCases.filter { !$0.operandWords.isEmpty }.map { command in
      line([command], "-f -a '\(command.operandWords.joined(separator: " "))'", nil)
    }
    let head = ["# fish completion for apim-dns, from 'apim-dns completions fish'", "complete -c apim-dns -f"]
    return (head + commands + operands + Option.all.flatMap(lines)).joined(separator: "\n") + "\n"
  }

  /// The lines of one option: one for all positions with the same completions and description.
  private static func lines(_ option: Option) -> [String] {
    let positions: [Command?] = [nil] + Command.allCases.filter(option.commands.contains)
    func line(at command: Command?) -> (what: String, summary: String) {
      (specification(option, at: command), option.summary(at: command))
    }
    var groups: [(positions: [Command?], what: String, summary: String)] = []
    for position in positions {
      let (what, summary) = line(at: position)
      if let index = groups.firstIndex(where: { $0.what == what && $0.summary == summary }) {
        groups[index].positions.append(position)
      } else {
        groups.append(([position], what, summary))
      }
    }
    return groups.map { Self.line($0.positions, $0.what, $0.summary) }
  }

  /// The letter, the name and the value.
  private static func specification(_ option: Option, at command: Command?) -> String {
    let letter = option.letter.map { "-s \($0) " } ?? ""
    let name = "\(letter)-l \(option.name.rawValue)"
    return switch option.value?.completion(command) {
    case nil: name
    case .nothing: "\(name) -x"
    case .files: "\(name) -r -F"
    case .folders: "\(name) -x -a '(__fish_complete_directories)'"
    case .words(let words): "\(name) -x -a '\(words.joined(separator: " "))'"
    case .list(let words): "\(name) -x -a '(__fish_append , \(words.joined(separator: " ")))'"
    }
  }

  /// One line for the positions after some commands; nil is the position before any command.
  private static func line(_ positions: [Command?], _ what: String, _ summary: String?) -> String {
    let commands = positions.compactMap(\.self)
    var conditions = [String]()
    if positions.contains(nil) { conditions.append("not \(seen(Command.allCases))") }
    if !commands.isEmpty { conditions.append(seen(commands)) }
    let description = summary.map { " -d '\($0.replacing("'", with: "\\'"))'" } ?? ""
    return "complete -c apim-dns -n '\(conditions.joined(separator: "; or "))' \(what)\(description)"
  }

  private static func seen(_ commands: [Command]) -> String {
    "__fish_seen_subcommand_from \(commands.map(\.rawValue).joined(separator: " "))"
  }
}

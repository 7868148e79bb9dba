import Reconciliation

/// What a shell offers for a word that is not typed yet.
enum Completion: Hashable, Sendable {
  /// Nothing: only whoever types can know.
  case nothing
  /// The names of files.
  case files
  /// The names of folders.
  case folders
  /// One of some words.
  case words([String])
}

extension Completion {
  /// One of the words for some values.
  static func words<Value: RawRepresentable<String> & CaseIterable>(of type: Value.Type) -> Completion {
    .words(type.allCases.map(\.rawValue))
  }
}

extension Option {
  /// The options that say something to a command; before any command, all.
  static func shown(at command: Command?) -> [Option] {
    guard let command else { return all }
    return all.filter { $0.commands.contains(command) }
  }

  /// The ways to write it: with its letter, where it has one, and with its name.
  var spellings: [String] { (letter.map { ["-\($0)"] } ?? []) + [name.flag] }
}

extension Command {
  /// What may stand behind the command beside options.
  var operandWords: [String] {
    if takesBackends { return BackendKind.allCases.map(\.rawValue) }
    return switch self {
    case .help: Command.allCases.map(\.rawValue)
    case .completions: Shell.allCases.map(\.rawValue)
    default: []
    }
  }
}

/// A shell for which there are completions.
enum Shell: String, CaseIterable {
  case bash
  case zsh
  case fish

  /// The script that teaches the shell to complete our command line.
  var completions: String {
    switch self {
    case .bash: BashCompletions.script
    case .zsh: ZshCompletions.script
    case .fish: FishCompletions.script
    }
  }
}

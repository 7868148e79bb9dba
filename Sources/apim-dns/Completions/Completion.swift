import APIManagement
import Reconciliation

/// The completions of a word.
enum Completion: Hashable, Sendable {
  /// No completions.
  case nothing
  /// The names of files.
  case files
  /// The names of folders.
  case folders
  /// One of some words.
  case words([String])
  /// Some of the words, with commas between them.
  case list([String])
}

extension Completion {
  /// The words of all values of a type.
  static func words<Value: RawRepresentable<String> & CaseIterable>(of type: Value.Type) -> Completion {
    .words(type.allCases.map(\.rawValue))
  }

  /// A list of such words.
  static func list<Value: RawRepresentable<String> & CaseIterable>(of type: Value.Type) -> Completion {
    .list(type.allCases.map(\.rawValue))
  }

  /// The names of the regions of all clouds.
  static let regions = words(Cloud.allCases.flatMap(KnownRegion.names))
}

extension Option {
  /// The options of a command; all options before a command is typed.
  static func shown(at command: Command?) -> [Option] {
    guard let command else { return all }
    return all.filter { $0.commands.contains(command) }
  }

  /// Its forms: the letter, if it has one, and the name.
  var spellings: [String] { (letter.map { ["-\($0)"] } ?? []) + [name.flag] }
}

extension Command {
  /// The operands of the command.
  var operandWords: [String] {
    if self == .renameOwner { return [BackendKind.zones, .hosts].map(\.rawValue) }
    if takesBackends { return BackendKind.allCases.map(\.rawValue) }
    return switch self {
    case .help: Command.allCases.map(\.rawValue) + Guide.allCases.map(\.rawValue)
    case .completions: Shell.allCases.map(\.rawValue)
    default: []
    }
  }
}

/// A shell that completions exist for.
enum Shell: String, CaseIterable {
  case bash
  case zsh
  case fish

  /// The completion script.
  var completions: String {
    switch self {
    case .bash: BashCompletions.script
    case .zsh: ZshCompletions.script
    case .fish: FishCompletions.script
    }
  }
}

import APIManagement
import DNSModel
import Reconciliation

/// What a shell offers for a word that is not typed yet.
enum Completion: Equatable {
  /// Nothing: only whoever types can know.
  case nothing
  /// The names of files.
  case files
  /// The names of folders.
  case folders
  /// One of some words.
  case words([String])
}

extension Option {
  /// What may follow the option.
  var completion: Completion {
    switch name {
    case .inventory, .compare, .file, .out, .plan: .files
    case .directory: .folders
    case .hostnames: .words(HostnameScheme.allCases.map(\.rawValue))
    case .cloud: .words(Cloud.allCases.map(\.rawValue))
    case .layout: .words(ZoneLayout.allCases.map(\.rawValue))
    case .serial: .words(SerialPolicy.allCases.map(\.rawValue))
    case .auth: .words(CredentialSource.allCases.map(\.rawValue))
    case .format: .words(OutputFormat.allCases.map(\.rawValue))
    case .color: .words(["auto", "always", "never"])
    default: .nothing
    }
  }

  /// The options that a command knows and this version can do.
  static func known(to command: Command) -> [Option] {
    all.filter { $0.commands.contains(command) }
  }
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

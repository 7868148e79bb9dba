import Inventory
import Reconciliation

/// A parsed command line: a command, its operands, and the options with their values.
struct Arguments: Equatable {
  /// The command; nil if there is only `--help` or `--version`.
  private(set) var command: Command?
  /// The backends, each once.
  private(set) var backends: [BackendKind] = []
  /// The file that `init` writes; nil if the command line names none.
  private(set) var file: String?
  /// What help is about.
  enum Topic: Equatable {
    case command(Command)
    case guide(Guide)
  }

  /// What to print help for; nil for the whole program.
  private(set) var topic: Topic?
  /// The owners of `rename-owner`: the present one, then the new one.
  private(set) var owners: [Owner] = []
  /// The shell to print completions for.
  private(set) var shell: Shell?
  /// The values of each given option.
  private var values: [Option.Name: [String]] = [:]
  /// The options that come from a saved plan and were not typed.
  private(set) var replayed: Set<Option.Name> = []

  /// Whether an option is given.
  func has(_ name: Option.Name) -> Bool { values[name] != nil }

  /// The value of an option that is not repeatable; nil if it is not given.
  func value(_ name: Option.Name) -> String? { values[name]?.last }

  /// The values of a repeatable option; nil if it is not given.
  func all(_ name: Option.Name) -> [String]? { values[name] }

  /// Whether an option was typed on the command line.
  func isTyped(_ name: Option.Name) -> Bool { has(name) && !replayed.contains(name) }

  /// Adds an option from a saved plan.
  mutating func replay(_ name: Option.Name, _ values: [String]) {
    self.values[name] = values
    replayed.insert(name)
  }

  /// Sets the backends from a saved plan.
  mutating func replay(backends: [BackendKind]) { self.backends = backends }

  /// Parses a command line.
  ///
  /// It follows the GNU conventions: `--option=value`, `--`, several letters after one hyphen, options before and after the
  /// command ([GNU coding standards](https://www.gnu.org/prep/standards/html_node/Command_002dLine-Interfaces.html)).
  ///
  /// - Parameter words: the arguments without the program's name.
  /// - Throws: ``UsageError`` for the first argument that is not valid.
  init(_ words: [String]) throws(UsageError) {
    var rest = words[...]
    var onlyOperands = false
    while let word = rest.popFirst() {
      if onlyOperands || word == "-" || !word.hasPrefix("-") {
        try takeOperand(word)
      } else if word == "--" {
        onlyOperands = true
      } else if word.hasPrefix("--") {
        try takeLong(word, &rest)
      } else {
        try takeLetters(word, &rest)
      }
    }
    if has(.help) || has(.version) { return }
    if let word = words.first(where: { $0.contains("\u{FFFD}") }) {
      throw UsageError("'\(word)' is not valid UTF-8. Use UTF-8; if this is the name of a file, rename the file.")
    }
    guard let command else { throw UsageError("a command is required. Run 'apim-dns help' to list the commands.") }
    if command == .completions, shell == nil {
      throw UsageError("a shell is required. Use bash, zsh or fish.")
    }
    for option in Option.all where has(option.name) {
      guard option.isTaken(by: command) else {
        throw UsageError(
          "\(option.name.flag) is not an option of 'apim-dns \(command.rawValue)'. Run 'apim-dns help \(command.rawValue)' to "
            + "list its options.")
      }
    }
    guard command == .renameOwner else { return }
    guard owners.count == 2 else {
      throw UsageError("two owners are required. Use 'apim-dns rename-owner OLD NEW'.")
    }
    guard owners[0] != owners[1] else {
      throw UsageError("the old and the new owner are the same, '\(owners[0])'. Use two owners.")
    }
    // What the run reports belongs to the new owner.
    replay(.owner, [owners[1].identifier])
  }

  private mutating func takeOperand(_ word: String) throws(UsageError) {
    guard let command else {
      self.command = try Self.command(word)
      return
    }
    if command == .renameOwner, owners.count < 2 {
      do throws(InvalidSetting) {
        owners.append(try SettingRule.owner(word))
      } catch {
        throw UsageError(error.description)
      }
    } else if command.takesBackends {
      guard let backend = BackendKind(rawValue: word) else {
        let nearest = NearestWord.find(for: word, among: BackendKind.allCases.map(\.rawValue))
        if command == .initialize, nearest == nil, file == nil {
          file = word
          return
        }
        let advice = nearest.map { "Did you mean '\($0)'?" } ?? "Use zones, hosts or azure."
        throw UsageError("unknown backend '\(word)'. \(advice)")
      }
      guard backend == .azure || !command.changesMarks else {
        throw UsageError("\(command.rawValue) is only for azure. Use 'apim-dns \(command.rawValue) azure'.")
      }
      guard backend != .azure || command != .renameOwner else {
        throw UsageError(
          "rename-owner is only for zones and hosts. Use 'apim-dns release azure' with the old owner, then 'apim-dns "
            + "adopt azure' with the new one.")
      }
      if !backends.contains(backend) { backends.append(backend) }
    } else if command == .help, topic == nil {
      if let guide = Guide(firstWord: word) { topic = .guide(guide) } else { topic = .command(try Self.command(word)) }
    } else if command == .help, case .guide(let guide) = topic, guide.words.dropFirst().first == word {
      return
    } else if command == .completions, shell == nil {
      guard let shell = Shell(rawValue: word) else {
        throw UsageError("unknown shell '\(word)'. Use bash, zsh or fish.")
      }
      self.shell = shell
    } else {
      throw UsageError(
        "unexpected argument '\(word)' of 'apim-dns \(command.rawValue)'. Run 'apim-dns help \(command.rawValue)' to see its "
          + "usage.")
    }
  }

  /// What to use instead of the commands of similar programs.
  private static let adviceForOtherPrograms = [
    "destroy": "Use 'remove'.", "delete": "Use 'remove'.", "validate": "Use 'check'.", "diff": "Use 'plan'.",
    "import": "Use 'discover' for instances, or 'adopt' for records.", "version": "Use '--version'.",
  ]

  private static func command(_ word: String) throws(UsageError) -> Command {
    if let command = Command(rawValue: word) { return command }
    let nearest = NearestWord.find(for: word, among: Command.allCases.map(\.rawValue))
    let advice =
      adviceForOtherPrograms[word] ?? nearest.map { "Did you mean '\($0)'?" }
      ?? "Run 'apim-dns help' to list the commands."
    throw UsageError("unknown command '\(word)'. \(advice)")
  }

  private mutating func takeLong(_ word: String, _ rest: inout ArraySlice<String>) throws(UsageError) {
    let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let name = Option.Name(rawValue: parts[0]), let option = Option.named(name) else {
      let nearest = NearestWord.find(for: parts[0], among: Option.Name.allCases.map(\.rawValue))
      let advice = nearest.map { "Did you mean '--\($0)'?" } ?? "Run 'apim-dns help COMMAND' to list the options."
      throw UsageError("unknown option '--\(parts[0])'. \(advice)")
    }
    if parts.count == 2 {
      guard option.value != nil else { throw UsageError("\(name.flag) does not take a value. Remove the value.") }
      try set(option, parts[1])
    } else {
      try take(option, &rest)
    }
  }

  private mutating func takeLetters(_ word: String, _ rest: inout ArraySlice<String>) throws(UsageError) {
    var letters = word.dropFirst()
    while let letter = letters.popFirst() {
      guard let option = Option.all.first(where: { $0.letter == letter }) else {
        guard letter != "V" else { throw UsageError("unknown option '-V'. Use '--version'.") }
        throw UsageError("unknown option '-\(letter)'. Run 'apim-dns help COMMAND' to list the options.")
      }
      if option.value != nil, !letters.isEmpty {
        try set(option, String(letters))
        return
      }
      try take(option, &rest)
    }
  }

  /// Adds an option; its value, if it has one, is the next word.
  private mutating func take(_ option: Option, _ rest: inout ArraySlice<String>) throws(UsageError) {
    guard let placeholder = option.value?.placeholder else {
      values[option.name] = []
      return
    }
    guard let value = rest.popFirst() else {
      throw UsageError("\(option.name.flag) needs a value. Use \(option.name.flag) \(placeholder).")
    }
    try set(option, value)
  }

  private mutating func set(_ option: Option, _ value: String) throws(UsageError) {
    guard option.isRepeatable || values[option.name] == nil else {
      throw UsageError("\(option.name.flag) is given twice. Use it once.")
    }
    guard !value.isEmpty else {
      throw UsageError("\(option.name.flag) has an empty value. Set a value, or remove the option.")
    }
    do throws(UsageError) {
      try option.value?.check(value)
    } catch {
      throw UsageError("\(option.name.flag): \(error)")
    }
    values[option.name, default: []].append(value)
  }
}

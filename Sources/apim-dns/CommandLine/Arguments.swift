import Inventory
import Reconciliation

/// The command line, taken apart: a command, what it works on, and the options with their values.
struct Arguments: Equatable {
  /// What to do; nothing where only `--help` or `--version` was asked for.
  private(set) var command: Command?
  /// The backends named behind the command, each once.
  private(set) var backends: [BackendKind] = []
  /// The command whose help was asked for.
  private(set) var topic: Command?
  /// The shell whose completions were asked for.
  private(set) var shell: Shell?
  /// The options given, and for each what followed it.
  private var values: [Option.Name: [String]] = [:]
  /// The options that a saved plan adds, and that nobody typed.
  private(set) var replayed: Set<Option.Name> = []

  /// Whether an option was given.
  func has(_ name: Option.Name) -> Bool { values[name] != nil }

  /// The value of an option that may be given once.
  func value(_ name: Option.Name) -> String? { values[name]?.last }

  /// The values of an option that may repeat; nothing where it was not given.
  func all(_ name: Option.Name) -> [String]? { values[name] }

  /// Whether whoever runs the program typed an option.
  func isTyped(_ name: Option.Name) -> Bool { has(name) && !replayed.contains(name) }

  /// Adds an option of a saved plan.
  mutating func replay(_ name: Option.Name, _ values: [String]) {
    self.values[name] = values
    replayed.insert(name)
  }

  /// Names the backends of a saved plan.
  mutating func replay(backends: [BackendKind]) { self.backends = backends }

  /// Takes a command line apart.
  ///
  /// GNU habits hold: `--option=value`, `--`, letters that stand together behind one hyphen, options before and after the
  /// command ([GNU coding standards](https://www.gnu.org/prep/standards/html_node/Command_002dLine-Interfaces.html)).
  ///
  /// - Parameter words: the words behind the program's name.
  /// - Throws: ``UsageError`` at the first word that fits nowhere.
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
      throw UsageError("'\(word)' is no text in UTF-8; give the file another name")
    }
    guard let command else { throw UsageError("no command; 'apim-dns help' lists them") }
    if command == .completions, shell == nil {
      throw UsageError("'apim-dns completions' needs a shell; use bash, zsh or fish")
    }
    for option in Option.all where has(option.name) {
      guard option.isTaken(by: command) else {
        throw UsageError(
          "\(option.name.flag) is no option of 'apim-dns \(command.rawValue)'; 'apim-dns help \(command.rawValue)' lists those"
        )
      }
    }
  }

  private mutating func takeOperand(_ word: String) throws(UsageError) {
    guard let command else {
      self.command = try Self.command(word)
      return
    }
    if command.takesBackends {
      guard let backend = BackendKind(rawValue: word) else {
        let nearest = NearestWord.find(for: word, among: BackendKind.allCases.map(\.rawValue))
        let advice = nearest.map { "did you mean '\($0)'?" } ?? "use zones, hosts or azure"
        throw UsageError("unknown backend '\(word)'; \(advice)")
      }
      if !backends.contains(backend) { backends.append(backend) }
    } else if command == .help, topic == nil {
      topic = try Self.command(word)
    } else if command == .completions, shell == nil {
      guard let shell = Shell(rawValue: word) else {
        throw UsageError("'apim-dns completions' does not take '\(word)'; use bash, zsh or fish")
      }
      self.shell = shell
    } else {
      throw UsageError(
        "'apim-dns \(command.rawValue)' does not take '\(word)'; see 'apim-dns help \(command.rawValue)'")
    }
  }

  private static func command(_ word: String) throws(UsageError) -> Command {
    if let command = Command(rawValue: word) { return command }
    let nearest = NearestWord.find(for: word, among: Command.allCases.map(\.rawValue))
    let advice = nearest.map { "did you mean '\($0)'?" } ?? "'apim-dns help' lists them"
    throw UsageError("unknown command '\(word)'; \(advice)")
  }

  private mutating func takeLong(_ word: String, _ rest: inout ArraySlice<String>) throws(UsageError) {
    let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let name = Option.Name(rawValue: parts[0]), let option = Option.named(name) else {
      let nearest = NearestWord.find(for: parts[0], among: Option.Name.allCases.map(\.rawValue))
      let advice = nearest.map { "did you mean '--\($0)'?" } ?? "'apim-dns help COMMAND' lists them"
      throw UsageError("unknown option '--\(parts[0])'; \(advice)")
    }
    if parts.count == 2 {
      guard option.value != nil else { throw UsageError("\(name.flag) takes no value; leave it out") }
      try set(option, parts[1])
    } else {
      try take(option, &rest)
    }
  }

  private mutating func takeLetters(_ word: String, _ rest: inout ArraySlice<String>) throws(UsageError) {
    var letters = word.dropFirst()
    while let letter = letters.popFirst() {
      guard let option = Option.all.first(where: { $0.letter == letter }) else {
        throw UsageError("unknown option '-\(letter)'; 'apim-dns help COMMAND' lists them")
      }
      if option.value != nil, !letters.isEmpty {
        try set(option, String(letters))
        return
      }
      try take(option, &rest)
    }
  }

  /// Takes an option whose value, if it has one, is the next word.
  private mutating func take(_ option: Option, _ rest: inout ArraySlice<String>) throws(UsageError) {
    guard let placeholder = option.value?.placeholder else {
      values[option.name] = []
      return
    }
    guard let value = rest.popFirst() else {
      throw UsageError("\(option.name.flag) needs a value; write \(option.name.flag) \(placeholder)")
    }
    try set(option, value)
  }

  private mutating func set(_ option: Option, _ value: String) throws(UsageError) {
    guard option.isRepeatable || values[option.name] == nil else {
      throw UsageError("\(option.name.flag) is given twice; give it once")
    }
    guard !value.isEmpty else {
      throw UsageError("\(option.name.flag) has an empty value; give it one, or leave it out")
    }
    do throws(UsageError) {
      try option.value?.check(value)
    } catch {
      throw UsageError("\(option.name.flag): \(error)")
    }
    values[option.name, default: []].append(value)
  }
}

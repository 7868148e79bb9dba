/// One option of the command line: what it is called, what follows it, and which commands know it.
struct Option: Sendable {
  /// The name without the two hyphens.
  enum Name: String, CaseIterable, Sendable {
    case inventory, name, region, vip, hostnames, cloud, ttl, owner
    case allowUnknownRegion = "allow-unknown-region"
    case layout, directory, contact, catalog, serial, check, reload
    case serialFrom = "serial-from"
    case nameServer = "name-server"
    case file, machine, parallel
    case noBackup = "no-backup"
    case printScript = "print-script"
    case subscription, link, endpoint, auth
    case resourceGroup = "resource-group"
    case timeout
    case requestTimeout = "request-timeout"
    case out, plan, server, compare, wait, force, yes
    case detailedExitcode = "detailed-exitcode"
    case maxDeletes = "max-deletes"
    case maxUpdates = "max-updates"
    case metricsFile = "metrics-file"
    case format, quiet, verbose, color, help, version, man

    /// The name as somebody types it.
    var flag: String { "--\(rawValue)" }
  }

  /// The part of a help screen in which an option stands.
  enum Topic: String, CaseIterable, Sendable {
    case instance = "The instance"
    case zones = "Zone files"
    case hosts = "Hosts file"
    case azure = "Azure Private DNS"
    case run = "The run"
    case output = "Output"
  }

  /// What it is called.
  let name: Name
  /// The letter behind one hyphen, where there is one.
  let letter: Character?
  /// What follows it; nothing where no value does.
  let value: OptionValue?
  /// Whether it may be given more than once.
  let isRepeatable: Bool
  /// Where it stands in a help screen.
  let topic: Topic
  /// What it is for.
  let summary: String
  /// What it is for at commands where that is something else.
  let summaries: [Command: String]
  /// The commands to which it says something; help screens, the manual page and completions show it for these.
  let commands: Set<Command>
  /// The commands that take it as well, without any effect: a script may give them all the same common options.
  let tolerantCommands: Set<Command>

  /// Makes an option.
  init(
    _ name: Name, _ letter: Character? = nil, _ value: OptionValue? = nil, repeatable: Bool = false, _ topic: Topic,
    _ commands: Set<Command>, also tolerantCommands: Set<Command> = [], _ summary: String,
    at summaries: [Command: String] = [:]
  ) {
    self.name = name
    self.letter = letter
    self.value = value
    isRepeatable = repeatable
    self.topic = topic
    self.summary = summary
    self.summaries = summaries
    self.commands = commands
    self.tolerantCommands = tolerantCommands
  }

  /// Whether a command line of the command may have it.
  func isTaken(by command: Command) -> Bool { commands.contains(command) || tolerantCommands.contains(command) }

  /// What it is for at a command; before any command where there is none.
  func summary(at command: Command?) -> String { command.flatMap { summaries[$0] } ?? summary }
}

/// An option of the command line: its name, its value, and its commands.
struct Option: Sendable {
  /// The name without its two hyphens.
  enum Name: String, CaseIterable, Sendable {
    case inventory, name, region, vip, hostnames, endpoints, cloud, ttl, owner, view
    case publicVip = "public-vip"
    case allowUnknownRegion = "allow-unknown-region"
    case layout, directory, contact, catalog, serial, check, reload
    case serialFrom = "serial-from"
    case nameServer = "name-server"
    case serverDirectory = "server-directory"
    case policyZone = "policy-zone"
    case apexTTL = "apex-ttl"
    case negativeTTL = "negative-ttl"
    case bindVersion = "bind-version"
    case zoneOption = "zone-option"
    case checkConfig = "check-config"
    case file, machine, parallel
    case noBackup = "no-backup"
    case printScript = "print-script"
    case connect, port
    case caFile = "ca-file"
    case certificateDays = "certificate-days"
    case azure, subscription, link, endpoint, auth
    case compareInstances = "compare-instances"
    case resourceGroup = "resource-group"
    case timeout
    case requestTimeout = "request-timeout"
    case customHostnames = "custom-hostnames"
    case out, plan, server, compare, wait, force, yes
    case detailedExitcode = "detailed-exitcode"
    case onConflict = "on-conflict"
    case maxDeletes = "max-deletes"
    case maxUpdates = "max-updates"
    case metricsFile = "metrics-file"
    case format, quiet, verbose, color, help, version, man

    /// The name as it is typed.
    var flag: String { "--\(rawValue)" }
  }

  /// A section of a help screen.
  enum Topic: String, CaseIterable, Sendable {
    case instance = "The instance"
    case zones = "Zone files"
    case hosts = "Hosts file"
    case azure = "Azure"
    case run = "The run"
    case output = "Output"
  }

  let name: Name
  /// The one-letter form; nil if it has none.
  let letter: Character?
  /// The value; nil if it takes none.
  let value: OptionValue?
  /// Whether it can be given more than once.
  let isRepeatable: Bool
  /// The section of help screens.
  let topic: Topic
  /// The description.
  let summary: String
  /// The descriptions for commands for which the option means something else.
  let summaries: [Command: String]
  /// The commands that use it; help screens, the manual page and completions show it for these.
  let commands: Set<Command>
  /// The commands that accept and ignore it, so that a script can pass the same options to all commands.
  let ignoringCommands: Set<Command>

  init(
    _ name: Name, _ letter: Character? = nil, _ value: OptionValue? = nil, repeatable: Bool = false, _ topic: Topic,
    _ commands: Set<Command>, also ignoringCommands: Set<Command> = [], _ summary: String,
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
    self.ignoringCommands = ignoringCommands
  }

  /// Whether a command accepts it.
  func isTaken(by command: Command) -> Bool { commands.contains(command) || ignoringCommands.contains(command) }

  /// The description for a command, or for no command yet.
  func summary(at command: Command?) -> String { command.flatMap { summaries[$0] } ?? summary }
}

/// One option of the command line: what it is called, what follows it, and which commands know it.
struct Option {
  /// The name without the two hyphens.
  enum Name: String, CaseIterable {
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
  enum Topic: String, CaseIterable {
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
  /// What follows it in a help screen; nothing where no value does.
  let value: String?
  /// Whether it may be given more than once.
  let isRepeatable: Bool
  /// Where it stands in a help screen.
  let topic: Topic
  /// What it is for.
  let summary: String
  /// The commands that know it.
  let commands: Set<Command>

  /// Makes an option.
  init(
    _ name: Name, _ letter: Character? = nil, _ value: String? = nil, repeatable: Bool = false, _ topic: Topic,
    _ commands: Set<Command>, _ summary: String
  ) {
    self.name = name
    self.letter = letter
    self.value = value
    isRepeatable = repeatable
    self.topic = topic
    self.summary = summary
    self.commands = commands
  }
}

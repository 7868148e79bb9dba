import APIManagement
import DNSModel
import Inventory
import ResourceManager
import ZoneFileBackend

extension Option {
  /// Every option of the program; parsing, help, completions and messages all come from here.
  static let all: [Option] = {
    let reading: Set<Command> = [.records, .check, .plan, .apply, .remove, .verify]
    let deriving = reading.subtracting([.remove])
    let backends: Set<Command> = [.plan, .apply, .remove]
    let azure: Set<Command> = [.plan, .apply, .remove, .discover, .auth]
    // Where an instance is read from Azure, these commands ask Azure too.
    let asking = azure.union([.records, .verify])
    let every = Set(Command.allCases)
    let working = every.subtracting([.completions, .help])
    let choosing = every.filter { OutputFormat.all(of: $0).count > 1 }
    return [
      Option(
        .inventory, "i", .file, .instance, reading.union([.auth]),
        "the inventory, - for stdin (default apim-dns.json5)"),
      Option(
        .name, nil, OptionValue("NAME"), .instance, reading.union([.discover]),
        "one instance without an inventory: its name", at: [.discover: "only the instance of this name"]),
      Option(.region, nil, OptionValue("REGION"), .instance, reading, "its region"),
      Option(.allowUnknownRegion, nil, nil, .instance, reading, "take a region newer than this program"),
      Option(
        .vip, nil, OptionValue("ADDRESS"), repeatable: true, .instance, reading, "its private virtual IP (may repeat)"),
      Option(
        .hostnames, nil, OptionValue("SCHEME", .words(of: HostnameScheme.self)), .instance, deriving, also: [.remove],
        "regional, v2 or classic: how hostnames are formed"),
      Option(
        .cloud, nil, OptionValue("CLOUD", .words(of: Cloud.self)), .instance, reading.union([.auth, .discover]),
        "public, usgovernment or china"),
      Option(
        .ttl, nil, OptionValue("TIME"), .instance, deriving, also: [.remove],
        "the TTL: seconds, or 30s 5m 2h 1d (default 5m)"),
      Option(.owner, nil, OptionValue("ID"), .instance, reading, "the mark of what is ours (default apim-dns)"),

      Option(
        .layout, nil, .word("LAYOUT", of: ZoneLayout.self, called: "layout"), .zones, backends, also: every,
        "perHostname, parent or responsePolicy"),
      Option(
        .directory, nil, OptionValue("DIR", .folders, SettingRule.path), .zones, backends,
        "where the zone files are (default zones)"),
      Option(
        .nameServer, nil, OptionValue("NAME", .nothing, SettingRule.hostname), repeatable: true, .zones, backends,
        "a name server of the zones (may repeat)"),
      Option(
        .contact, nil, OptionValue("MAIL", .nothing, SettingRule.contact), .zones, backends, "who answers for the zones"
      ),
      Option(
        .catalog, nil, OptionValue("NAME", .nothing, SettingRule.hostname), .zones, backends,
        "a zone that lists all zones for secondaries"),
      Option(
        .serial, nil, .word("POLICY", of: SerialPolicy.self, called: "serial policy"), .zones, backends,
        "date, unixtime or increment"),
      Option(.serialFrom, nil, .server, .zones, backends, "go above the serials that this server has"),
      Option(
        .check, nil, OptionValue("COMMAND", .nothing, SettingRule.command), .zones, backends,
        "run for each new file, {zone} and {file} filled in"),
      Option(
        .reload, nil, OptionValue("COMMAND", .nothing, SettingRule.command), .zones, backends,
        "run once after files have changed"),

      Option(
        .file, nil, OptionValue("PATH", .files, SettingRule.path), .hosts, backends,
        "the hosts file (default /etc/hosts)"),
      Option(.noBackup, nil, nil, .hosts, backends, "keep no copy of what was there before"),
      Option(.printScript, nil, nil, .hosts, [.apply, .remove], "print a sh script that does it elsewhere"),
      Option(
        .machine, nil, OptionValue("MACHINE", .nothing, SettingRule.machine), repeatable: true, .hosts, backends,
        "its file over ssh, [USER@]HOST[:PORT] (may repeat)"),
      Option(
        .parallel, nil, OptionValue("N", .nothing, OptionRule.parallelism), .hosts, backends,
        "how many machines at the same time (default 16)"),

      Option(
        .subscription, nil, OptionValue("ID", .nothing, SettingRule.subscription), .azure, azure, "the subscription"),
      Option(
        .resourceGroup, nil, OptionValue("NAME", .nothing, SettingRule.resourceGroup), .azure, azure,
        "the resource group of zones, or of instances"),
      Option(
        .link, nil, OptionValue("RESOURCE-ID", .nothing, SettingRule.virtualNetwork), repeatable: true, .azure,
        backends, "a virtual network to link (may repeat)"),
      Option(
        .endpoint, nil, OptionValue("URL", .nothing, SettingRule.endpoint), .azure, asking, "another Resource Manager"),
      Option(
        .auth, nil, .word("SOURCE", of: CredentialSource.self, called: "credential source"), .azure, asking,
        "auto or the name of one credential: see auth"),
      Option(.requestTimeout, nil, .time, .azure, asking, "the most time for one answer (30s)"),

      Option(.timeout, nil, .time, .run, asking, "the most time for Azure, and for each ssh (10m, 2m)"),
      Option(.out, nil, .newFile, .run, [.plan], "save the plan, for apply --plan"),
      Option(.plan, nil, .file, .run, [.apply], "apply just this saved plan or nothing, - for stdin"),
      Option(.server, nil, .server, repeatable: true, .run, [.verify], "a name server to ask (may repeat)"),
      Option(.compare, nil, .file, .run, [.discover], "say how this inventory differs from Azure"),
      Option(.wait, nil, .time, .run, [.verify], "ask again until all is true, or for that long"),
      Option(.detailedExitcode, nil, nil, .run, [.plan], "exit 2 when there are changes"),
      Option(
        .maxDeletes, nil, .limit, .run, [.plan, .apply], also: [.remove], "the most record sets to delete (default 10)"),
      Option(
        .maxUpdates, nil, .limit, .run, [.plan, .apply], also: [.remove], "the most record sets to update (default 100)"
      ),
      Option(.force, nil, nil, .run, backends, also: every, "go past safety limits and foreign records"),
      Option(.yes, "y", nil, .run, [.apply, .remove], also: every, "do not ask"),

      Option(
        .format, nil, OptionValue("FORMAT") { .words(OutputFormat.all(of: $0).map(\.rawValue)) }, .output, choosing,
        also: every, "text, json, markdown, html or csv, by command",
        at: Dictionary(uniqueKeysWithValues: every.map { ($0, OutputFormat.list(of: $0)) })),
      Option(
        .metricsFile, nil, .newFile, .output, backends.union([.verify]), "write metrics of the run for node_exporter"),
      Option(.quiet, "q", nil, .output, working, also: every, "no text and no remarks: only errors and data"),
      Option(.verbose, "v", nil, .output, working, also: every, "say on stderr what is being done"),
      Option(
        .color, nil, OptionValue("WHEN", .words(["auto", "always", "never"])), .output,
        backends.union([.verify, .discover]),
        also: every, "auto, always or never (also NO_COLOR)"),
      Option(.help, "h", nil, .output, every, "print help"),
      Option(.version, nil, nil, .output, every, "print the version"),
      Option(.man, nil, nil, .output, [.help], "print the manual page"),
    ]
  }()

  /// The option of a name.
  static func named(_ name: Name) -> Option? { all.first { $0.name == name } }
}

import APIManagement
import DNSModel
import Inventory
import ResourceManager
import ZoneFileBackend

extension Option {
  /// All options; parsing, help, completions and messages use this table.
  static let all: [Option] = {
    let reading: Set<Command> = [.records, .check, .plan, .apply, .remove, .adopt, .release, .verify]
    let describing = reading.union([.initialize])
    let deriving = reading.subtracting([.remove, .release])
    let backends: Set<Command> = [.plan, .apply, .remove]
    let writing = Set(Command.allCases.filter(\.writes))
    let azure = backends.union([.adopt, .release, .discover, .auth])
    let files = backends.union([.renameOwner])
    // These commands read instances with a resource ID from Azure.
    let asking = azure.union([.records, .verify])
    let every = Set(Command.allCases)
    let working = every.subtracting([.completions, .help])
    let choosing = every.filter { OutputFormat.all(of: $0).count > 1 }
    return [
      Option(
        .inventory, "i", .file, .instance, reading.union([.auth, .renameOwner]),
        "inventory, - for stdin (default apim-dns.json5)"),
      Option(
        .name, nil, OptionValue("NAME"), .instance, describing.union([.discover]),
        "name of one instance, instead of an inventory",
        at: [.discover: "only the instance with this name", .initialize: "name of the instance"]),
      Option(.region, nil, OptionValue("REGION", .regions), .instance, describing, "region of the instance"),
      Option(.allowUnknownRegion, nil, nil, .instance, describing, "accept a region newer than this program"),
      Option(
        .vip, nil, OptionValue("ADDRESS"), repeatable: true, .instance, describing,
        "private virtual IP of the instance (repeatable)"),
      Option(.publicVip, nil, nil, .instance, describing, "accept a public virtual IP"),
      Option(
        .hostnames, nil, OptionValue("SCHEME", .words(of: HostnameScheme.self)), .instance,
        deriving.union([.initialize]),
        also: [.remove, .release],
        "hostname scheme: regional (default), v2 or classic"),
      Option(
        .endpoints, nil, OptionValue("LIST", .list(of: Endpoint.self)), .instance, deriving,
        also: [.remove, .release],
        "only these, such as gateway,scm (default: by scheme)"),
      Option(
        .view, nil, OptionValue("REGION", .regions, SettingRule.regionName), .instance,
        deriving.subtracting([.check]), also: [.check, .remove, .release],
        "region that gateways lead to (default: the primary)"),
      Option(
        .cloud, nil, OptionValue("CLOUD", .words(of: Cloud.self)), .instance, describing.union([.auth, .discover]),
        "Azure cloud: public (default), usgovernment or china"),
      Option(
        .ttl, nil, OptionValue("TIME"), .instance, deriving.union([.initialize]), also: [.remove, .release],
        "TTL: seconds, or 30s, 5m, 2h, 1d (default 5m)"),
      Option(.owner, nil, OptionValue("ID"), .instance, describing, "owner of the records (default apim-dns)"),

      Option(
        .layout, nil, .word("LAYOUT", of: ZoneLayout.self, called: "layout"), .zones, backends.union([.adopt]),
        also: every,
        "layout perHostname (default), parent, responsePolicy"),
      Option(
        .directory, nil, OptionValue("DIR", .folders, SettingRule.path), .zones, files,
        "directory of the zone files (default zones)"),
      Option(
        .serverDirectory, nil, OptionValue("DIR", .nothing, SettingRule.serverPath), .zones, backends,
        "its path for the name server (default: the same)"),
      Option(
        .policyZone, nil, OptionValue("NAME", .nothing, SettingRule.hostname), .zones, backends,
        "response policy zone (default rpz.apim-dns.invalid)"),
      Option(
        .nameServer, nil, OptionValue("NAME", .nothing, SettingRule.hostname), repeatable: true, .zones, backends,
        "name server (repeatable, default localhost)"),
      Option(
        .contact, nil, OptionValue("MAIL", .nothing, SettingRule.contact), .zones, backends,
        "mail address in SOA (default hostmaster@localhost)"),
      Option(
        .apexTTL, nil, OptionValue("TIME", .nothing, SettingRule.ttl), .zones, backends,
        "TTL of SOA and NS records (default 1h)"),
      Option(
        .negativeTTL, nil, OptionValue("TIME", .nothing, SettingRule.ttl), .zones, backends,
        "TTL of negative answers (default 1m)"),
      Option(
        .catalog, nil, OptionValue("NAME", .nothing, SettingRule.hostname), .zones, backends,
        "catalog zone, which lists all zones for secondaries"),
      Option(
        .serial, nil, .word("POLICY", of: SerialPolicy.self, called: "serial policy"), .zones, backends,
        "serial policy: date (default), unixtime or increment"),
      Option(.serialFrom, nil, .server, .zones, backends, "make serials higher than those of this server"),
      Option(
        .bindVersion, nil, .word("VERSION", of: BINDVersion.self, called: "version of BIND"), .zones, backends,
        "oldest BIND: 9.11, 9.16 (default), 9.18, 9.20"),
      Option(
        .zoneOption, nil, OptionValue("STATEMENT", .nothing, SettingRule.zoneOption), repeatable: true, .zones,
        backends,
        "statement for each zone in named.conf (repeatable)"),
      Option(
        .check, nil, OptionValue("COMMAND", .nothing, SettingRule.command), .zones, backends,
        "command to check a new file, with {zone} and {file}"),
      Option(
        .checkConfig, nil, OptionValue("COMMAND", .nothing, SettingRule.command), .zones, backends,
        "command to check named.conf before the reload"),
      Option(
        .reload, nil, OptionValue("COMMAND", .nothing, SettingRule.command), .zones, backends,
        "command to run once after files have changed"),

      Option(
        .file, nil, OptionValue("PATH", .files, SettingRule.path), .hosts, files,
        "path of the hosts file (default /etc/hosts)"),
      Option(.noBackup, nil, nil, .hosts, files, "don't keep a backup of the hosts file"),
      Option(.printScript, nil, nil, .hosts, [.apply, .remove], "print a sh script to run on another machine"),
      Option(
        .machine, nil, OptionValue("MACHINE", .nothing, SettingRule.machine), repeatable: true, .hosts, files,
        "machine over ssh: [USER@]HOST[:PORT] (repeatable)"),

      Option(.azure, nil, nil, .azure, [.verify], "warn of hidden names and of instances that changed"),
      Option(.compareInstances, nil, nil, .azure, [.plan], "warn of instances that Azure reports otherwise"),
      Option(
        .subscription, nil, OptionValue("ID", .nothing, SettingRule.subscription), .azure,
        azure.union([.initialize, .verify]), "subscription ID"),
      Option(
        .resourceGroup, nil, OptionValue("NAME", .nothing, SettingRule.resourceGroup), .azure,
        azure.union([.initialize, .verify]),
        "resource group of the zones", at: [.discover: "only instances in this resource group"]),
      Option(
        .link, nil, OptionValue("RESOURCE-ID", .nothing, SettingRule.virtualNetwork), repeatable: true, .azure,
        backends.union([.adopt, .initialize, .verify]), also: [.release], "virtual network to link (repeatable)",
        at: [.verify: "virtual network of the clients (repeatable)"]),
      Option(
        .endpoint, nil, OptionValue("URL", .nothing, SettingRule.endpoint), .azure, asking,
        "URL of Resource Manager (default: the cloud's)"),
      Option(
        .auth, nil, .word("SOURCE", of: CredentialSource.self, called: "credential source"), .azure, asking,
        "credential: auto (default) or one of 'apim-dns auth'"),
      Option(.requestTimeout, nil, .time, .azure, asking, "time limit for one request (default 30s)"),

      Option(
        .timeout, nil, .time, .run, asking.union(files), "time limit (default: Azure 10m, each ssh 2m)",
        at: Dictionary(
          uniqueKeysWithValues: asking.subtracting(backends).map { ($0, "time limit for Azure (default 10m)") }
            + [
              (.renameOwner, "time limit for each ssh (default 2m)")
            ]
        ).merging([.verify: "time limit: Azure (default 10m), connections (10s)"]) { $1 }),
      Option(
        .parallel, nil, OptionValue("N", .nothing, OptionRule.parallelism), .run, files.union([.verify]),
        "machines to work on in parallel (default 8)",
        at: [.verify: "connections to make in parallel (default 64)"]),
      Option(.out, nil, .newFile, .run, [.plan], "save the plan to this file for apply --plan"),
      Option(.plan, nil, .file, .run, [.apply], "apply exactly this saved plan, - for stdin"),
      Option(
        .server, nil, .server, repeatable: true, .run, [.verify], "name server to query (repeatable, default: system)"),
      Option(.compare, nil, .file, .run, [.discover], "show how this inventory differs from Azure"),
      Option(
        .customHostnames, nil, nil, .run, [.discover], "print custom hostnames as names too"),
      Option(.wait, nil, .time, .run, [.verify], "retry until all answers match, at most this long"),
      Option(.connect, nil, nil, .run, [.verify], "connect to each address: port, certificate, response"),
      Option(
        .port, nil, OptionValue("PORT", .nothing, OptionRule.port), .run, [.verify],
        "TCP port to connect to (default 443)"),
      Option(.caFile, nil, .file, .run, [.verify], "PEM file of trusted authorities (default: system)"),
      Option(
        .certificateDays, nil, .limit, .run, [.verify], "warn if a certificate ends sooner (default 30)"),
      Option(.detailedExitcode, nil, nil, .run, [.plan], "exit with 2 if there are changes"),
      Option(
        .maxDeletes, nil, .limit, .run, [.plan, .apply], also: [.remove],
        "limit of deletions (default 10; remove has none)"),
      Option(
        .maxUpdates, nil, .limit, .run, [.plan, .apply], also: [.remove], "limit of record sets to update (default 100)"
      ),
      Option(
        .onConflict, nil, .word("WHAT", of: OnConflict.self, called: "reaction"), .run, backends,
        "at conflicts: refuse (default) or skip them"),
      Option(.force, nil, nil, .run, backends, also: every, "override safety limits and most conflicts"),
      Option(.yes, "y", nil, .run, writing, also: every, "don't ask for confirmation"),

      Option(
        .format, nil, OptionValue("FORMAT") { .words(OutputFormat.all(of: $0).map(\.rawValue)) }, .output, choosing,
        also: every, "format: text (default), json, markdown, html or csv",
        at: Dictionary(
          uniqueKeysWithValues: every.map {
            ($0, "format: \(OutputFormat.list(of: $0).replacing("text", with: "text (default)"))")
          })),
      Option(
        .metricsFile, nil, .newFile, .output, backends.union(writing).union([.verify]),
        "write metrics for node_exporter to this file"),
      Option(.quiet, "q", nil, .output, working, also: every, "print only errors and data"),
      Option(.verbose, "v", nil, .output, working, also: every, "print each step on stderr"),
      Option(
        .color, nil, OptionValue("WHEN", .words(["auto", "always", "never"])), .output,
        backends.union(writing).union([.verify, .discover]),
        also: every, "color: auto (default), always or never (or NO_COLOR)"),
      Option(.help, "h", nil, .output, every, "print help"),
      Option(.version, nil, nil, .output, every, "print the version"),
      Option(.man, nil, nil, .output, [.help], "print the manual page"),
    ]
  }()

  /// The option with a name.
  static func named(_ name: Name) -> Option? { all.first { $0.name == name } }
}

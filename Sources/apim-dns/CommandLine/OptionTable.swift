extension Option {
  /// Every option of the program; parsing, help and messages all come from here.
  static let all: [Option] = {
    let reading: Set<Command> = [.records, .check, .plan, .apply, .remove, .verify]
    let backends: Set<Command> = [.plan, .apply, .remove]
    let azure: Set<Command> = [.plan, .apply, .remove, .discover, .auth]
    // Where an instance is read from Azure, these commands ask Azure too.
    let asking = azure.union([.records, .verify])
    let every = Set(Command.allCases)
    return [
      Option(
        .inventory, "i", "FILE", .instance, reading.union([.auth]),
        "the inventory, - for stdin (default apim-dns.json5)"),
      Option(
        .name, nil, "NAME", .instance, reading.union([.discover]), "one instance without an inventory: its name"),
      Option(.region, nil, "REGION", .instance, reading, "its region"),
      Option(.allowUnknownRegion, nil, nil, .instance, reading, "take a region newer than this program"),
      Option(.vip, nil, "ADDRESS", repeatable: true, .instance, reading, "its private virtual IP (may repeat)"),
      Option(.hostnames, nil, "SCHEME", .instance, reading, "regional, v2 or classic: how hostnames are formed"),
      Option(.cloud, nil, "CLOUD", .instance, reading.union([.auth, .discover]), "public, usgovernment or china"),
      Option(.ttl, nil, "TIME", .instance, reading, "the TTL: seconds, or 30s 5m 2h 1d (default 5m)"),
      Option(.owner, nil, "ID", .instance, reading, "the mark of what is ours (default apim-dns)"),

      Option(.layout, nil, "LAYOUT", .zones, every, "perHostname, parent or responsePolicy"),
      Option(.directory, nil, "DIR", .zones, backends, "where the zone files are (default zones)"),
      Option(
        .nameServer, nil, "NAME", repeatable: true, .zones, backends, "a name server of the zones (may repeat)"),
      Option(.contact, nil, "MAIL", .zones, backends, "who answers for the zones"),
      Option(.catalog, nil, "NAME", .zones, backends, "a zone that lists all zones for secondaries"),
      Option(.serial, nil, "POLICY", .zones, backends, "date, unixtime or increment"),
      Option(.serialFrom, nil, "IP[:PORT]", .zones, backends, "go above the serials that this server has"),
      Option(.check, nil, "COMMAND", .zones, backends, "run for each new file, {zone} and {file} filled in"),
      Option(.reload, nil, "COMMAND", .zones, backends, "run once after files have changed"),

      Option(.file, nil, "PATH", .hosts, backends, "the hosts file (default /etc/hosts)"),
      Option(.noBackup, nil, nil, .hosts, backends, "keep no copy of what was there before"),
      Option(.printScript, nil, nil, .hosts, [.apply, .remove], "print a sh script that does it elsewhere"),
      Option(
        .machine, nil, "MACHINE", repeatable: true, .hosts, backends,
        "its file over ssh, [USER@]HOST[:PORT] (may repeat)"),
      Option(.parallel, nil, "N", .hosts, backends, "how many machines at the same time (default 16)"),

      Option(.subscription, nil, "ID", .azure, azure, "the subscription"),
      Option(
        .resourceGroup, nil, "NAME", .azure, azure, "the resource group of zones, or of instances"),
      Option(
        .link, nil, "RESOURCE-ID", repeatable: true, .azure, backends, "a virtual network to link (may repeat)"),
      Option(.endpoint, nil, "URL", .azure, asking, "another Resource Manager"),
      Option(.auth, nil, "SOURCE", .azure, asking, "auto or the name of one credential: see auth"),
      Option(.requestTimeout, nil, "TIME", .azure, asking, "the most time for one answer (30s)"),

      Option(.timeout, nil, "TIME", .run, asking, "the most time for Azure, and for each ssh (10m, 2m)"),
      Option(.out, nil, "FILE", .run, [.plan], "save the plan, for apply --plan"),
      Option(.plan, nil, "FILE", .run, [.apply], "apply exactly this saved plan, or nothing"),
      Option(.server, nil, "IP[:PORT]", repeatable: true, .run, [.verify], "a name server to ask (may repeat)"),
      Option(.compare, nil, "FILE", .run, [.discover], "say how this inventory differs from Azure"),
      Option(.wait, nil, "TIME", .run, [.verify], "ask again until all is true, or for that long"),
      Option(.detailedExitcode, nil, nil, .run, [.plan], "exit 2 when there are changes"),
      Option(.maxDeletes, nil, "N", .run, backends, "the most record sets to delete (default 10)"),
      Option(.maxUpdates, nil, "N", .run, backends, "the most record sets to update (default 100)"),
      Option(.force, nil, nil, .run, every, "go past safety limits and foreign records"),
      Option(.yes, "y", nil, .run, every, "do not ask"),

      Option(.format, nil, "FORMAT", .output, every, "text, json, markdown, html or csv, by command"),
      Option(
        .metricsFile, nil, "FILE", .output, backends.union([.verify]), "write metrics of the run for node_exporter"),
      Option(.quiet, "q", nil, .output, every, "no text and no remarks: only errors and data"),
      Option(.verbose, "v", nil, .output, every, "say on stderr what is being done"),
      Option(.color, nil, "WHEN", .output, every, "auto, always or never (also NO_COLOR)"),
      Option(.help, "h", nil, .output, every, "print help"),
      Option(.version, nil, nil, .output, every, "print the version"),
      Option(.man, nil, nil, .output, [.help], "print the manual page"),
    ]
  }()

  /// The option of a name.
  static func named(_ name: Name) -> Option? { all.first { $0.name == name } }
}

import DNSModel
import Foundation
import Reconciliation
import TestSupport
import Testing
import ZoneFileBackend

/// The include file in a named whose options do not expect it.
@Suite(.needs("named", "dig"), .timeLimit(.minutes(5)))
struct ZonesServerOptionsTests {
  /// Options of a server, each of which kept zones from loading or from being replaced, or could.
  private static let theirs: [String] = [
    "dnssec-policy default;", "masterfile-format raw;", "allow-update { any; };", "ixfr-from-differences yes;",
    "max-zone-ttl 60;", "check-names primary fail;", "zone-statistics full;", "max-records 1;", "notify explicit;",
    "check-integrity yes; check-dup-records fail; check-mx fail; check-wildcard yes;",
    "dnssec-policy default; masterfile-format raw; allow-update { any; }; ixfr-from-differences yes; max-zone-ttl 60;",
  ]
  private static let names = ["contoso-apim.westus.azure-api.net", "dev_api.azure-api.net"]
  private static let policy = "rpz.corp.example"

  /// Writes the zone files.
  @discardableResult
  private func apply(
    in directory: String, layout: ZoneLayout, address: String = "10.1.0.5", version: BINDVersion = .v9x16,
    reload: String? = nil
  ) async throws -> BackendPlan {
    let sets = try Self.names.map { name in
      RecordSet(name: try DomainName(name), ttl: .standard, addresses: [try #require(IPv4Address(address))])
    }
    let backend = try ZoneFileBackend(
      directory: directory, layout: layout, suffixes: [DomainName(constant: "azure-api.net")],
      policyZone: DomainName(constant: "rpz.corp.example"), bindVersion: version, reloadCommand: reload,
      now: { Int(Date().timeIntervalSince1970) })
    return try await backend.plan(.present(sets)).apply()
  }

  /// The options that a layout needs besides.
  private func options(of layout: ZoneLayout, in folder: TemporaryFolder) throws -> (options: String, zones: String) {
    guard layout == .responsePolicy else { return ("recursion no;", "") }
    try folder.write("hints", text: ". 3600 IN NS nowhere.invalid.\nnowhere.invalid. 3600 IN A 127.0.0.99\n")
    return (
      "recursion yes; response-policy { zone \"\(Self.policy)\"; } qname-wait-recurse no break-dnssec yes;",
      #"zone "." { type hint; file "hints"; };"#
    )
  }

  @Test("named loads the zones whatever its options say", arguments: theirs, ZoneLayout.allCases)
  func matrix(option: String, layout: ZoneLayout) async throws {
    let folder = try TemporaryFolder()
    try await apply(in: folder.path("zones"), layout: layout)
    let needed = try options(of: layout, in: folder)
    let server = try await NamedServer(
      in: folder, include: folder.path("zones/named.conf.apim-dns"), options: needed.options + option,
      zones: needed.zones)
    for name in Self.names { #expect(try await server.addresses(of: name) == "10.1.0.5\n", "\(option)") }
  }

  @Test("named loads the zones in the form of each version of BIND", arguments: BINDVersion.allCases)
  func versions(version: BINDVersion) async throws {
    let folder = try TemporaryFolder()
    try await apply(in: folder.path("zones"), layout: .perHostname, version: version)
    let server = try await NamedServer(
      in: folder, include: folder.path("zones/named.conf.apim-dns"), options: "recursion no; allow-update { any; };")
    for name in Self.names { #expect(try await server.addresses(of: name) == "10.1.0.5\n") }
  }

  @Test("Two views include the same file, also with allow-update in the options")
  func views() async throws {
    let folder = try TemporaryFolder()
    try await apply(in: folder.path("zones"), layout: .perHostname)
    let include = "include \"\(folder.path("zones/named.conf.apim-dns"))\";"
    let server = try await NamedServer(
      in: folder, include: try folder.write("empty.conf", text: ""), options: "recursion no; allow-update { any; };",
      zones: "view a { match-clients { 127.0.0.2; }; \(include) }; view b { \(include) };")
    for name in Self.names { #expect(try await server.addresses(of: name) == "10.1.0.5\n") }
  }

  @Test("With allow-update in the options, updates are refused and a reload serves the new address", .needs("nsupdate"))
  func allowUpdate() async throws {
    let folder = try TemporaryFolder()
    try await apply(in: folder.path("zones"), layout: .perHostname)
    let server = try await NamedServer(
      in: folder, include: folder.path("zones/named.conf.apim-dns"), options: "recursion no; allow-update { any; };")
    let name = Self.names[0]
    let update = try folder.write(
      "update", text: "server 127.0.0.1 \(server.port)\nzone \(name)\nupdate add \(name) 60 TXT hi\nsend\n")
    #expect(try await Program.required("nsupdate").run([update]).errors.contains("REFUSED"))
    let reload = "kill -HUP $(cat '\(folder.path)/named.pid')"
    let done = try await apply(in: folder.path("zones"), layout: .perHostname, address: "10.1.0.9", reload: reload)
    #expect(!done.hasFailures)
    try await expect(name, from: server, becomes: "10.1.0.9\n")
  }

  /// Queries until the answer is the expected one, since named reloads asynchronously.
  private func expect(_ name: String, from server: NamedServer, becomes expected: String) async throws {
    var answer = ""
    for _ in 0..<200 {
      answer = try await server.addresses(of: name)
      if answer == expected { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    #expect(answer == expected)
  }

  @Test("A journal of ixfr-from-differences is no dynamic zone, and goes with the old file")
  func journalOfDifferences() async throws {
    let folder = try TemporaryFolder()
    let name = Self.names[0]
    let (zones, file) = (folder.path("zones"), folder.path("zones/\(Self.names[0]).zone"))
    try await apply(in: zones, layout: .perHostname)
    let statement = "zone \"\(name)\" { type primary; file \"\(file)\"; ixfr-from-differences yes; };"
    let empty = try folder.write("empty.conf", text: "")
    let reload = "kill -HUP $(cat '\(folder.path)/named.pid')"
    do {
      let server = try await NamedServer(in: folder, include: empty, zones: statement)
      try await apply(in: zones, layout: .perHostname, address: "10.1.0.6", reload: reload)
      try await expect(name, from: server, becomes: "10.1.0.6\n")
      #expect(FileManager.default.fileExists(atPath: "\(file).jnl"))
      server.process.stop()
    }
    // named does not load a file that its journal does not match, so the journal must not outlive the file.
    let done = try await apply(in: zones, layout: .perHostname, address: "10.1.0.7")
    #expect(done.changes.count == 2 && !done.hasFailures)
    #expect(!FileManager.default.fileExists(atPath: "\(file).jnl"))
    let server = try await NamedServer(in: folder, include: empty, zones: statement)
    #expect(try await server.addresses(of: name) == "10.1.0.7\n")
  }

  @Test(
    "named starts with its old response-policy and include after the layout changed, and after remove",
    arguments: [ZoneLayout.perHostname, nil])
  func leavingResponsePolicy(layout: ZoneLayout?) async throws {
    let folder = try TemporaryFolder()
    let zones = folder.path("zones")
    try await apply(in: zones, layout: .responsePolicy)
    let done: BackendPlan
    if let layout {
      done = try await apply(in: zones, layout: layout)
    } else {
      // A removal knows neither the layout nor the name of the policy zone.
      let backend = try ZoneFileBackend(directory: zones, suffixes: [], now: { Int(Date().timeIntervalSince1970) })
      done = try await backend.plan(.absent).apply()
    }
    #expect(
      done.warnings.contains(
        "\(zones)/rpz.corp.example.zone stays without A records, because named does not start while a response-policy names a "
          + "zone that it does not have. Remove rpz.corp.example from response-policy in named.conf, reload named, delete the "
          + "file, and apply again."))
    let needed = try options(of: .responsePolicy, in: folder)
    let server = try await NamedServer(
      in: folder, include: folder.path("zones/named.conf.apim-dns"), options: needed.options, zones: needed.zones)
    #expect(try await server.addresses(of: Self.names[0]) == (layout == nil ? "" : "10.1.0.5\n"))

    // When nobody names the zone, its file can be deleted, and the next run forgets it.
    try FileManager.default.removeItem(atPath: folder.path("zones/rpz.corp.example.zone"))
    try await apply(in: zones, layout: .perHostname)
    #expect(!(try folder.text(of: "zones/named.conf.apim-dns").contains(Self.policy)))
  }

  @Test("An include file without zones keeps named able to start")
  func removed() async throws {
    let folder = try TemporaryFolder()
    try await apply(in: folder.path("zones"), layout: .perHostname)
    let backend = try ZoneFileBackend(directory: folder.path("zones"), suffixes: [], now: { 1 })
    #expect(try await !backend.plan(.absent).apply().hasFailures)
    let server = try await NamedServer(in: folder, include: folder.path("zones/named.conf.apim-dns"))
    #expect(try await server.addresses(of: Self.names[0]) == "")
  }

  @Test("If the configuration check fails, the old files are back and nothing is reloaded", .needs("named-checkconf"))
  func configurationCheck() async throws {
    let folder = try TemporaryFolder()
    func run(_ name: String, _ vip: String, _ more: [String] = []) async throws -> Program.Result {
      let file = try folder.write(
        "inventory.json5",
        text: "{ hostnames: 'v2', instances: [{ name: 'contoso-apim', region: 'westus', vip: '10.1.0.5' }, "
          + "{ name: '\(name)', region: 'westus', vip: '\(vip)' }] }")
      return try await Program.built("apim-dns").run(
        ["apply", "zones", "-i", file, "--directory", folder.path("zones"), "--yes"] + more)
    }
    let configuration = try folder.write(
      "named.conf",
      text: """
        options { directory "\(folder.path)"; };
        include "\(folder.path("zones/named.conf.apim-dns"))";
        zone "theirs.azure-api.net" { type primary; file "theirs"; };

        """)
    #expect(try await run("fabrikam-apim", "10.2.0.5").status == 0)
    let before = try folder.contents().filter { $0.key.hasPrefix("zones/") }
    let check = "named-checkconf '\(configuration)'"
    let reload = ["--check-config", check, "--reload", "echo run >> '\(folder.path("trace"))'"]
    // A zone that they have too: one file is changed, one is removed and one is new.
    let result = try await run("theirs", "10.2.0.6", reload)
    #expect(result.status == 1)
    #expect(
      result.errors.contains(
        "zones: the configuration check '\(check)' ended with status 1, so the old files are in place again. Correct named.conf, "
          + "the inventory or the command. It printed: \(configuration):3: zone 'theirs.azure-api.net': already exists previous "
          + "definition: "), "\(result.errors)")
    #expect(try folder.contents().filter { $0.key.hasPrefix("zones/") } == before)
    #expect(!folder.exists("trace"))
    let right = try await run("fabrikam-apim", "10.2.0.6", reload)
    #expect(right.status == 0, "\(right.errors)")
    #expect(try folder.text(of: "trace") == "run\n")
  }

  @Test("The configuration check runs before a reload that is due, and leaves what somebody else writes meanwhile")
  func configurationCheckOfADueReload() async throws {
    let folder = try TemporaryFolder()
    func run(_ vip: String, _ check: String, _ reload: String) async throws -> Program.Result {
      try await Program.built("apim-dns").run(
        ["apply", "zones", "--name", "a", "--region", "westus", "--vip", vip, "--hostnames", "v2", "--yes"]
          + ["--check-config", check, "--reload", reload], in: folder.path)
    }
    #expect(try await run("10.1.0.5", "true", "exit 7").status == 1)
    let due = try await run("10.1.0.5", "echo wrong; false", "touch reloaded")
    #expect(
      due.errors.contains(
        "zones: the configuration check 'echo wrong; false' ended with status 1, so nothing was reloaded. Correct named.conf, the "
          + "inventory or the command. It printed: wrong"), "\(due.errors)")
    #expect(due.status == 1 && !folder.exists("reloaded"))
    #expect(try await run("10.1.0.5", "true", "touch reloaded").status == 0)
    #expect(folder.exists("reloaded"))

    let zone = "zones/a.azure-api.net.zone"
    let edit = "echo '_acme 60 IN TXT \"x\"' >>\(zone); false"
    let edited = try await run("10.1.0.6", edit, "true")
    #expect(
      edited.errors.contains(
        "so the old files are in place again, except: \(zone): another program has changed it since, so it stays. Correct "
      ), "\(edited.errors)")
    #expect(try folder.text(of: zone).contains("_acme 60 IN TXT"))
  }
}

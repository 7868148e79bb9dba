import DNSModel
import Foundation
import Reconciliation
import TestSupport
import Testing
import ZoneFileBackend

/// Managed zone files with the checkers and name servers of other projects.
@Suite(.timeLimit(.minutes(5))) struct NameServerTests {
  /// Names with several addresses, underscores, only digits, other suffixes, and the longest TTL.
  private static let inventory = [
    ("contoso-apim.westus.azure-api.net", 300, ["10.1.0.5"]), ("contoso-apim.portal.azure-api.net", 300, ["10.1.0.5"]),
    ("fabrikam-apim.azure-api.net", 1, ["10.3.0.6", "10.3.0.5"]), ("100.azure-api.net", 60, ["10.4.0.5"]),
    ("_under_score.azure-api.net", 60, ["10.5.0.5"]), ("api.corp.example", 2_147_483_647, ["192.168.0.1"]),
    ("*.wild.corp.example", 300, ["10.6.0.5"]), ("wild.corp.example", 300, ["10.6.0.6"]),
    (String(repeating: "a", count: 63) + ".azure-api.net", 300, ["172.16.0.1"]),
  ]

  /// Writes the zone files to a directory, and returns the names of the zones.
  private func apply(
    in directory: String, layout: ZoneLayout, version: BINDVersion = .v9x16
  ) async throws -> [String] {
    let sets = try Self.inventory.map { name, ttl, addresses in
      RecordSet(
        name: try DomainName(allowingWildcard: name), ttl: try #require(TimeToLive(seconds: ttl)),
        addresses: addresses.compactMap { IPv4Address($0) })
    }
    let backend = try ZoneFileBackend(
      directory: directory, layout: layout, suffixes: [DomainName(constant: "azure-api.net")],
      nameServers: [DomainName(constant: "ns1.corp.test"), DomainName(constant: "ns2.corp.test")],
      contact: "first.last+!#%&'=?^`{|}~$@corp.example", catalog: DomainName(constant: "catalog.example"),
      bindVersion: version,
      now: { Int(Date().timeIntervalSince1970) })
    let done = try await backend.plan(.present(sets)).apply()
    #expect(!done.hasFailures)
    return try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".zone") }
      .map { String($0.dropLast(5)) }.sorted()
  }

  /// Compares every answer of a server with the inventory.
  private func expectInventory(from server: TestServer, longestTTL: Int = .max) async throws {
    for (name, ttl, addresses) in Self.inventory {
      let expected = addresses.map { "\(min(ttl, longestTTL)) \($0)" }.sorted()
      #expect(try await server.records(of: name) == expected, "\(name)")
    }
  }

  @Test(
    "Strict checkers report no errors and no warnings",
    .needs("named-checkzone", "named-compilezone", "kzonecheck", "nsd-checkzone", "ldns-read-zone"),
    arguments: ZoneLayout.allCases)
  func checkers(layout: ZoneLayout) async throws {
    let folder = try TemporaryFolder(inMemory: true)
    for zone in try await apply(in: folder.path, layout: layout) {
      let file = folder.path("\(zone).zone")
      let underscore = zone.hasPrefix("_") || layout != .perHostname ? "ignore" : "fail"
      let strict = [
        "-i", "local", "-k", underscore, "-m", "fail", "-M", "fail", "-S", "fail", "-n", "fail", "-r", "fail",
      ]
      let check = try await Program.required("named-checkzone").run(strict + [zone, file])
      #expect(check.status == 0)
      let lines = (check.output + check.errors).split(separator: "\n")
      #expect(lines.count == 2 && lines[0].hasPrefix("zone \(zone)/IN: loaded serial ") && lines[1] == "OK", "\(lines)")
      let compile = try await Program.required("named-compilezone").run(
        ["-q"] + strict + ["-s", "full", "-o", "-", zone, file])
      #expect(compile.status == 0 && compile.errors == "", "\(compile.errors)")
      let checkers = [
        ("kzonecheck", ["-o", zone, file]), ("nsd-checkzone", [zone, file]), ("ldns-read-zone", ["-c", file]),
      ]
      for (program, arguments) in checkers {
        let result = try await Program.required(program).run(arguments)
        #expect(result.status == 0, "\(program) \(zone)")
        let output = program == "ldns-read-zone" ? result.errors : result.output + result.errors
        #expect(output == (program == "nsd-checkzone" ? "zone \(zone) is ok\n" : ""), "\(program) \(zone): \(output)")
      }
    }
  }

  @Test(.needs("named", "dig"), arguments: [ZoneLayout.perHostname, .parent])
  func namedServesTheZones(layout: ZoneLayout) async throws {
    let folder = try TemporaryFolder(inMemory: true)
    _ = try await apply(in: folder.path("zones"), layout: layout)
    let port = try freePort()
    let configuration = try folder.write(
      "named.conf",
      text: """
        options {
          directory "\(folder.path)";
          listen-on port \(port) { 127.0.0.1; };
          listen-on-v6 { none; };
          pid-file none;
          session-keyfile none;
          recursion no;
        };
        controls { };
        include "\(folder.path("zones/named.conf.apim-dns"))";

        """)
    let server = try await TestServer(
      "named", ["-g", "-c", configuration], port: port, log: folder.path("errors"), answers: Self.inventory[0].0)
    try await expectInventory(from: server)
  }

  @Test(.needs("nsd", "dig"), arguments: [ZoneLayout.perHostname, .parent])
  func nsdServesTheZones(layout: ZoneLayout) async throws {
    let folder = try TemporaryFolder(inMemory: true)
    let zones = try await apply(in: folder.path("zones"), layout: layout)
    let port = try freePort()
    var text = """
      server:
        ip-address: 127.0.0.1@\(port)
        username: ""
        chroot: ""
        zonesdir: "\(folder.path("zones"))"
        pidfile: "\(folder.path("pid"))"
        zonelistfile: "\(folder.path("list"))"
        xfrdfile: "\(folder.path("xfrd"))"
        xfrdir: "\(folder.path)"
        logfile: "\(folder.path("log"))"
        database: ""
      remote-control:
        control-enable: no

      """
    for zone in zones { text += "zone:\n  name: \"\(zone)\"\n  zonefile: \"\(zone).zone\"\n" }
    let server = try await TestServer(
      "nsd", ["-d", "-c", try folder.write("nsd.conf", text: text)], port: port, log: folder.path("errors"),
      answers: Self.inventory[0].0)
    try await expectInventory(from: server)
    let log = try folder.text(of: "log").split(separator: "\n").filter {
      $0.contains("warning") || $0.contains("error")
    }
    #expect(log.allSatisfy { $0.contains("nsd.db") || $0.contains("rcvbuf") || $0.contains("sndbuf") }, "\(log)")
  }

  @Test(.needs("knotd", "dig"), arguments: [ZoneLayout.perHostname, .parent])
  func knotServesTheZones(layout: ZoneLayout) async throws {
    let folder = try TemporaryFolder(inMemory: true)
    let zones = try await apply(in: folder.path("zones"), layout: layout)
    let port = try freePort()
    var text = """
      server:
        listen: 127.0.0.1@\(port)
        rundir: "\(folder.path)"
      database:
        storage: "\(folder.path("db"))"
      log:
        - target: "\(folder.path("log"))"
          any: info
      zone:

      """
    for zone in zones {
      text += "  - domain: \"\(zone)\"\n    file: \"\(folder.path("zones"))/\(zone).zone\"\n"
      text += "    zonefile-sync: -1\n    journal-content: none\n"
    }
    let server = try await TestServer(
      "knotd", ["-c", try folder.write("knot.conf", text: text)], port: port, log: folder.path("errors"),
      answers: Self.inventory[0].0)
    try await expectInventory(from: server)
    let log = try folder.text(of: "log").split(separator: "\n").filter {
      $0.contains("] error") || $0.contains("malformed")
    }
    #expect(log.isEmpty, "\(log)")
  }

  @Test(.needs("unbound", "dig"), arguments: [ZoneLayout.perHostname, .parent])
  func unboundServesTheZones(layout: ZoneLayout) async throws {
    let folder = try TemporaryFolder(inMemory: true)
    let zones = try await apply(in: folder.path("zones"), layout: layout)
    let port = try freePort()
    var text = """
      server:
        interface: 127.0.0.1@\(port)
        port: \(port)
        do-daemonize: no
        username: ""
        chroot: ""
        directory: "\(folder.path)"
        pidfile: "\(folder.path("pid"))"
        use-syslog: no
        logfile: "\(folder.path("log"))"
        module-config: "iterator"
      remote-control:
        control-enable: no

      """
    for zone in zones {
      text += "auth-zone:\n  name: \"\(zone)\"\n  zonefile: \"\(folder.path("zones"))/\(zone).zone\"\n"
      text += "  for-upstream: no\n  for-downstream: yes\n  fallback-enabled: no\n"
    }
    let server = try await TestServer(
      "unbound", ["-d", "-c", try folder.write("unbound.conf", text: text)], port: port, log: folder.path("errors"),
      answers: Self.inventory[0].0)
    try await expectInventory(from: server)
    let log = try folder.text(of: "log").split(separator: "\n").filter {
      $0.contains(" error: ") || $0.contains("warning: parse")
    }
    #expect(log.isEmpty, "\(log)")
  }

  @Test(.needs("pdns_server", "dig"), arguments: [ZoneLayout.perHostname, .parent])
  func powerDNSServesTheZonesOfTheIncludeFile(layout: ZoneLayout) async throws {
    let folder = try TemporaryFolder()
    _ = try await apply(in: folder.path("zones"), layout: layout, version: .v9x11)
    let port = try freePort()
    let arguments = [
      "--launch=bind", "--bind-config=\(folder.path("zones/named.conf.apim-dns"))", "--config-dir=\(folder.path)",
      "--local-address=127.0.0.1", "--local-port=\(port)", "--socket-dir=\(folder.path)", "--daemon=no",
      "--guardian=no",
    ]
    let server = try await TestServer(
      "pdns_server", arguments, port: port, log: folder.path("errors"), answers: Self.inventory[0].0)
    try await expectInventory(from: server)
  }
}

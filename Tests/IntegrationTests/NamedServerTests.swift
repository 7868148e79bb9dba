import DNSModel
import Foundation
import Reconciliation
import TestSupport
import Testing
import ZoneFileBackend

/// BIND's named, running on a free port of this machine with the include file of the zones backend.
struct NamedServer {
  /// The running server.
  let process: RunningProgram
  /// The port on 127.0.0.1.
  let port: Int
  /// The path of its log.
  let log: String

  /// Starts the server and waits until it has loaded its zones.
  ///
  /// - Parameters:
  ///   - folder: the directory for its files.
  ///   - include: the absolute path of the include file.
  ///   - port: the port to listen on; nil for any free port.
  ///   - options: further options.
  ///   - zones: further zones.
  ///   - controls: the control channels for `rndc`.
  init(
    in folder: TemporaryFolder, include: String, port: Int? = nil, options: String = "recursion no;",
    zones: String = "", controls: String = ""
  ) async throws {
    self.port = try port ?? freePort()
    log = folder.path("named.log")
    let configuration = try folder.write(
      "named.conf",
      text: """
        options {
          directory "\(folder.path)";
          listen-on port \(self.port) { 127.0.0.1; };
          listen-on-v6 port \(self.port) { ::1; };
          pid-file "\(folder.path)/named.pid";
          session-keyfile none;
          dnssec-validation no;
          \(options)
        };
        controls { \(controls) };
        \(zones)
        include "\(include)";

        """)
    process = try RunningProgram(.required("named"), ["-g", "-c", configuration], log: log)
    for _ in 0..<200 {
      let text = try String(contentsOfFile: log, encoding: .utf8)
      // named loads a response policy separately, perhaps after the zones.
      let isReady = !options.contains("response-policy") || text.contains(": reload done: success")
      if text.contains(" running\n"), isReady { return }
      guard process.isRunning else { break }
      try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("named did not start: \(try String(contentsOfFile: log, encoding: .utf8))")
  }

  /// What `dig +short` says of a name's A records.
  func addresses(of name: String, _ more: String...) async throws -> String {
    let result = try await Program.required("dig").run(
      ["@127.0.0.1", "-p", "\(port)", "+short", "+time=5", "+tries=2", name, "A"] + more)
    return result.output
  }

  /// The parts of an answer that do not vary between queries: status, flags, and records without TTLs.
  func answer(_ name: String, _ type: String) async throws -> String {
    let result = try await Program.required("dig").run(
      [
        "@127.0.0.1", "-p", "\(port)", name, type, "+noall", "+comments", "+answer", "+authority", "+time=5",
        "+nottlid",
      ])
    return result.output.split(separator: "\n").map { line in
      line.hasPrefix(";; ->>HEADER") ? String(line.prefix { $0 != "i" }) : String(line)
    }.filter { !$0.contains("COOKIE") && !$0.hasPrefix("; EDNS") }.sorted().joined(separator: "\n")
  }

  /// The lines of the log that report something unusual about the zones.
  func complaints() throws -> String {
    let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").filter { line in
      line.contains("azure-api.net") || line.contains("apim-dns.invalid")
    }
    let ordinary = [": loaded serial ", ": reload start", ": reload done: success", ": rpz QNAME Local-Data rewrite "]
    return lines.filter { line in !ordinary.contains { line.contains($0) } }.joined(separator: "\n")
  }
}

/// What BIND's named answers from managed zone files.
@Suite(.needs("named", "dig"), .timeLimit(.minutes(5)))
struct NamedServerTests {
  /// The names of the worked example.
  private static let names = ["contoso-apim.westus.azure-api.net", "contoso-apim.portal.azure-api.net"]

  /// Writes the zone files of the worked example.
  private func apply(
    in directory: String, layout: ZoneLayout, address: String = "10.1.0.5", reloadCommand: String? = nil
  ) async throws {
    let sets = try Self.names.map { name in
      RecordSet(name: try DomainName(name), ttl: .standard, addresses: [try #require(IPv4Address(address))])
    }
    let backend = try ZoneFileBackend(
      directory: directory, layout: layout, suffixes: [DomainName(constant: "azure-api.net")],
      reloadCommand: reloadCommand,
      now: { Int(Date().timeIntervalSince1970) })
    _ = try await backend.plan(.present(sets)).apply()
  }

  @Test(arguments: [ZoneLayout.perHostname, .parent])
  func namedAnswersAuthoritatively(layout: ZoneLayout) async throws {
    let folder = try TemporaryFolder()
    try await apply(in: folder.path("zones"), layout: layout)
    let server = try await NamedServer(in: folder, include: folder.path("zones/named.conf.apim-dns"))
    for name in Self.names {
      #expect(try await server.addresses(of: name) == "10.1.0.5\n")
    }

    // SIGHUP is what `rndc reload` does without a control channel.
    let reload = "kill -HUP $(cat '\(folder.path)/named.pid')"
    try await apply(in: folder.path("zones"), layout: layout, address: "10.1.0.9", reloadCommand: reload)
    for name in Self.names {
      try await expect(name, from: server, becomes: "10.1.0.9\n")
    }
    let complaints = try server.complaints()
    #expect(complaints == "", "\(complaints)")
  }

  /// Queries until the answer is the expected one, since named reloads asynchronously.
  private func expect(_ name: String, from server: NamedServer, becomes expected: String) async throws {
    var answer = ""
    for _ in 0..<100 {
      answer = try await server.addresses(of: name)
      if answer == expected { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    #expect(answer == expected)
  }

  @Test("The response policy zone does not change a resolver's answers for other names")
  func policyKeepsOtherAnswers() async throws {
    let (upstream, folder, plain) = (try TemporaryFolder(), try TemporaryFolder(), try TemporaryFolder())
    let zone = """
      $TTL 3600
      @ SOA ns.example. hostmaster.example. 1 3600 600 1209600 60
      @ NS ns.example.
      @ TXT "suffix"
      contoso-apim.westus A 192.0.2.1
      other.westus A 192.0.2.2
      other.westus AAAA 2001:db8::2
      alias CNAME other.westus
      *.wild A 192.0.2.3

      """
    try upstream.write("azure-api.net.zone", text: zone)
    let empty = try upstream.write("empty.conf", text: "")
    let authority = try await NamedServer(
      in: upstream, include: empty, zones: #"zone "azure-api.net" { type primary; file "azure-api.net.zone"; };"#)
    let forward = "recursion yes; forward only; forwarders { 127.0.0.1 port \(authority.port); }; minimal-responses no;"
    let before = try await NamedServer(in: plain, include: empty, options: forward)
    try await apply(in: folder.path("zones"), layout: .responsePolicy)
    let policy = "response-policy { zone \"rpz.apim-dns.invalid\"; } qname-wait-recurse no break-dnssec yes;"
    let after = try await NamedServer(
      in: folder, include: folder.path("zones/named.conf.apim-dns"), options: "\(forward) \(policy)")
    #expect(try await before.addresses(of: Self.names[0]) == "192.0.2.1\n")
    #expect(try await after.addresses(of: Self.names[0]) == "10.1.0.5\n")
    #expect(try await after.addresses(of: Self.names[1]) == "10.1.0.5\n")
    let others = ["azure-api.net", "other.westus", "alias", "x.wild", "missing", "westus", "x.contoso-apim.westus"]
    for name in others.map({ $0 == "azure-api.net" ? $0 : "\($0).azure-api.net" }) {
      for type in ["A", "AAAA", "TXT", "NS"] {
        let expected = try await before.answer(name, type)
        #expect(expected.contains("status: "))
        #expect(try await after.answer(name, type) == expected, "\(name) \(type)")
      }
    }
    withExtendedLifetime((authority, before, after)) {}
  }

  @Test("The response policy zone answers for the managed names even if no upstream server answers")
  func policyAnswersWithoutUpstream() async throws {
    let folder = try TemporaryFolder()
    try await apply(in: folder.path("zones"), layout: .responsePolicy)
    let policy = try String(contentsOfFile: folder.path("zones/named.conf.apim-dns"), encoding: .utf8)
    let advice = "// and in its options: "
    let line = try #require(policy.split(separator: "\n").first { $0.hasPrefix(advice) }).dropFirst(advice.count)
    try folder.write("hints", text: ". 3600 IN NS nowhere.invalid.\nnowhere.invalid. 3600 IN A 127.0.0.99\n")
    let server = try await NamedServer(
      in: folder, include: folder.path("zones/named.conf.apim-dns"), options: "recursion yes; \(line)",
      zones: #"zone "." { type hint; file "hints"; };"#)
    for name in Self.names {
      #expect(try await server.addresses(of: name) == "10.1.0.5\n")
      #expect(try await server.addresses(of: name, "+dnssec") == "10.1.0.5\n")
    }
    let complaints = try server.complaints()
    #expect(complaints == "", "\(complaints)")
    #expect(try await server.addresses(of: "fabrikam-apim.azure-api.net") == "")
  }
}

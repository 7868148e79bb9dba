import Foundation
import TestSupport
import Testing

/// The program with zone files and name servers.
@Suite(.timeLimit(.minutes(5))) struct ZonesCommandServerTests {
  /// An inventory of some instances.
  private func inventory(_ instances: [(name: String, vip: String)]) -> String {
    let list = instances.map { "{ name: '\($0.name)', region: 'westus', vip: '\($0.vip)' }" }
    return
      "{ owner: 'contoso', hostnames: 'v2', instances: [\(list.joined(separator: ", "))], backends: { zones: {} } }"
  }

  /// Runs `apim-dns apply`.
  private func apply(
    _ instances: [(name: String, vip: String)], in folder: TemporaryFolder, _ more: [String] = []
  ) async throws -> Program.Result {
    let file = try folder.write("inventory.json5", text: inventory(instances))
    return try await Program.built("apim-dns").run(
      ["apply", "zones", "-i", file, "--directory", folder.path("zones"), "--yes"] + more)
  }

  /// Waits until a server answers with an address.
  private func expect(_ name: String, from server: NamedServer, becomes address: String) async throws {
    var answer = ""
    // A secondary looks into a catalog every five seconds at the most.
    for _ in 0..<600 {
      answer = try await server.addresses(of: name)
      if answer == "\(address)\n" { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record(
      "\(name) is '\(answer)' and not \(address): \(try String(contentsOfFile: server.log, encoding: .utf8))")
  }

  @Test(
    "A secondary of the catalog zone serves a new instance without a change to its configuration",
    .needs("named", "dig"))
  func secondaryOfCatalog() async throws {
    let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
    let (primaryPort, secondaryPort) = (try freePort(), try freePort())
    let reload = "kill -HUP $(cat '\(folder.path)/named.pid')"
    let catalog = ["--catalog", "catalog.example"]
    let first = try await apply([("contoso-apim", "10.1.0.5")], in: folder, catalog)
    #expect(first.status == 0, "\(first.errors)")
    // The configuration from the comments in the include file, with addresses filled in.
    func advice(_ beginning: String) throws -> String {
      let lines = try folder.text(of: "zones/named.conf.apim-dns").split(separator: "\n")
      return try String(#require(lines.first { $0.hasPrefix(beginning) }).dropFirst(beginning.count))
        .replacing("also-notify { ADDRESSES-OF-SECONDARIES", with: "also-notify { 127.0.0.1 port \(secondaryPort)")
        .replacing("ADDRESSES-OF-SECONDARIES", with: "127.0.0.1")
        .replacing("ADDRESS-OF-THIS-SERVER", with: "127.0.0.1 port \(primaryPort)")
    }
    let primary = try await NamedServer(
      in: folder, include: folder.path("zones/named.conf.apim-dns"), port: primaryPort,
      options: "recursion no; notify-delay 0; " + advice("// and in its options: "))
    let secondary = try await NamedServer(
      in: other, include: try other.write("empty.conf", text: ""), port: secondaryPort,
      options: "recursion no; " + advice("// and in their options: "), zones: advice("// on secondaries: "))
    try await expect("contoso-apim.azure-api.net", from: secondary, becomes: "10.1.0.5")
    let both = [("contoso-apim", "10.1.0.5"), ("fabrikam-apim", "10.2.0.5")]
    let second = try await apply(both, in: folder, catalog + ["--reload", reload])
    #expect(second.status == 0, "\(second.errors)")
    try await expect("fabrikam-apim.developer.azure-api.net", from: secondary, becomes: "10.2.0.5")
    withExtendedLifetime(primary) {}
  }

  @Test("With --serial-from, the next serial exceeds the served one", .needs("named", "dig"))
  func servedSerial() async throws {
    let (folder, server) = (try TemporaryFolder(), try TemporaryFolder())
    let name = "contoso-apim.azure-api.net"
    try server.write(
      "live",
      text: "@ 60 SOA localhost. hostmaster.localhost. 3999999999 1 1 1 1\n@ 60 NS localhost.\n@ 60 A 10.0.0.1\n")
    let named = try await NamedServer(
      in: server, include: try server.write("empty.conf", text: ""),
      zones: "zone \"\(name)\" { type primary; file \"live\"; };")
    // The server refuses the query for the other zone, which is new, so the run goes on.
    let from = ["--serial", "increment", "--serial-from", "127.0.0.1:\(named.port)"]
    let first = try await apply([("contoso-apim", "10.1.0.5")], in: folder, from)
    #expect(first.status == 0, "\(first.errors)")
    #expect(try folder.text(of: "zones/\(name).zone").contains(" 4000000000 "))
    #expect(try folder.text(of: "zones/contoso-apim.developer.azure-api.net.zone").contains("  1 ; serial\n"))

    // Now it refuses the query for a zone that has a file. Then, no server listens at all.
    let second = try await apply([("contoso-apim", "10.1.0.6")], in: folder, from)
    #expect(second.status == 1)
    #expect(
      second.errors.contains(
        "cannot query the serial of contoso-apim.developer.azure-api.net: 127.0.0.1:\(named.port) refused the query "
          + "for contoso-apim.developer.azure-api.net. Nothing was replaced. Set --serial-from to a server that serves "
          + "the zone, or leave it out."), "\(second.errors)")
    let silent = try await apply([("contoso-apim", "10.1.0.6")], in: folder, ["--serial-from", "127.0.0.1:1"])
    #expect(silent.status == 1)
    #expect(
      silent.errors.contains(
        ": 127.0.0.1:1 did not answer: Connection refused. Nothing was replaced. Make sure that the server runs, or "
          + "leave out --serial-from."), "\(silent.errors)")
    #expect(try folder.text(of: "zones/\(name).zone").contains(" 4000000000 "))
    let wrong = try await apply([("contoso-apim", "10.1.0.6")], in: folder, ["--serial-from", "ns1"])
    #expect(wrong.status == 64)
    #expect(wrong.errors.contains("--serial-from: 'ns1' is not a valid name server. Use IP[:PORT], such as "))
    withExtendedLifetime(named) {}
  }

  @Test(
    "The include file never names a missing zone file, whichever rename or unlink kills the run", .needs("strace"),
    arguments: [[], ["--reload", "true"], ["--catalog", "catalog.example"]])
  func killedRun(more: [String]) async throws {
    let strace = try Program.required("strace")
    var number = 1
    while number < 40 {
      let folder = try TemporaryFolder(inMemory: true)
      let before = try await apply([("contoso-apim", "10.1.0.5"), ("fabrikam-apim", "10.2.0.5")], in: folder, more)
      #expect(before.status == 0)
      let zones = more.first == "--catalog" ? 5 : 4
      // One instance leaves, one moves, one is new.
      let file = try folder.write(
        "inventory.json5", text: inventory([("fabrikam-apim", "10.2.0.6"), ("tailspin-apim", "10.3.0.5")]))
      let command =
        [
          Program.built("apim-dns").path, "apply", "zones", "-i", file, "--directory", folder.path("zones"), "--yes",
        ] + more
      let killed = try await strace.run(
        ["-f", "-qq", "-o", "/dev/null", "-e", "trace=/^(rename|unlink)", "-e"]
          + ["inject=/^(rename|unlink):signal=SIGKILL:when=\(number)"] + command)
      let include = try folder.text(of: "zones/named.conf.apim-dns")
      let named = include.split(separator: "\"").filter { $0.hasSuffix(".zone") }.map(String.init)
      #expect(named.count >= zones)
      for path in named { #expect(FileManager.default.fileExists(atPath: path), "\(path) at call \(number)") }
      guard killed.status != 0 else { break }
      let after = try await Program(path: command[0]).run(Array(command.dropFirst()))
      #expect(after.status == 0, "\(after.errors)")
      #expect(try folder.contents().keys.filter { $0.hasSuffix(".zone") }.count == zones)
      number += 1
    }
    #expect((8..<40).contains(number), "killed at \(number) calls")
    FaultTally.add(number - 1, to: "apply zones", "killed at every rename and unlink")
  }

  @Test("If the reload command kills the run, the next run reloads")
  func reloadAfterKill() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("inventory.json5", text: inventory([("contoso-apim", "10.1.0.5")]))
    let program = Program.built("apim-dns")
    func words(_ command: String, _ reload: String) -> [String] {
      [command, "zones", "-i", file, "--directory", folder.path("zones"), "--reload", reload]
    }
    let killed = try await program.run(words("apply", "kill -9 $PPID"))
    #expect(killed.status != 0)
    let reload = "echo run >> '\(folder.path("trace"))'"
    let plan = try await program.run(words("plan", reload) + ["--detailed-exitcode"])
    #expect(plan.status == 2)
    #expect(plan.output.contains("  ~ configuration reload-due.apim-dns\n"), "\(plan.output)")
    let mark = folder.path("zones/reload-due.apim-dns")
    #expect(
      plan.errors.contains(
        "\(mark): a reload is still due from an earlier run, so apply runs '\(reload)'"),
      "\(plan.errors)")
    #expect(try await program.run(words("apply", reload) + ["--yes"]).status == 0)
    #expect(try folder.text(of: "trace") == "run\n")
    #expect(try await program.run(words("plan", reload) + ["--detailed-exitcode"]).status == 0)
    #expect(!FileManager.default.fileExists(atPath: mark))
  }
}
